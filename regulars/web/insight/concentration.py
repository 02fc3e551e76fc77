"""How much of the sales comes from how few."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from regulars.web.components import show
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Picture, Row, number, people
from regulars.web.insight.source import Source

MOST = 0.8
LISTED = (1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)


def answer(source: Source) -> Answer:
    curve = source.rows("pareto")
    enough = next((row for row in curve if row["sales_share"] >= MOST), None)
    if enough is None:
        return Answer("", [], unknown=_("No customer is known yet, so nothing can be said of the largest."))
    tenth = next((row for row in curve if row["percent"] >= 10), enough)
    sentence = _("%(percent)s of the customers make 80%% of the sales; the largest tenth makes %(tenth)s.") % {
        "percent": show.share(enough["percent"] / 100),
        "tenth": show.share(tenth["sales_share"]),
    }
    reckoned = [
        _("Customers in the order of their net sales so far, from the largest to the smallest."),
        _("Sales without a known customer are not in it. Returns are not taken off."),
    ]
    return Answer(sentence, reckoned, [pareto(curve, enough, source)])


def pareto(curve: Sequence[Row], enough: Row, source: Source) -> Exhibit:
    shown = [row for row in curve if row["percent"] in LISTED or row is enough]
    origin = {"x": 0.0, "y": 0.0, "text": "", "address": ""}
    return Exhibit(
        name="pareto",
        title=_("Sales by the share of customers"),
        lead=_(
            "From the largest customer to the smallest. The closer the line to the corner, the fewer carry the shop."
        ),
        picture=Picture.CURVE,
        points=[origin, *(point(row, row in shown, row is enough) for row in curve)],
        rows=[told(row) for row in shown],
        columns=[
            Column("percent", _("First so many of the customers"), show.share),
            Column("least", _("Each has spent at least"), source.worth),
            Column("as_many", _("People who did"), show.number, people="address"),
            Column("their_share", _("Their share of the sales"), show.share),
        ],
        x=_("Share of the customers"),
        y=_("Share of the sales"),
    )


def told(row: Row) -> Row:
    return {
        "percent": row["percent"] / 100, "least": number(row.get("least")), "as_many": row.get("as_many"),
        "their_share": row.get("their_share"), "address": people(spent_min=row.get("least")),
    }  # fmt: skip


def point(row: Row, is_linked: bool, is_marked: bool) -> Row:
    text = ""
    if is_marked:
        text = _("%(percent)s of the customers make %(share)s") % {
            "percent": show.share(row["percent"] / 100), "share": show.share(row["sales_share"])
        }  # fmt: skip
    address = people(spent_min=row.get("least")) if is_linked else ""
    return {"x": row["percent"] / 100, "y": row["sales_share"], "text": text, "address": address}
