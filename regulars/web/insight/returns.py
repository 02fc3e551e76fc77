"""What comes back, and whose goods come back."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from regulars.web.components import show
from regulars.web.insight import bins
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Picture, Row, number
from regulars.web.insight.source import Source

MOST = 15  # products


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
        _("Why goods came back stands with each return where its source says so; it is not summed up here."),
    ]
    return Answer(sentence, reckoned, [*by_product(products, source), by_person(source)])


def worst(source: Source) -> list[Row]:
    rows = [row for row in source.rows("products") if row["is_returned_most"]]
    return [
        {
            "title": row["title"] or row["sku"] or str(row["product_id"]),
            "back": row["back"], "low": max(row["back_low"], 0.0), "high": row["back_high"],
            "lines": row["lines_year"], "lines_back": row["lines_returned"], "lost": number(row["lost_year"]),
        }
        for row in sorted(rows, key=lambda row: -row["back_low"])[:MOST]
    ]  # fmt: skip


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
             "text": show.share(row["back"])}
            for place, row in enumerate(rows)
        ],
        rows=rows,
        columns=[
            Column("title", _("Product"), is_figure=False),
            Column("lines", _("Order lines"), show.number),
            Column("lines_back", _("Came back"), show.number),
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
