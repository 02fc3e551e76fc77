"""Bars over the bins of `insight.spread`: how many people have how much of something."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from regulars.web.components import show
from regulars.web.insight.exhibits import Column, Exhibit, Picture, Row, number, people
from regulars.web.insight.source import Source


def told(rows: Sequence[Row], name: str, shown: Callable[[float], str]) -> list[Row]:
    """The bins in words; `name` is what the parameters of their people begin with."""
    return [
        {
            "low": row["low"],
            "high": row["high"],
            "words": between(row["low"], row["high"], shown),
            "people": row["people"],
            "spent": number(row["spent"]),
            "value": None if row["value_365"] is None else number(row["value_365"]),
            "address": people(**{f"{name}_min": row["low"], f"{name}_max": row["high"]}),
        }
        for row in rows
    ]


def between(low: float, high: float | None, shown: Callable[[float], str]) -> str:
    if high is None:
        return _("%(low)s or more") % {"low": shown(low)}
    if not low:
        return _("under %(high)s") % {"high": shown(high)}
    return _("%(low)s to %(high)s") % {"low": shown(low), "high": shown(high)}


def exhibit(name: str, title: str, lead: str, rows: Sequence[Row], source: Source, *, x: str) -> Exhibit:
    return Exhibit(
        name=name,
        title=title,
        lead=lead,
        picture=Picture.BARS,
        points=[
            {"x": row["words"], "place": place, "value": row["people"], "text": show.number(row["people"]),
             "address": row["address"]}
            for place, row in enumerate(rows)
        ],
        rows=rows,
        columns=[
            Column("words", x, is_figure=False),
            Column("people", _("People"), show.number, people="address"),
            Column("spent", _("Net sales so far"), source.worth),
            Column("value", _("Expected value, 12 months"), source.worth),
        ],
        x=x,
        y=_("People"),
    )  # fmt: skip
