"""What undoing an operation would do, without doing it: what comes back, what goes, and what has been changed since."""

from dataclasses import dataclass, field
from datetime import datetime

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.base.kit import query

RESTORABLE = """
    with touched as (
        select key,
               (array_agg((old || coalesce(personal -> 'old', '{{}}')) order by id)
                   filter (where (old || coalesce(personal -> 'old', '{{}}')) ? {name}))[1] as old,
               (array_agg((new || coalesce(personal -> 'new', '{{}}')) -> {name} order by id desc)
                   filter (where (new || coalesce(personal -> 'new', '{{}}')) ? {name}))[1] as new
        from events_change
        where operation = {operation} and "table" = {table_name} and kind = 'updated'
        group by key
    )
    select touched.key, coalesce(to_jsonb(t.{column}) is not distinct from nullif(touched.new, 'null'), false)
               and t.id is not null
    from touched left join {table} t on t.id = touched.key
    where touched.old is not null
    order by touched.key limit {most}
"""
REMOVABLE = """
    select t.id, t.id <> all ({kept})
        and not exists (select from events_change c where c."table" = {table_name} and c.key = t.id
                        and c.kind = 'updated' and c.operation <> {operation})
    from {table} t where t.operation = {operation} order by t.id limit {most}
"""
REVIVABLE = """
    select count(*) from (select from events_change
                          where operation = {operation} and "table" = {table_name} and kind = 'deleted' limit {most}) c
"""
MOST = 5_000


@dataclass
class Preview:
    """
    Values that come back, rows that go, rows that come back, and what stays, by table, column and key.

    Of each table and column the first five thousand rows are looked at; `is_cut` says that there are more.
    """

    restored: int = 0
    removed: int = 0
    revived: int = 0
    kept: list[tuple[str, str, int]] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.restored or self.removed or self.revived)


def is_possible(operation: Operation, *, at: datetime) -> bool:
    """Whether it is young enough, and not undone already."""
    return at - operation.begun_at <= undo.UNDOABLE_FOR and not Operation.objects.filter(undoes=operation).exists()


def of(operation: Operation) -> Preview:
    """What `undo.undo` would do at this moment."""
    seen = Preview()
    for table in undo.tracked_tables():
        restorable(table, operation, seen)
        removable(table, operation, seen)
        seen.revived += query.value(undo.composed(REVIVABLE, table, operation, most=MOST))
    return seen


def restorable(table: str, operation: Operation, seen: Preview) -> None:
    for (column,) in query.rows(undo.CHANGED_COLUMNS, [operation.id, table]):
        rows = query.rows(undo.composed(RESTORABLE, table, operation, column=column, most=MOST))
        seen.restored += sum(1 for _, fits in rows if fits)
        seen.kept += [(table, column, key) for key, fits in rows if not fits]
        seen.is_cut |= len(rows) == MOST


def removable(table: str, operation: Operation, seen: Preview) -> None:
    if not query.value(
        undo.composed("select exists (select from {table} where operation = {operation})", table, operation)
    ):
        return
    kept = undo.pointed_at(table, operation)
    rows = query.rows(undo.composed(REMOVABLE, table, operation, kept=kept, most=MOST))
    seen.removed += sum(1 for _, goes in rows if goes)
    seen.kept += [(table, "", key) for key, goes in rows if not goes]
    seen.is_cut |= len(rows) == MOST
