"""
One page of products: those that sold, in an order of what was learned of them, then those that never did.

A catalog is small beside its orders, so any filter is held against all of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Self

from psycopg import sql

from regulars.base.kit import paging, query
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Product
from regulars.insight.models import ProductScore, Run
from regulars.web.layout import grams
from regulars.web.lists import clauses
from regulars.web.lists.asked import Asked

PAGE_SIZE = 50
READ = "select p.id, {key} from {source} where {parts} order by {key} {way}, p.id limit {limit}"
SOURCE = """
    commerce_product p left join insight_productscore s on s.run_id = %(run)s and s.product_id = p.id
"""
WORDS = "product_words(p.title, p.sku, p.attributes)"
MATCHING = f"search_grams({WORDS}) @> {{}}::text[] and {WORDS} like all ({{}}::text[])"


@dataclass(frozen=True, slots=True)
class Sort:
    """An expression to sort by, what it is when nothing is known, how a cursor reads it, and which end comes first."""

    expression: str
    read: Callable[[str], Any] = Decimal
    is_falling: bool = True

    def turned(self) -> Self:
        """The other way round; of what is not known, nothing changes its place: it stands last."""
        way, back = ("-Infinity", "Infinity") if self.is_falling else ("Infinity", "-Infinity")
        return replace(self, expression=self.expression.replace(way, back), is_falling=not self.is_falling)


SORTS = {
    "net_year": Sort("coalesce(s.net_year, '-Infinity'::numeric)"),
    "rising": Sort("coalesce(s.net_90 - s.net_90_before, '-Infinity'::numeric)"),
    "back": Sort("coalesce(s.back_low::numeric, '-Infinity'::numeric)"),
    "buyers": Sort("coalesce(s.buyers::numeric, '-Infinity'::numeric)"),
    "title": Sort("lower(coalesce(nullif(p.title, ''), p.sku))", str, is_falling=False),
}
BY_DEFAULT = "net_year"


@dataclass(frozen=True, slots=True)
class Shown:
    """A product, and what the current run knows of it; None for what never sold, and for who may not see insight."""

    product: Product
    score: ProductScore | None


def page(asked: Asked, *, store: Store | None, staff: Staff, run: Run | None, today: Any) -> Page[Shown]:
    """
    The products that `staff` may see, fifty at a time; four statements.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    if store is None:
        return Page([], None)
    sort = SORTS[asked.column or (BY_DEFAULT if run else "title")]
    sort = sort.turned() if asked.is_turned else sort
    where = clauses.of(asked.conditions, today=today)
    where.values |= {"run": run.id if run else None, "store": store.id}
    parts = [sql.SQL("p.store_id = %(store)s"), *where.parts]
    if wanted := grams.wanted(asked.search):
        parts.append(sql.SQL(MATCHING).format(where.given(wanted.grams), where.given(wanted.patterns)))
    if asked.after:
        parts.append(beyond(asked.after, sort, where))
    statement = sql.SQL(READ).format(
        key=sql.SQL(sort.expression), source=sql.SQL(SOURCE), parts=sql.SQL(" and ").join(parts),
        way=sql.SQL("desc" if sort.is_falling else "asc"), limit=sql.Literal(PAGE_SIZE + 1),
    )  # fmt: skip
    found = query.rows(statement, where.values)
    shown = found[:PAGE_SIZE]
    following = paging.cursor(shown[-1][1], shown[-1][0]) if len(found) > PAGE_SIZE else None
    return Page(loaded([id for id, _ in shown], staff, run), following)


def beyond(after: str, sort: Sort, where: clauses.Clauses) -> sql.Composable:
    key, last = paging.opened(after, 2)
    try:
        value, id = sort.read(key or ""), int(last or "")
    except (ValueError, ArithmeticError) as error:
        raise BadCursor from error
    pattern = "({key} {sign} {value} or {key} = {value} and p.id > {id})"
    return sql.SQL(pattern).format(
        key=sql.SQL(sort.expression), sign=sql.SQL("<" if sort.is_falling else ">"),
        value=where.given(value), id=where.given(id),
    )  # fmt: skip


def loaded(ids: list[int], staff: Staff, run: Run | None) -> list[Shown]:
    products = Product.objects.visible_to(staff).in_bulk(ids)
    scores = {row.product_id: row for row in ProductScore.objects.filter(run=run, product__in=ids)} if run else {}
    return [Shown(products[id], scores.get(id)) for id in ids if id in products]
