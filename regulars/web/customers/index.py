"""
One page of people, in any order, from any filter.

A page is read along an index: of the scores of the current run, or of the names of the profiles. A search is settled
first, into a bounded set of people. After a cursor come those who are level with it, then those beyond, then those who
have no value to sort by; each part is one statement, and is asked only while the page is not full.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from psycopg import sql

from regulars.base.kit import paging, query
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.insight.kinds import Stage
from regulars.insight.models import Run, Score
from regulars.web.customers import memberships, search, visited, voiced
from regulars.web.customers.kept import EVERYBODY, Kept
from regulars.web.lists import clauses
from regulars.web.lists.asked import Asked

PAGE_SIZE = 50
DEFAULT_SORT = "last_on"
STAGE, VISITOR = "stage", Stage.VISITOR.value
"""Visitors, of whom only browsers are known, stand in the list for those alone who ask by the stage."""


class Row(NamedTuple):
    """A person in the list; what was learned is None for those who came after the last learning."""

    id: int
    public_id: str
    name: str
    company: str
    city: str
    country: str
    stage: str | None
    rfm_group: str | None
    last_on: date | None
    orders: int | None
    spent: Decimal | None
    value_365: Decimal | None
    next_on: date | None
    chance_90: float | None
    owner: str | None
    key: Any


ORDERS = {
    True: ("{0} desc nulls last, p.id", "{0} nulls first, p.id desc"),
    False: ("{0}, p.id", "{0} desc, p.id desc"),
}
"""The orders of the indexes of the scores, and of others; each can be read backward."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A column to sort by, and which end stands first."""

    column: str
    read: Callable[[str], Any]
    is_falling: bool = True
    is_score: bool = True
    has_value: str = "{0} is not null"
    lacks_value: str = "{0} is null"
    is_turned: bool = False

    def clause(self, pattern: str) -> sql.Composable:
        return sql.SQL(pattern).format(sql.SQL(self.column))

    @property
    def order(self) -> sql.Composable:
        """
        As the indexes are built, falling ones with those without a value last, equal ones by person; or backward.

        Those without a value are a part of their own, so they stand last whichever way an index is read.
        """
        plain, backward = ORDERS[self.is_score]
        return self.clause(backward if self.is_turned else plain)

    @property
    def comes_later(self) -> str:
        """How a value compares with one that stands before it."""
        return "<" if self.is_falling != self.is_turned else ">"

    @property
    def follows(self) -> sql.Composable:
        """Who stands after the last one, of those who are level."""
        return sql.SQL("p.id < %(last)s" if self.is_turned else "p.id > %(last)s")


SORTS = {
    "name": Sort(
        "f.sort_key", str, is_falling=False, is_score=False,
        has_value="{0} > ''", lacks_value="({0} = '' or {0} is null)",
    ),
    "last_on": Sort("s.last_on", date.fromisoformat),
    "orders": Sort("s.orders", int),
    "spent": Sort("s.spent", Decimal),
    "value": Sort("s.value_365", Decimal),
}  # fmt: skip
COLUMNS = sql.SQL(
    "p.id, p.public_id, coalesce(f.name, ''), coalesce(f.company, ''), coalesce(f.city, ''), coalesce(f.country, ''),"
    " s.stage, s.rfm_group, s.last_on, s.orders, s.spent, s.value_365, s.next_on, s.chance_90,"
    " (select coalesce(nullif(a.name, ''), a.email) from workspace_staff w join workspace_account a"
    " on a.id = w.account_id where w.id = p.owner_id)"
)
SCORES = sql.SQL(
    "insight_score s join identity_person p on p.id = s.person_id left join profile_profile f on f.person_id = p.id"
)
NAMES = sql.SQL(
    "profile_profile f join identity_person p on p.id = f.person_id"
    " left join insight_score s on s.run_id = %(run)s and s.person_id = p.id"
)
# That two columns are equal, PostgreSQL takes for rare, and then begins with the people; of this it knows nothing.
IS_ONESELF = "coalesce(p.canonical_id = p.id, false)"
# The buyers of one month are few, and when they came back cannot be guessed by statistics: they are found first, and
# then put in order, instead of walking down the order of all people in search of them.
OF_ONE_MONTH = "first_on__gte"
COHORT = sql.SQL(
    "(select * from insight_score s where s.run_id = %(run)s and {} offset 0) s"
    " join identity_person p on p.id = s.person_id left join profile_profile f on f.person_id = p.id"
)
# By what was sent back, of which there is little, and not by what was bought.
CAME_BACK = """
    p.id in (select m.canonical_id from commerce_orderline l join commerce_order o on o.id = l.order_id
             join identity_person m on m.id = o.person_id
             where l.product_id = %(sent_back)s and l.quantity < 0)
"""
# Whoever has visited the site, also those who came after the last learning and of whom nothing else is known.
EVERYBODY_SEEN = sql.SQL(
    "identity_person p left join profile_profile f on f.person_id = p.id"
    " left join insight_score s on s.run_id = %(run)s and s.person_id = p.id"
)
HITS = sql.SQL(
    "unnest(%(hits)s::bigint[]) as hit (id) join identity_person p on p.id = hit.id"
    " left join profile_profile f on f.person_id = p.id"
    " left join insight_score s on s.run_id = %(run)s and s.person_id = p.id"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the list, of which store, with the scores of which run, and on which day."""

    staff: Staff
    store: Store | None
    run: Run | None
    today: date


def page(asked: Asked, reader: Reader, *, meant: Kept = EVERYBODY) -> Page[Row]:
    """
    The people that the reader may see, fifty at a time; `meant` are those of a finding or of a bar of a chart.

    :raises BadCursor: if the list is asked for after no cursor of its own.
    """
    sort = replace(SORTS[order(asked, reader.run)], is_turned=asked.is_turned)
    hits = search.hits(asked.search, store=reader.store, staff=reader.staff)
    asking = _Query(asked, sort, reader, meant, hits)
    key, last = _opened(asked.after, sort)
    rows: list[Row] = []
    for part in asking.parts(key, last):
        rows += asking.rows(part, PAGE_SIZE + 1 - len(rows))
        if len(rows) > PAGE_SIZE:
            break
    shown = rows[:PAGE_SIZE]
    following = paging.cursor(shown[-1].key, shown[-1].id) if len(rows) > PAGE_SIZE else None
    return Page(shown, following)


def order(asked: Asked, run: Run | None) -> str:
    """Whoever bought last stands first unless asked otherwise; before the first learning, it goes by the name."""
    return (asked.column or DEFAULT_SORT) if run else "name"


def count(asked: Asked, reader: Reader, *, meant: Kept = EVERYBODY) -> int:
    """How many the list holds over all its pages."""
    hits = search.hits(asked.search, store=reader.store, staff=reader.staff)
    return _Query(asked, SORTS[order(asked, reader.run)], reader, meant, hits).count()


def crowd(asked: Asked, reader: Reader, *, meant: Kept = EVERYBODY) -> QuerySet[Person]:
    """Everybody whom the list holds, over all its pages, as a crowd that something can be done with."""
    hits = search.hits(asked.search, store=reader.store, staff=reader.staff)
    statement = _Query(asked, SORTS[order(asked, reader.run)], reader, meant, hits).everybody()
    return Person.objects.visible_to(reader.staff).filter(id__in=RawSQL(statement.replace("%", "%%"), []))


def asks_for_visitors(asked: Asked) -> bool:
    return any(condition.field.key == STAGE for condition in asked.conditions)


def _opened(after: str, sort: Sort) -> tuple[Any, int | None]:
    if not after:
        return None, None
    key, last = paging.opened(after, 2)
    try:
        return (sort.read(key) if key else None), int(last or "")
    except (ValueError, ArithmeticError) as error:
        raise BadCursor from error


class _Query:
    """The statements of a page; they differ in one part of their conditions."""

    def __init__(self, asked: Asked, sort: Sort, reader: Reader, meant: Kept, hits: list[int] | None) -> None:
        self.sort = sort
        self.params: dict[str, Any] = {"run": reader.run.id if reader.run else None, "hits": hits, "visitor": VISITOR}
        is_of_site = reader.store is not None and visited.is_asked(asked.conditions)
        is_of_all = is_of_site or (reader.store is not None and voiced.is_asked(asked.conditions))
        self.source: sql.Composable = (
            HITS if hits is not None else EVERYBODY_SEEN if is_of_all else SCORES if sort.is_score else NAMES
        )
        self.conditions = [sql.SQL(IS_ONESELF), self._visible(reader.staff)]
        if self.source is SCORES:
            self.conditions.append(sql.SQL("s.run_id = %(run)s"))
        wanted = clauses.of([each for each in asked.conditions if each.field.column], today=reader.today)
        memberships.added(asked.conditions, wanted, today=reader.today)
        if reader.store is not None:
            visited.added(asked.conditions, wanted, reader.store, today=reader.today)
            voiced.added(asked.conditions, wanted, reader.store, today=reader.today)
        self.params |= wanted.values
        self.conditions += wanted.parts
        if meant.people:
            self._behind(meant.people)
        if meant.sent_back is not None:
            self.params["sent_back"] = meant.sent_back
            self.conditions.append(sql.SQL(CAME_BACK))
        if self.source is SCORES and not meant.people and not asks_for_visitors(asked):
            self.conditions.append(sql.SQL("s.stage <> %(visitor)s"))

    def parts(self, key: Any, last: int | None) -> Iterator[list[sql.Composable]]:
        """The conditions of each part of the list that is still to come."""
        self.params |= {"key": key, "last": last}
        later = self.sort.follows
        if key is not None:
            yield [self.sort.clause("{0} = %(key)s"), later]
            beyond = self.sort.clause(f"{{0}} {self.sort.comes_later} %(key)s")
            yield [beyond, self.sort.clause(self.sort.has_value)]
        elif last is None:
            yield [self.sort.clause(self.sort.has_value)]
        lacking = self.sort.clause(self.sort.lacks_value)
        yield [lacking] if last is None or key is not None else [lacking, later]

    def rows(self, part: list[sql.Composable], limit: int) -> list[Row]:
        statement = sql.SQL("select {}, {} from {} where {} order by {} limit {}").format(
            COLUMNS, self.sort.clause("{0}"), self.source, sql.SQL(" and ").join([*self.conditions, *part]),
            self.sort.order, sql.Literal(limit),
        )  # fmt: skip
        return [Row(*row) for row in query.rows(statement, self.params)]

    def count(self) -> int:
        statement = sql.SQL("select count(*) from {} where {}").format(
            self.source, sql.SQL(" and ").join(self.conditions)
        )
        return int(query.value(statement, self.params))

    def everybody(self) -> str:
        statement = sql.SQL("select p.id from {} where {}").format(self.source, sql.SQL(" and ").join(self.conditions))
        return query.filled(statement, self.params)

    def _visible(self, staff: Staff) -> sql.Composable:
        return self._of(Person.objects.visible_to(staff).values("id"), "p.id")

    def _behind(self, people: Mapping[str, Any]) -> None:
        """What is asked of the scores, of the very rows that are read: so the indexes of the scores serve."""
        chosen = Score.objects.matching(people).query
        text, values = chosen.where.as_sql(chosen.get_compiler(DEFAULT_DB_ALIAS), connection)
        condition = self._named(text.replace('"insight_score".', "s."), values)
        if self.source is SCORES and OF_ONE_MONTH in people:
            self.source = COHORT.format(condition)
        else:
            self.conditions.append(condition)

    def _of(self, chosen: QuerySet[Any, Any], column: str) -> sql.Composable:
        """The condition that a column is in a queryset of Django's."""
        text, values = chosen.query.sql_with_params()
        return sql.SQL("{} in ({})").format(sql.SQL(column), self._named(text, values))

    def _named(self, text: str, values: Sequence[Any]) -> sql.Composable:
        """A condition of Django's, whose values join ours under names."""
        names = [f"given_{len(self.params) + number}" for number in range(len(values))]
        self.params |= dict(zip(names, values, strict=True))
        return sql.SQL(text % tuple(f"%({name})s" for name in names))
