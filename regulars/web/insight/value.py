"""What customers are expected to bring within a year, and how far that can be trusted."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from regulars.insight import sentences
from regulars.web.components import show
from regulars.web.insight import bins
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Picture, Row, number, people
from regulars.web.insight.source import Source


def answer(source: Source) -> Answer:
    models = source.first("models")
    if models.get("reason"):
        return Answer("", [], unknown=str(sentences.UNKNOWN[models["reason"]]))
    rows = bins.told(source.rows("values"), "value", source.whole)
    expected, count = sum(row["value"] or 0 for row in rows), sum(row["people"] for row in rows)
    sentence = _(
        "The %(people)s customers of today are expected to bring about %(value)s within 12 months; %(few)s of them "
        "bring half of it."
    ) % {"people": show.number(count), "value": source.about(expected), "few": show.share(half(rows, count))}
    reckoned = [
        _("How often and how much each of them has bought, beside all others of this store (BG/NBD and Gamma-Gamma)."),
        _("Who bought once is judged by how many such customers of this store came back."),
        _("What people usually send back is taken off. No new customers are in it."),
    ]
    spread = bins.exhibit(
        "value",
        _("Expected value, 12 months"),
        _("How many customers are expected to bring how much. Each step is about twice the one before."),
        rows,
        source,
        x=_("Expected value"),
    )
    return Answer(sentence, reckoned, [spread, *calibration(source, models)])


def half(rows: Sequence[Row], count: int) -> float:
    """The share of people, from the most valuable, that reaches half of the value; within a bin all are alike."""
    left, people = sum(row["value"] or 0 for row in rows) / 2, 0.0
    for row in reversed(rows):
        value = row["value"] or 0
        if value >= left:
            people += row["people"] * (left / value if value else 0)
            break
        left -= value
        people += row["people"]
    return people / count if count else 0.0


def calibration(source: Source, models: Row) -> list[Exhibit]:
    """The test on days that the models had not seen; nothing where the history was too short for one."""
    since = source.run.as_of - timedelta(days=models["held_out_days"] - 1)
    rows = [
        {
            "before": row["purchases_before"], "people": row["people"], "bought": row.get("bought"),
            "address": people(**ends(row["purchases_before"])),
            "bought_address": people(**ends(row["purchases_before"]), bought_since=since.isoformat()),
            "expected": number(row["expected_purchases"]), "happened": number(row["purchases"]),
            "expected_value": number(row["expected_value"]), "value": number(row["value"]),
        }
        for row in source.rows("calibration")
    ]  # fmt: skip
    if not rows:
        return []
    lead = _(
        "The models were fitted without the last %(days)s days, and then asked what would happen in them. They were "
        "%(error)s off in sales."
    ) % {
        "days": show.number(models["held_out_days"]),
        "error": show.share(abs(number(models["held_out_value_error"]))),
    }
    picture = Exhibit(
        name="calibration",
        title=_("Expected and happened"),
        lead=lead,
        picture=Picture.BESIDE,
        points=[
            {"x": row["before"], "place": place, "series": words, "number": number_of, "value": row[key],
             "text": show.number(round(row[key])), "address": row[address]}
            for place, row in enumerate(rows)
            for number_of, (key, words, address) in enumerate((
                ("expected", _("Expected"), "address"), ("happened", _("Happened"), "bought_address")
            ))
        ],
        rows=rows,
        columns=[
            Column("before", _("Purchases before")),
            Column("people", _("People"), show.number, people="address"),
            Column("expected", _("Purchases expected"), rounded),
            Column("happened", _("Purchases that happened"), rounded),
            Column("bought", _("People who bought"), show.number, people="bought_address"),
            Column("expected_value", _("Net sales expected"), source.worth),
            Column("value", _("Net sales that happened"), source.worth),
        ],
        x=_("Purchases before these days"),
        y=_("Purchases in these days"),
    )  # fmt: skip
    return [picture]


def ends(group: str) -> dict[str, int]:
    """What a group of the test asks for: `3`, `4-6` or `12+` purchases."""
    low, _dash, high = group.rstrip("+").partition("-")
    least = {"before_min": int(low)}
    return least if group.endswith("+") else least | {"before_max": int(high or low) + 1}


def rounded(value: float) -> str:
    return show.number(round(value))
