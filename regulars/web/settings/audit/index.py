"""
One page of the audit, the newest first: what `audit.note` has kept, and the operations, as one row of moments.

Each of the two is read along an index of its own, as many rows as a page holds, and both are merged.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from regulars.base.events.models import Operation
from regulars.base.kit import paging
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.kinds import AuditKind
from regulars.base.workspace.models import AuditEntry, Staff
from regulars.web.history.index import DAY, midnight
from regulars.web.lists.asked import Asked
from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import Op

PAGE_SIZE = 50
ENTRY, OPERATION = 1, 2


class Place(NamedTuple):
    """Where a row stands; equal moments are told apart by the table and the key."""

    at: datetime
    table: int
    id: int


@dataclass(frozen=True, slots=True)
class Row:
    """Something that was done: an entry of the audit, or an operation."""

    place: Place
    kind: str
    entry: AuditEntry | None
    operation: Operation | None

    @property
    def fact(self) -> AuditEntry | Operation:
        """Whichever of the two it is; both know `by`, `actor` and `facts`."""
        found = self.entry or self.operation
        assert found is not None
        return found

    @property
    def address(self) -> str:
        return self.entry.address if self.entry else self.operation.origin if self.operation else ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and which day it is for them."""

    staff: Staff
    today: date
    zone: tzinfo


def page(asked: Asked, reader: Reader) -> Page[Row]:
    """
    Fifty rows; two statements.

    :raises BadCursor: if the list is asked for after no cursor of its own.
    """
    rows = list(islice(found(asked, reader, opened(asked.after), PAGE_SIZE + 1), PAGE_SIZE + 1))
    following = None
    if len(rows) > PAGE_SIZE:
        rows = rows[:PAGE_SIZE]
        place = rows[-1].place
        following = paging.cursor(place.at.isoformat(), f"{place.table}.{place.id}")
    return Page(rows, following)


def everything(asked: Asked, reader: Reader) -> Iterator[Row]:
    """All that the list holds, page by page."""
    after: str | None = ""
    while after is not None:
        found = page(replace(asked, after=after), reader)
        yield from found.rows
        after = found.following


def found(asked: Asked, reader: Reader, after: Place | None, most: int) -> Iterator[Row]:
    """The rows of both tables after a place, in their common order."""
    entries = AuditEntry.objects.filter(circle=reader.staff.circle_id)
    operations: QuerySet[Operation] = Operation.objects.visible_to(reader.staff)
    for condition in asked.conditions:
        entries = narrowed(entries, condition, reader, "at")
        operations = narrowed(operations, condition, reader, "begun_at")
    if asked.search:
        entries = entries.filter(named(asked.search) | Q(about__account__name__icontains=asked.search))
        operations = operations.filter(named(asked.search))
    entries = entries.select_related("by__account", "about__account")
    operations = operations.select_related("by__account", "store")
    first = (Row(Place(e.at, ENTRY, e.id), e.kind, e, None) for e in part(entries, "at", ENTRY, after, most))
    second = (
        Row(Place(o.begun_at, OPERATION, o.id), AuditKind.EDIT, None, o)
        for o in part(operations, "begun_at", OPERATION, after, most)
    )
    return merge(first, second, key=lambda row: row.place, reverse=True)


def part(rows: QuerySet[Any], moment: str, table: int, after: Place | None, most: int) -> QuerySet[Any]:
    """What comes after a place in one of the tables."""
    if after is not None:
        may_be_level = table <= after.table
        rows = rows.filter(**{f"{moment}__lte" if may_be_level else f"{moment}__lt": after.at})
        if table == after.table:
            rows = rows.exclude(**{moment: after.at, "id__gte": after.id})
    return rows.order_by(f"-{moment}", "-id")[:most]


def narrowed(rows: QuerySet[Any], condition: Condition, reader: Reader, moment: str) -> QuerySet[Any]:
    """The rows of one table to which a condition applies."""
    values, zone = condition.values, reader.zone
    match condition.field.key, condition.op:
        case "kind", Op.IS | Op.NOT:
            return of_kinds(rows, set(values), is_wanted=condition.op == Op.IS)
        case "who", Op.IS:
            return rows.filter(concerning(rows, values))
        case "who", Op.NOT:
            return rows.exclude(concerning(rows, values))
        case "done_on", Op.BETWEEN:
            low, high = values
            rows = rows.filter(**{f"{moment}__gte": midnight(low, zone)}) if low else rows
            return rows.filter(**{f"{moment}__lt": midnight(high + DAY, zone)}) if high else rows
        case "done_on", Op.WITHIN:
            return rows.filter(**{f"{moment}__gte": midnight(reader.today - values[0] * DAY + DAY, zone)})
        case "done_on", Op.BEYOND:
            return rows.filter(**{f"{moment}__lt": midnight(reader.today - values[0] * DAY, zone)})
        case _:
            return rows


def of_kinds(rows: QuerySet[Any], kinds: set[Any], *, is_wanted: bool) -> QuerySet[Any]:
    """Operations are all of one kind, entries of the others."""
    if rows.model is Operation:
        return rows if (AuditKind.EDIT in kinds) == is_wanted else rows.none()
    return rows.filter(kind__in=kinds) if is_wanted else rows.exclude(kind__in=kinds)


def concerning(rows: QuerySet[Any], ids: tuple[Any, ...]) -> Q:
    """What these people did, or what was done to them."""
    did = Q(by__public_id__in=ids)
    return did if rows.model is Operation else did | Q(about__public_id__in=ids)


def named(words: str) -> Q:
    return Q(by__account__name__icontains=words) | Q(actor__icontains=words)


def opened(after: str) -> Place | None:
    if not after:
        return None
    moment, last = paging.opened(after, 2)
    try:
        table, id = (last or "").split(".")
        return Place(datetime.fromisoformat(moment or ""), int(table), int(id))
    except ValueError as error:
        raise BadCursor from error
