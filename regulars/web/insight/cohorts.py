"""Those who first bought in one month, followed through the months after."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from regulars.web.components import show
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Picture, Row, number, people
from regulars.web.insight.source import Source

SHOWN = 18  # cohorts
FOLLOWED = 12  # months after the first


def answer(source: Source) -> Answer:
    cells = [cell for cell in source.rows("cohorts") if cell["months_after"] <= FOLLOWED]
    last = source.run.as_of.replace(day=1)
    whole = [cell for cell in cells if after(cell["cohort"], cell["months_after"]) < last]
    sentence = _(
        "%(one)s of customers buy again in the month after their first purchase, and %(six)s in the sixth month after."
    ) % {"one": show.share(rate(whole, 1, last)), "six": show.share(rate(whole, 6, last))}
    reckoned = [
        _("A customer belongs to the month of the first purchase, in the store's time zone."),
        _("The rates are of all months that have passed as a whole; the running month is shown, and not counted."),
        _("Revenue is net sales, without returns taken off."),
    ]
    return Answer(sentence, reckoned, [retention(cells, source), revenue(cells, source)])


def rate(cells: Sequence[Row], months: int, last: date) -> float | None:
    """Of all who could have bought so many months after, the share who did; None where nobody could."""
    sizes: dict[str, int] = {cell["cohort"]: cell["size"] for cell in cells if after(cell["cohort"], months) < last}
    came: int = sum(cell["people"] for cell in cells if cell["months_after"] == months)
    could = sum(sizes.values())
    return came / could if could else None


def after(cohort: str, months: int) -> date:
    first = date.fromisoformat(cohort)
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def retention(cells: Sequence[Row], source: Source) -> Exhibit:
    return heat(
        "retention",
        _("Who buys again"),
        _("Of those who first bought in a month, the share who bought in each month after."),
        [(cell, number(cell["retention"]), show.share(cell["retention"])) for cell in cells if cell["months_after"]],
        show.share,
    )


def revenue(cells: Sequence[Row], source: Source) -> Exhibit:
    def each(cell: Row) -> float:
        size: int = cell["size"]
        return number(cell["net"]) / size

    return heat(
        "revenue",
        _("What they bring"),
        _("Net sales of each month after the first purchase in %(currency)s, per customer of the cohort.")
        % {"currency": source.store.currency},
        [(cell, each(cell), show.number(round(each(cell)))) for cell in cells if cell["months_after"]],
        source.worth,
    )


def heat(
    name: str, title: str, lead: str, cells: Sequence[tuple[Row, float, str]], shown: Callable[[Any], str]
) -> Exhibit:
    cohorts = sorted({cell["cohort"] for cell, _value, _text in cells})[-SHOWN:]
    kept = [(cell, value, text) for cell, value, text in cells if cell["cohort"] in cohorts]
    months = sorted({cell["months_after"] for cell, _value, _text in kept})
    points = [point(cell, value, text, cohorts) for cell, value, text in kept]
    columns = [
        Column("month", _("First bought in"), is_figure=False, people="address"),
        Column("size", _("People"), show.number),
        *(Column(f"m{month}", f"+{month}", shown, people=f"m{month}_address") for month in months),
    ]
    return Exhibit(
        name=name,
        title=title,
        lead=lead,
        picture=Picture.HEAT,
        points=points,
        rows=[line(cohort, kept) for cohort in cohorts],
        columns=columns,
        x=_("Months after the first purchase"),
        y=_("First bought in"),
    )


def point(cell: Row, value: float, text: str, cohorts: Sequence[str]) -> Row:
    return {
        "x": f"+{cell['months_after']}", "x_place": cell["months_after"],
        "y": f"{month(cell['cohort'])} ({show.number(cell['size'])})", "y_place": cohorts.index(cell["cohort"]),
        "heat": value, "text": text, "below": "", "address": of(cell),
    }  # fmt: skip


def line(cohort: str, cells: Sequence[tuple[Row, float, str]]) -> Row:
    mine = [(cell, value) for cell, value, _text in cells if cell["cohort"] == cohort]
    row: dict[str, Any] = {
        "month": month(cohort), "size": mine[0][0]["size"], "address": people(cohort=cohort[:7]),
    }  # fmt: skip
    for cell, value in mine:
        row |= {f"m{cell['months_after']}": value, f"m{cell['months_after']}_address": of(cell)}
    return row


def of(cell: Row) -> str:
    return people(cohort=cell["cohort"][:7], bought_after=cell["months_after"])


def month(cohort: str) -> str:
    return show.month(date.fromisoformat(cohort))
