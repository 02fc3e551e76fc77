"""The index of products as a list: its columns and what it can be filtered by."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.commerce.kinds import LineKind
from regulars.insight.models import Run
from regulars.web.components import show
from regulars.web.lists.columns import Cell, Column
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import Listing
from regulars.web.products.index import BY_DEFAULT, Shown

USED = """
    select array(select distinct category from commerce_product where store_id = %(store)s and category > ''
                 order by 1 limit 300),
           array(select distinct brand from commerce_product where store_id = %(store)s and brand > ''
                 order by 1 limit 300)
"""
COSTED = "(exists (select from commerce_productcost c where c.product_id = p.id))"
INACTIVE = gettext_lazy("not on sale")
COMES_BACK_OFTEN = 0.2


def of(store: Store | None, run: Run | None) -> Listing:
    currency = store.currency if store else ""
    return Listing(
        name="products",
        title=_("Products"),
        address=reverse("products"),
        columns=[*plain(), *(learned(currency) if run else [])],
        fields=fields(store, run),
        default_sort=BY_DEFAULT if run else "title",
        search_words=_("Title or stock code"),
        empty="web/products/empty.html",
    )


def plain() -> list[Column]:
    return [
        Column("title", _("Product"), title, sort="title", is_falling=False),
        Column("category", _("Category"), lambda row: row.product.category or "–"),
        Column("price", _("Price"), price, is_figure=True, is_default=False),
        Column("brand", _("Brand"), lambda row: row.product.brand or "–", is_default=False),
    ]


def learned(currency: str) -> list[Column]:
    def money(name: str) -> Column:
        labels = {"net_year": _("Net sales, 12 months")}
        return Column(name, labels[name], lambda row: show.as_money(row.score.net_year, currency) if row.score else "–",
                      sort=name, is_figure=True)  # fmt: skip

    return [
        money("net_year"),
        Column("rising", _("Last 90 days"), lambda row: rising(row, currency), sort="rising", is_figure=True),
        Column("units", _("Units"), lambda row: show.number(row.score.units_year) if row.score else "–",
               is_figure=True),
        Column("buyers", _("Buyers"), lambda row: show.number(row.score.buyers) if row.score else "–",
               sort="buyers", is_figure=True),
        Column("back", _("Comes back"), lambda row: show.share(row.score.back) if row.score else "–", sort="back",
               is_figure=True),
        Column("last_on", _("Last sold"), lambda row: show.day(row.score.last_on) if row.score else _("never"),
               is_default=False),
    ]  # fmt: skip


def title(row: Shown) -> Cell:
    badges = [] if row.product.is_active else [INACTIVE]
    below = row.product.sku if row.product.title else ""
    return Cell(row.product.title or row.product.sku, below=below, badges=badges)


def price(row: Shown) -> str:
    return show.as_money(row.product.price, row.product.currency) if row.product.currency else "–"


def rising(row: Shown, currency: str) -> Cell | str:
    """By how much the last 90 days brought more, or less, than the 90 before."""
    if row.score is None:
        return "–"
    change = row.score.net_90 - row.score.net_90_before
    if not change:
        return "–"
    sign = "▲" if change > 0 else "▼"
    return f"{sign} {show.worth(abs(change), currency)}"


def fields(store: Store | None, run: Run | None) -> list[FilterField]:
    categories, brands = query.row(USED, store=store.id) if store else ([], [])
    found = [
        FilterField("category", _("Category"), Kind.CHOICE, "nullif(p.category, '')", pairs(categories)),
        FilterField("brand", _("Brand"), Kind.CHOICE, "nullif(p.brand, '')", pairs(brands)),
        FilterField("kind", _("Kind"), Kind.CHOICE, "p.kind", LineKind.choices),
        FilterField("active", _("On sale"), Kind.YESNO, "p.is_active"),
        FilterField("price", _("Price"), Kind.MONEY, "p.price"),
        FilterField("cost", _("Cost known"), Kind.YESNO, COSTED),
    ]
    if run and store:
        found += [
            FilterField("net_year", _("Net sales, 12 months"), Kind.MONEY, "s.net_year", currency=store.currency),
            FilterField("last_on", _("Last sold"), Kind.DAY, "s.last_on"),
            FilterField("lines_returned", _("Lines that came back, 12 months"), Kind.NUMBER, "s.lines_returned"),
        ]
    return found


def pairs(words: list[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]
