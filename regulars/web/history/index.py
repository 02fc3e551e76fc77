"""The operations, the newest first, each with who did it, how much it changed, and whether it was taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.events.operations import SYSTEM
from regulars.base.kit import paging, query
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.models import Staff
from regulars.collect.models import Import
from regulars.commerce.models import Merge
from regulars.web.history import words
from regulars.web.lists.asked import Asked
from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import Op

PAGE_SIZE = 50
COUNTED = 1_000
DAY = timedelta(days=1)
COUNTS = """
    select o.id, (select count(*) from (select from events_change c where c.operation = o.id limit %(most)s) few)
    from unnest(%(ids)s::bigint[]) o (id)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One operation in words; `changes` counts to a thousand, `is_many` says that there are more."""

    operation: Operation
    sentence: str | Promise
    detail: str
    who: str
    changes: int
    is_many: bool
    imported: Import | None
    undone_by: Operation | None

    @property
    def is_undoing(self) -> bool:
        return self.operation.kind == OperationKind.UNDO


def page(asked: Asked, *, staff: Staff, today: date, zone: tzinfo) -> Page[Row]:
    """
    The operations that `staff` may see, fifty at a time; five statements.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    found: QuerySet[Operation] = Operation.objects.visible_to(staff)
    for condition in asked.conditions:
        found = narrowed(found, condition, staff=staff, today=today, zone=zone)
    if asked.search:
        found = found.filter(Q(by__account__name__icontains=asked.search) | Q(actor__icontains=asked.search))
    if asked.after:
        moment, last = opened(asked.after)
        found = found.filter(begun_at__lte=moment).exclude(begun_at=moment, id__gte=last)
    shown = found.select_related("by__account", "store", "undoes", "undone_by").order_by("-begun_at", "-id")
    rows = list(shown[: PAGE_SIZE + 1])
    following = None
    if len(rows) > PAGE_SIZE:
        rows = rows[:PAGE_SIZE]
        following = paging.cursor(rows[-1].begun_at.isoformat(), rows[-1].id)
    return Page(told(rows), following)


def narrowed(
    found: QuerySet[Operation], condition: Condition, *, staff: Staff, today: date, zone: tzinfo
) -> QuerySet[Operation]:
    """The operations to which a condition applies; one that says nothing here is passed over."""
    values = condition.values
    match condition.field.key, condition.op:
        case "kind", Op.IS:
            return found.filter(kind__in=values)
        case "kind", Op.NOT:
            return found.exclude(kind__in=values)
        case "mine", Op.IS:
            return found.filter(by=staff) if values == ("yes",) else found.exclude(by=staff)
        case "begun_on", Op.BETWEEN:
            low, high = values
            found = found.filter(begun_at__gte=midnight(low, zone)) if low else found
            return found.filter(begun_at__lt=midnight(high + DAY, zone)) if high else found
        case "begun_on", Op.WITHIN:
            return found.filter(begun_at__gte=midnight(today - values[0] * DAY + DAY, zone))
        case "begun_on", Op.BEYOND:
            return found.filter(begun_at__lt=midnight(today - values[0] * DAY, zone))
        case _:
            return found


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def told(operations: Sequence[Operation]) -> list[Row]:
    counts = dict(query.rows(COUNTS, ids=[row.id for row in operations], most=COUNTED)) if operations else {}
    files = imports(operations)
    return [row(operation, counts.get(operation.id, 0), files) for operation in operations]


def row(operation: Operation, changes: int, files: Mapping[int, Import]) -> Row:
    imported = files.get(operation.undoes_id or operation.id)
    parts = [imported.file_name if imported else "", words.detail(operation.facts)]
    if operation.undoes and not imported:
        parts.insert(0, str(words.sentence(operation.undoes)))
    return Row(
        operation=operation,
        sentence=words.sentence(operation),
        detail=" · ".join(filter(None, parts)),
        who=str(operation.by.account) if operation.by else actor(operation),
        changes=changes,
        is_many=changes == COUNTED,
        imported=imported,
        undone_by=getattr(operation, "undone_by", None),
    )


def actor(operation: Operation) -> str:
    """What a machine that did something is called."""
    return "Regulars" if operation.actor in {SYSTEM, "import"} else operation.actor


def imports(operations: Sequence[Operation]) -> dict[int, Import]:
    """The imports that were done under, or undone by, some operations, by the operation that did them."""
    keys = {
        operation.undoes_id or operation.id
        for operation in operations
        if (operation.undoes or operation).kind == OperationKind.IMPORT
    }
    if not keys:
        return {}
    merges: dict[int, int] = dict(Merge.objects.filter(under__in=keys).values_list("under", "import_id"))
    files = Import.objects.in_bulk(merges.values()) if merges else {}
    return {under: files[number] for under, number in merges.items() if number in files}


def opened(after: str) -> tuple[datetime, int]:
    moment, last = paging.opened(after, 2)
    try:
        return datetime.fromisoformat(moment or ""), int(last or "")
    except ValueError as error:
        raise BadCursor from error


def one(operation: Operation) -> Row:
    """An operation in words, without the count of what it changed."""
    return row(operation, 0, imports([operation]))
