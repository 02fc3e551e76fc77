"""
One page of people, in any order, from any filter.

A page is read along an index: of the scores of the current run, or of the names of the profiles. A search is settled
first, into a bounded set of people. After a cursor come those who are level with it, then those beyond, then those who
have no value to sort by; each part is one statement, and is asked only while the page is not full.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from psycopg import sql

from regulars.base.kit import paging, query
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.insight.models import Run, Score
from regulars.web.customers import search

PAGE_SIZE = 50


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
    key: Any


@dataclass(frozen=True, slots=True)
class Sort:
    """A column to sort by, and which end stands first."""

    column: str
    read: Callable[[str], Any]
    is_falling: bool = True
    is_score: bool = True
    has_value: str = "{0} is not null"
    lacks_value: str = "{0} is null"

    def clause(self, pattern: str) -> sql.Composable:
        return sql.SQL(pattern).format(sql.SQL(self.column))

    @property
    def order(self) -> sql.Composable:
        """As the indexes of the scores are built: falling, those without a value last, equal ones by person."""
        return self.clause("{0} desc nulls last, p.id" if self.is_falling else "{0}, p.id")


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
    " s.stage, s.rfm_group, s.last_on, s.orders, s.spent, s.value_365"
)
SCORES = sql.SQL(
    "insight_score s join identity_person p on p.id = s.person_id left join profile_profile f on f.person_id = p.id"
)
NAMES = sql.SQL(
    "profile_profile f join identity_person p on p.id = f.person_id"
    " left join insight_score s on s.run_id = %(run)s and s.person_id = p.id"
)
HITS = sql.SQL(
    "unnest(%(hits)s::bigint[]) as hit (id) join identity_person p on p.id = hit.id"
    " left join profile_profile f on f.person_id = p.id"
    " left join insight_score s on s.run_id = %(run)s and s.person_id = p.id"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list shall show; `people` is the filter of a finding."""

    search: str = ""
    stage: str = ""
    group: str = ""
    sort: str = ""
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> str:
        """Whoever bought last stands first, unless another order was asked for."""
        return self.sort if self.sort in SORTS else "last_on"


def page(asked: Asked, *, run: Run | None, store: Store | None, staff: Staff, after: str = "") -> Page[Row]:
    """
    The people that `staff` may see, fifty at a time.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    order = asked.order if run else "name"
    hits = search.hits(asked.search, store=store, staff=staff)
    asking = _Query(asked, SORTS[order], run, staff, hits)
    key, last = _opened(after, SORTS[order])
    rows: list[Row] = []
    for part in asking.parts(key, last):
        rows += asking.rows(part, PAGE_SIZE + 1 - len(rows))
        if len(rows) > PAGE_SIZE:
            break
    shown = rows[:PAGE_SIZE]
    following = paging.cursor(shown[-1].key, shown[-1].id) if len(rows) > PAGE_SIZE else None
    return Page(shown, following)


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

    def __init__(self, asked: Asked, sort: Sort, run: Run | None, staff: Staff, hits: list[int] | None) -> None:
        self.sort = sort
        self.params: dict[str, Any] = {"run": run.id if run else None, "hits": hits}
        self.source = HITS if hits is not None else SCORES if sort.is_score else NAMES
        self.conditions = [sql.SQL("p.canonical_id = p.id"), self._visible(staff)]
        if self.source is SCORES:
            self.conditions.append(sql.SQL("s.run_id = %(run)s"))
        self._filter(asked)

    def parts(self, key: Any, last: int | None) -> Iterator[list[sql.Composable]]:
        """The conditions of each part of the list that is still to come."""
        self.params |= {"key": key, "last": last}
        later = sql.SQL("p.id > %(last)s")
        if key is not None:
            yield [self.sort.clause("{0} = %(key)s"), later]
            yield [self.sort.clause("{0} < %(key)s" if self.sort.is_falling else "{0} > %(key)s")]
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

    def _filter(self, asked: Asked) -> None:
        for column, value in (("stage", asked.stage), ("rfm_group", asked.group)):
            if value:
                self.conditions.append(sql.SQL("s.{} = {}").format(sql.Identifier(column), sql.Literal(value)))
        if asked.people:
            behind = Score.objects.filter(run=self.params["run"]).matching(asked.people)
            self.conditions.append(self._of(behind.values("person"), "s.person_id"))

    def _visible(self, staff: Staff) -> sql.Composable:
        return self._of(Person.objects.visible_to(staff).values("id"), "p.id")

    def _of(self, chosen: QuerySet[Any, Any], column: str) -> sql.Composable:
        """The condition that a column is in a queryset of Django's, whose values join ours."""
        text, values = chosen.query.sql_with_params()
        names = [f"given_{len(self.params) + number}" for number in range(len(values))]
        self.params |= dict(zip(names, values, strict=True))
        return sql.SQL("{} in ({})").format(sql.SQL(column), sql.SQL(text % tuple(f"%({name})s" for name in names)))


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, with the address that sorts by it."""

    label: str | Promise
    address: str = ""
    is_figure: bool = False
    is_current: bool = False
    is_falling: bool = True


def columns(asked: Asked, given: QueryDict, *, is_learned: bool) -> list[Column]:
    """The heads of the table; those of what was learned cannot be sorted by before the first learning."""

    def head(label: str | Promise, sort: str, is_figure: bool = True) -> Column:
        kept = given.copy()
        kept.pop("after", None)
        kept["sort"] = sort
        address = f"?{kept.urlencode()}" if is_learned or sort == "name" else ""
        is_current = sort == (asked.order if is_learned else "name")
        return Column(label, address, is_figure, is_current, SORTS[sort].is_falling)

    return [
        head(_("Name"), "name", is_figure=False),
        Column(_("Stage")),
        Column(_("RFM group")),
        head(_("Last order"), "last_on"),
        head(_("Orders"), "orders"),
        head(_("Net sales"), "spent"),
        head(_("Expected value, 12 months"), "value"),
    ]
