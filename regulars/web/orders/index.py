"""
One page of orders, the newest first or the oldest, from any filter.

A page is read along the index of time. What is found by few rows (a search, a code, a product) is settled first, into
a bounded set. Any other filter is held against a window of the orders that come next: a page costs the same however
rare its filter is, and where the window ends before the page is full, it says how far it has looked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from psycopg import sql

from regulars.base.kit import clock, paging, query
from regulars.base.kit.paging import BadCursor
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.kinds import OrderKind
from regulars.commerce.models import Order
from regulars.web.lists import clauses
from regulars.web.lists.asked import Asked
from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import Op
from regulars.web.orders import search

PAGE_SIZE = 50
WINDOW = 40_000
WINDOW_OF_LINES = 8_000  # where each order's lines are looked at
FEW = 5_000
SALE = OrderKind.SALE.value
SOLD = "exists (select from commerce_orderline l where l.order_id = o.id and l.product_id = %(product)s)"
CODED = """
    select id from commerce_order
    where not (discount_codes = '{}'::varchar(120)[]) and discount_codes && %(codes)s::varchar[]
      and store_id = %(store)s
    limit %(most)s
"""
OF_PRODUCT = "select order_id from commerce_orderline where product_id = %(product)s limit %(most)s"
OWNED = """
    exists (select from identity_person p join identity_person c on c.id = p.canonical_id
            where p.id = o.person_id and c.owner_id = {})
"""
NEWEST_FIRST, OLDEST_FIRST = "o.placed_at desc, o.id desc", "o.placed_at, o.id"
NEXT = "select o.* from commerce_order o where {} order by {} limit {}"
WEEK = timedelta(days=7)
LATELY = """
    select count(*) filter (where kind = 'sale'), coalesce(sum(store_value), 0),
           (select placed_at from commerce_order where store_id = %(store)s order by placed_at desc, id desc limit 1)
    from commerce_order where store_id = %(store)s and placed_at >= %(since)s
"""
LAST = "select o.placed_at, o.id, count(*) over () from ({}) o order by {} limit 1"


@dataclass(frozen=True, slots=True)
class Lately:
    """What the last seven days brought; `last_at` is the newest order of all."""

    orders: int
    net: Decimal
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Orders and the way on; `looked_to` is set where the page is not full although there are more orders."""

    rows: list[Order]
    following: str | None = None
    looked_to: datetime | None = None
    previous: None = None


def page(asked: Asked, *, store: Store | None, staff: Staff, today: date, product: int | None = None) -> Page:
    """
    The orders that `staff` may see, fifty at a time, of one product where it is named.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    if store is None:
        return Page([])
    asking = _Query(asked, store, staff, today, product)
    found = query.rows(asking.statement(PAGE_SIZE + 1), asking.params)
    rows = loaded([id for (id,) in found[:PAGE_SIZE]], staff, is_turned=asked.is_turned)
    if len(found) > PAGE_SIZE:
        return Page(rows, paging.cursor(rows[-1].placed_at.isoformat(), rows[-1].id))
    end = asking.end()
    return Page(rows, paging.cursor(end[0].isoformat(), end[1]), end[0]) if end else Page(rows)


def lately(store: Store, staff: Staff, *, now: datetime) -> Lately | None:
    """The first line of the page; None for who sees a part of the orders only, as it speaks of all."""
    if staff.reach(Act.SEE, Thing.ORDERS) != Scope.ALL:
        return None
    count, net, last = query.row(LATELY, store=store.id, since=now - WEEK)
    return Lately(count, net, last)


def loaded(ids: list[int], staff: Staff, *, is_turned: bool) -> list[Order]:
    rows = Order.objects.visible_to(staff).filter(id__in=ids).select_related("person__canonical")
    return list(rows.order_by(*(("placed_at", "id") if is_turned else ("-placed_at", "-id")))) if ids else []


def opened(after: str) -> tuple[datetime, int]:
    moment, last = paging.opened(after, 2)
    try:
        return datetime.fromisoformat(moment or ""), int(last or "")
    except ValueError as error:
        raise BadCursor from error


class _Query:
    """The statement of a page: a source in the order of time, and what its orders are held against."""

    def __init__(self, asked: Asked, store: Store, staff: Staff, today: date, product: int | None) -> None:
        self.params: dict[str, Any] = {"store": store.id, "product": product}
        self.size = WINDOW
        self.order, self.backward = NEWEST_FIRST, OLDEST_FIRST
        if asked.is_turned:
            self.order, self.backward = self.backward, self.order
        self.inside: list[sql.Composable] = [sql.SQL("o.store_id = %(store)s")]
        self.outside: list[sql.Composable] = [self._visible(staff)]
        if asked.after:
            self.params["moment"], self.params["last"] = opened(asked.after)
            sign = sql.SQL(">" if asked.is_turned else "<")
            self.inside.append(sql.SQL("(o.placed_at, o.id) {} (%(moment)s, %(last)s)").format(sign))
        sets = [set(hits)] if (hits := search.hits(asked.search, store=store, staff=staff)) is not None else []
        given = clauses.Clauses(values=self.params)
        for condition in asked.conditions:
            self._told(condition, given, store, today, sets)
        if product is not None:
            self._few(OF_PRODUCT, sql.SQL(SOLD), sets, window=WINDOW_OF_LINES)
        self.ids = sorted(set.intersection(*sets)) if sets else None

    def statement(self, limit: int) -> sql.Composable:
        if self.ids is not None:
            self.params["ids"] = self.ids
            source: sql.Composable = sql.SQL("commerce_order o")
            conditions = [sql.SQL("o.id = any(%(ids)s)"), *self.inside, *self.outside]
        else:
            source, conditions = sql.SQL("({}) o").format(self._window()), self.outside
        return sql.SQL("select o.id from {} where {} order by {} limit {}").format(
            source, sql.SQL(" and ").join(conditions), sql.SQL(self.order), sql.Literal(limit)
        )

    def end(self) -> tuple[datetime, int] | None:
        """Where the window ends; None where nothing is beyond it."""
        if self.ids is not None:
            return None
        found = query.rows(sql.SQL(LAST).format(self._window(), sql.SQL(self.backward)), self.params)
        return (found[0][0], found[0][1]) if found and found[0][2] == self.size else None

    def _window(self) -> sql.Composable:
        return sql.SQL(NEXT).format(
            sql.SQL(" and ").join(self.inside), sql.SQL(self.order), sql.Literal(self.size)
        )  # fmt: skip

    def _told(
        self, condition: Condition, given: clauses.Clauses, store: Store, today: date, sets: list[set[int]]
    ) -> None:
        """Take a condition where it costs least: days and what is no sale have an index, few codes are settled."""
        clause = clauses.clause(condition, given, today)
        match condition.field.key:
            case "placed_on":
                self.inside += [clause, *self._bounds(condition, store, today)]
            case "kind" if condition.op == Op.IS and len(condition.values) == 1 and SALE not in condition.values:
                self.inside.append(sql.SQL("o.kind = {}").format(sql.Literal(condition.values[0])))
            case "code" if condition.op == Op.IS:
                code = str(condition.values[0])
                self.params["codes"] = sorted({code, code.upper(), code.lower()})
                self._few(CODED, sql.SQL("o.discount_codes && %(codes)s::varchar[]"), sets, window=WINDOW)
            case "came_back":
                self.size = WINDOW_OF_LINES
                self.outside.append(clause)
            case _:
                self.outside.append(clause)

    def _bounds(self, condition: Condition, store: Store, today: date) -> Iterator[sql.Composable]:
        """The same days as moments, which the index knows."""
        low = high = None
        match condition.op:
            case Op.BETWEEN:
                low, high = condition.values
            case Op.WITHIN:
                low = today - timedelta(days=condition.values[0] - 1)
            case Op.BEYOND:
                high = today - timedelta(days=condition.values[0] + 1)
        if low is not None:
            first = clock.end_of(low - timedelta(days=1), store.zone)
            yield sql.SQL("o.placed_at >= {}").format(sql.Literal(first))
        if high is not None:
            yield sql.SQL("o.placed_at < {}").format(sql.Literal(clock.end_of(high, store.zone)))

    def _few(self, statement: str, clause: sql.Composable, sets: list[set[int]], *, window: int) -> None:
        """Settle the orders beforehand where they are few; else hold the clause against the window."""
        found = query.rows(statement, {**self.params, "most": FEW + 1})
        if len(found) <= FEW:
            sets.append({id for (id,) in found})
        else:
            self.size = min(self.size, window)
            self.outside.append(clause)

    def _visible(self, staff: Staff) -> sql.Composable:
        """As `visible_to`, which the rows are loaded through, but on the order at hand."""
        match staff.reach(Act.SEE, Thing.ORDERS):
            case Scope.ALL:
                return sql.SQL("true")
            case Scope.BRANCH:
                return sql.SQL("o.branch_id = {}").format(sql.Literal(staff.branch_id))
            case Scope.OWN:
                return sql.SQL(OWNED).format(sql.Literal(staff.id))
            case _:
                return sql.SQL("false")
