"""Recency and frequency against each other, with the money of each cell."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.web.components import show
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Picture, Row, number, people
from regulars.web.insight.source import Source

SCORES = (1, 2, 3, 4, 5)
BEST = 4  # a score from which somebody counts among the best


def answer(source: Source) -> Answer:
    rows = [told(row, source) for row in source.rows("rfm")]
    best = [row for row in rows if min(row["recency"], row["frequency"]) >= BEST]
    everything = sum(row["spent"] for row in rows)
    count = sum(row["people"] for row in best)
    sentence = ngettext(
        "%(people)s customer bought both lately and often, and has made %(share)s of all sales.",
        "%(people)s customers bought both lately and often, and have made %(share)s of all sales.",
        count,
    ) % {
        "people": show.number(count),
        "share": show.share(sum(row["spent"] for row in best) / everything if everything else 0.0),
    }
    reckoned = [
        _("A score of 5 means: better than four in five of all customers. Equal customers have equal scores."),
        _("Recency is days since the last order, frequency the number of orders, money the net sales so far."),
        _("Lately and often means a score of 4 or 5 for both."),
    ]
    return Answer(sentence, reckoned, [grid(rows, source)])


def grid(rows: Sequence[Row], source: Source) -> Exhibit:
    return Exhibit(
        name="rfm",
        title=_("Recency and frequency"),
        lead=_("Each cell: how many customers, their net sales so far, and M, the mean of their score for money."),
        picture=Picture.HEAT,
        points=[point(row, source) for row in rows],
        rows=rows,
        columns=[
            Column("recency", _("Recency"), show.number),
            Column("frequency", _("Frequency"), show.number),
            Column("people", _("People"), show.number, people="address"),
            Column("money", _("Mean score for money"), one_decimal),
            Column("spent", _("Net sales so far"), source.worth),
            Column("value", _("Expected value, 12 months"), source.worth),
        ],
        x=_("Recency: 5 bought last"),
        y=_("Frequency: 5 buys most often"),
    )


def told(row: Row, source: Source) -> Row:
    return {
        "recency": row["recency"],
        "frequency": row["frequency"],
        "people": row["people"],
        "money": row["money"],
        "spent": number(row["spent"]),
        "value": None if row["value_365"] is None else number(row["value_365"]),
        "address": people(recency=row["recency"], frequency=row["frequency"]),
    }


def point(row: Row, source: Source) -> Row:
    spent = show.compact(row["spent"], source.store.currency)
    return {
        "x": str(row["recency"]), "y": str(row["frequency"]), "heat": row["people"], "x_place": row["recency"],
        "y_place": -row["frequency"], "text": show.number(row["people"]),
        "below": f"{spent} · M {one_decimal(row['money'])}", "address": row["address"],
    }  # fmt: skip


def one_decimal(value: float) -> str:
    return show.number(round(value, 1))
