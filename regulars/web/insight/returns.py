"""What comes back, and whose goods come back."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.commerce.kinds import OrderKind
from regulars.commerce.models import Product
from regulars.insight.pulse import YEAR_DAYS
from regulars.web.components import show
from regulars.web.insight import bins
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Picture, Row, number
from regulars.web.insight.source import Source

MOST = 15  # products
KINDS = {"other": gettext_lazy("Another reason"), "none": gettext_lazy("No reason given")}


def answer(source: Source) -> Answer:
    store = source.first("returns")
    if not store.get("lines_returned"):
        return Answer("", [], unknown=_("Nothing has come back within a year, as far as the imported orders tell."))
    products = worst(source)
    told = {"back": show.share(store["back"])}
    sentence = _("Something came back of %(back)s of the order lines of the last year.") % told
    if products:
        sentence = _(
            "Something came back of %(back)s of the order lines of the last year; of “%(title)s” it was %(most)s."
        ) % (told | {"title": products[0]["title"], "most": show.share(products[0]["back"])})
    reckoned = [
        _("Order lines of the last year with goods in them, and whether any of it came back later."),
        _("The range holds four times in five; products are in the order of its lower end, so few sales prove little."),
        _(
            "Reasons are those of the returns of the last year, in the words of the source; one that was given less "
            "than three times is counted with the others."
        ),
    ]
    return Answer(sentence, reckoned, [*by_reason(source), *by_product(products, source), by_person(source)])


def by_reason(source: Source) -> list[Exhibit]:
    """Why goods come back; nothing where no return says so."""
    found = source.rows("return_reasons")
    if not any(row["reason"] for row in found):
        return []
    named = [row["reason"] for row in found if row["reason"]]
    rows = [
        {
            "reason": row["reason"] or KINDS[row["kind"]], "returns": row["returns"], "people": row["people"],
            "net": number(row["net"]), "address": returned(source, row, named),
        }
        for row in found
    ]  # fmt: skip
    exhibit = Exhibit(
        name="reasons",
        title=_("Why goods come back"),
        lead=_("Returns of the last year by the reason that was given. Press one to see them, each with who sent it."),
        picture=Picture.BARS,
        points=[
            {"x": str(row["reason"]), "place": place, "value": row["returns"], "text": show.number(row["returns"]),
             "address": row["address"]}
            for place, row in enumerate(rows)
        ],
        rows=rows,
        columns=[
            Column("reason", _("Reason"), is_figure=False),
            Column("returns", _("Returns"), show.number, people="address"),
            Column("people", _("People"), show.number),
            Column("net", _("Net sales that went back"), source.worth),
        ],
        x=_("Reason"),
        y=_("Returns"),
    )  # fmt: skip
    return [exhibit]


def returned(source: Source, row: Row, named: Sequence[str]) -> str:
    """The address of the returns that gave a reason: one of these, none of them, or none at all."""
    wanted = {
        "named": [("reason", row["reason"])],
        "other": [("reasoned", "yes"), *(("reason_not", each) for each in named)],
    }
    given = wanted.get(row["kind"], [("reasoned", "no")])
    first = source.run.as_of - timedelta(days=YEAR_DAYS - 1)
    days = [("kind", OrderKind.RETURN.value), ("placed_on_from", first), ("placed_on_to", source.run.as_of)]
    return f"{reverse('orders')}?{urlencode([*days, *given])}"


def worst(source: Source) -> list[Row]:
    """One statement for the addresses of the products."""
    rows = [row for row in source.rows("products") if row["is_returned_most"]]
    goods = Product.objects.filter(store=source.store, id__in=[row["product_id"] for row in rows])
    known = dict(goods.values_list("id", "public_id")) if rows else {}
    return [
        {
            "address": sent_back(known.get(row["product_id"])),
            "title": row["title"] or row["sku"] or str(row["product_id"]),
            "back": row["back"], "low": max(row["back_low"], 0.0), "high": row["back_high"],
            "lines": row["lines_year"], "lines_back": row["lines_returned"], "lost": number(row["lost_year"]),
        }
        for row in sorted(rows, key=lambda row: -row["back_low"])[:MOST]
    ]  # fmt: skip


def sent_back(product: str | None) -> str:
    """The address of those who sent a product back."""
    return f"{reverse('customers')}?{urlencode({'sent_back': product})}" if product else ""


def by_product(rows: Sequence[Row], source: Source) -> list[Exhibit]:
    if not rows:
        return []
    exhibit = Exhibit(
        name="returns",
        title=_("Products that come back most"),
        lead=_("The dot is the share of order lines, the bar its range: the fewer sales, the wider."),
        picture=Picture.RANGES,
        points=[
            {"y": row["title"], "place": place, "value": row["back"], "low": row["low"], "high": row["high"],
             "text": show.share(row["back"]), "address": row["address"]}
            for place, row in enumerate(rows)
        ],
        rows=rows,
        columns=[
            Column("title", _("Product"), is_figure=False),
            Column("lines", _("Order lines"), show.number),
            Column("lines_back", _("Came back"), show.number, people="address"),
            Column("back", _("Share"), show.share),
            Column("low", _("From"), show.share),
            Column("high", _("To"), show.share),
            Column("lost", _("Net sales that went back"), source.worth),
        ],
        x=_("Share of order lines of which something came back"),
    )  # fmt: skip
    return [exhibit]


def by_person(source: Source) -> Exhibit:
    rows = bins.told(source.rows("return_rates"), "return", show.share)
    return bins.exhibit(
        "return_rate",
        _("Customers by how much they send back"),
        _("The share of what each of them has bought, by net sales."),
        rows,
        source,
        x=_("Share sent back"),
    )
