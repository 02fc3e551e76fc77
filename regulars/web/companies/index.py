"""
One page of companies, with what their contacts have bought together in one store.

Companies are few beside people, so their orders are added up for all of them, along the index of orders by person.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

from psycopg import sql

from regulars.base.kit import paging, query, text
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order
from regulars.profile import companynames
from regulars.profile.models import Company
from regulars.web.lists import clauses
from regulars.web.lists.asked import Asked

PAGE_SIZE = 50
ARCHIVED = "archived"
MEMBERS = """
    member as (
        select distinct k.company_id, h.canonical_id
        from profile_contact k join profile_company c on c.id = k.company_id
        join identity_person h on h.id = k.person_id
        where k.refused_at is null and c.circle_id = %(circle)s
    )
"""
SUMS = """
    select m.company_id, count(distinct m.canonical_id) as people,
           count(o.id) filter (where o.kind = 'sale') as orders, sum(o.store_value) as net,
           max(o.placed_on) filter (where o.kind = 'sale') as last_on
    from member m
    left join identity_person p on p.canonical_id = m.canonical_id
    left join commerce_order o on o.person_id = p.id and o.id in ({orders})
    group by m.company_id
"""
READ = f"""
    with {MEMBERS}, sums as ({SUMS})
    select c.id, coalesce(s.people, 0), coalesce(s.orders, 0), s.net, s.last_on, {{key}}
    from profile_company c left join sums s on s.company_id = c.id
    where {{parts}} order by {{key}} {{way}}, c.id limit {{limit}}
"""
MATCHING = """
    (lower(c.name) like {0} or lower(c.legal_name) like {0} or lower(c.city) like {0} or lower(c.tax_id) like {0}
     or exists (select from profile_companykey k where k.company_id = c.id and k.value like {1}))
"""


@dataclass(frozen=True, slots=True)
class Sort:
    """An expression to sort by, what it is when nothing is known, how a cursor reads it, and which end comes first."""

    expression: str
    read: Callable[[str], Any] = Decimal
    is_falling: bool = True

    def turned(self) -> Self:
        """The other way round; what is not known stands last whichever way."""
        way, back = ("-Infinity", "Infinity") if self.is_falling else ("Infinity", "-Infinity")
        return replace(self, expression=self.expression.replace(way, back), is_falling=not self.is_falling)


SORTS = {
    "name": Sort("lower(c.name)", str, is_falling=False),
    "net": Sort("coalesce(s.net, '-Infinity'::numeric)"),
    "orders": Sort("coalesce(s.orders, 0)::numeric"),
    "people": Sort("coalesce(s.people, 0)::numeric"),
    "last_on": Sort("coalesce(s.last_on, '-Infinity'::date)", str),
}


class Shown(NamedTuple):
    """A company, and what its contacts bought in the store."""

    company: Company
    people: int
    orders: int
    net: Decimal | None
    last_on: date | None


def page(asked: Asked, default: str, *, store: Store | None, staff: Staff, today: Any) -> Page[Shown]:
    """
    The companies that `staff` may see, fifty at a time; two statements.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    sort = SORTS[asked.column or default]
    sort = sort.turned() if asked.is_turned else sort
    where = clauses.of(asked.conditions, today=today)
    where.values |= {"circle": staff.circle_id}
    visible = Company.objects.visible_to(staff).order_by().values("id")
    parts = [sql.SQL("c.id in ({})").format(sql.SQL(plain(visible))), *where.parts]
    if not any(condition.field.key == ARCHIVED for condition in asked.conditions):
        parts.append(sql.SQL("c.archived_at is null"))
    if words := text.fold(asked.search):
        found = where.given(f"%{clauses.escaped(asked.search.lower())}%")
        key = companynames.key(asked.search) or words
        parts.append(sql.SQL(MATCHING).format(found, where.given(f"%{clauses.escaped(key)}%")))
    if asked.after:
        parts.append(beyond(asked.after, sort, where))
    statement = sql.SQL(READ).format(
        key=sql.SQL(sort.expression), orders=sql.SQL(plain(bought(store, staff))),
        parts=sql.SQL(" and ").join(parts), way=sql.SQL("desc" if sort.is_falling else "asc"),
        limit=sql.Literal(PAGE_SIZE + 1),
    )  # fmt: skip
    rows = query.rows(statement, where.values)
    shown = rows[:PAGE_SIZE]
    following = paging.cursor(shown[-1][-1], shown[-1][0]) if len(rows) > PAGE_SIZE else None
    known = Company.objects.select_related("owner__account").in_bulk([row[0] for row in shown])
    return Page([Shown(known[row[0]], *row[1:5]) for row in shown if row[0] in known], following)


def bought(store: Store | None, staff: Staff) -> Any:
    """The orders of one store that somebody may see, by their ids."""
    return Order.objects.visible_to(staff).filter(store=store).order_by().values("id")


def plain(chosen: Any) -> str:
    """A queryset as the text of a subquery of which our own statement has the values."""
    statement, params = chosen.query.sql_with_params()
    return query.filled(statement, params).replace("%", "%%")


def beyond(after: str, sort: Sort, where: clauses.Clauses) -> sql.Composable:
    key, last = paging.opened(after, 2)
    try:
        value, id = sort.read(key or ""), int(last or "")
    except (ValueError, ArithmeticError) as error:
        raise BadCursor from error
    pattern = "({key} {sign} {value} or {key} = {value} and c.id > {id})"
    if "::date" in sort.expression:
        pattern = pattern.replace("{value}", "{value}::date")
    return sql.SQL(pattern).format(
        key=sql.SQL(sort.expression), sign=sql.SQL("<" if sort.is_falling else ">"),
        value=where.given(value), id=where.given(id),
    )  # fmt: skip
