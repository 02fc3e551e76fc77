"""How many come back, after how long, and for how much."""

from django.utils.translation import gettext as _

from regulars.web.components import show
from regulars.web.insight import bins
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Picture, Row, people
from regulars.web.insight.source import Source


def answer(source: Source) -> Answer:
    summary = source.first("summary")
    if not summary.get("buyers"):
        return Answer("", [], unknown=_("No customer is known yet, so there is no rhythm to tell of."))
    told = {"share": show.share(summary["repeat_rate"]), "worth": source.worth(summary["order_value"])}
    if summary["gap_median"] is None:
        sentence = _("%(share)s of the customers have ordered again; an order is worth %(worth)s on average.") % told
    else:
        sentence = _(
            "%(share)s of the customers have ordered again, half of the next orders within %(days)s days; an order is "
            "worth %(worth)s on average."
        ) % (told | {"days": show.number(round(summary["gap_median"]))})
    reckoned = [
        _("Orders of one day count as one purchase when days between purchases are reckoned."),
        _("Orders without a known customer are not in it, as nobody can tell whether they came back."),
    ]
    return Answer(sentence, reckoned, [reached(source), *second(source), gaps(source), worth(source)])


def reached(source: Source) -> Exhibit:
    """How many customers have reached their first, second, third … order."""
    counts = source.rows("order_counts")
    rows = []
    for place, row in enumerate(counts):
        there = sum(other["people"] for other in counts[place:])
        onward = sum(other["people"] for other in counts[place + 1 :])
        rows.append({
            "orders": int(row["low"]), "people": there, "onward": onward / there if place + 1 < len(counts) else None,
            "address": people(orders_min=int(row["low"])),
        })  # fmt: skip
    return Exhibit(
        name="repeat",
        title=_("From order to order"),
        lead=_("How many customers have placed so many orders or more, and how many of those went on to the next."),
        picture=Picture.BARS,
        points=[
            {"x": show.number(row["orders"]), "place": place, "value": row["people"],
             "text": show.number(row["people"]), "address": row["address"]}
            for place, row in enumerate(rows)
        ],
        rows=rows,
        columns=[
            Column("orders", _("Orders or more"), show.number),
            Column("people", _("People"), show.number, people="address"),
            Column("onward", _("Went on to the next"), show.share),
        ],
        x=_("Orders or more"),
        y=_("People"),
    )  # fmt: skip


def second(source: Source) -> list[Exhibit]:
    """When the second order comes; nothing where too little is known."""
    curve = source.rows("second_orders")
    if not curve:
        return []
    marked = min(curve, key=lambda row: abs(row["days"] - 90))
    words = _("%(share)s within %(days)s days") % {
        "share": show.share(marked["share"]), "days": show.number(marked["days"])
    }  # fmt: skip
    rows = [{**row, "address": by_then(row)} for row in curve if row["days"] % 30 == 0 and row["days"]]
    exhibit = Exhibit(
        name="second",
        title=_("When the second order comes"),
        lead=_("Of all who bought once, the share who have bought again so many days later."),
        picture=Picture.CURVE,
        points=[
            {"x": row["days"], "y": row["share"], "text": words if row is marked else "",
             "address": by_then(row) if row is marked or (row["days"] % 30 == 0 and row["days"]) else ""}
            for row in curve
        ],
        rows=rows,
        columns=[
            Column("days", _("Days after the first"), show.number),
            Column("share", _("Have bought again"), show.share),
            Column("people", _("People who have by then"), show.number, people="address"),
            Column("watched", _("Still watched for as long"), show.number),
        ],
        x=_("Days after the first purchase"),
        y=_("Have bought again"),
    )  # fmt: skip
    return [exhibit]


def by_then(row: Row) -> str:
    """Those whose second purchase came no later than so many days after the first."""
    return people(second_max=row["days"] + 1)


def gaps(source: Source) -> Exhibit:
    rows = bins.told(source.rows("gaps"), "gap", days)
    lead = _("Customers with two purchases or more, by the mean time between theirs.")
    return bins.exhibit("gaps", _("Days between purchases"), lead, rows, source, x=_("Days between purchases"))


def worth(source: Source) -> Exhibit:
    rows = bins.told(source.rows("order_values"), "order_value", source.whole)
    lead = _("Customers by the mean net sales of their orders.")
    return bins.exhibit("order_value", _("Worth of an order"), lead, rows, source, x=_("Mean order"))


def days(value: float) -> str:
    return show.number(int(value))
