"""What undoing an operation would do, without doing it: what comes back, what goes, and what has been changed since."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from psycopg import sql

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.base.events.undo import CARELESS, Care
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
    select t.id, t.id <> all ({kept}) and not {spared}
        and not exists (select from events_change c where c."table" = {table_name} and c.key = t.id
                        and c.kind = 'updated' and c.operation <> {operation})
    from {table} t where t.operation = {operation} order by t.id limit {most}
"""
COLUMNS = """
    select distinct c."table", f.key from events_change c
    cross join lateral jsonb_each(c.old || coalesce(c.personal -> 'old', '{{}}')) f
    where c.operation = {operation} and c.kind = 'updated' order by 1, 2
"""
REVIVABLE = """
    select '', count(*) from (select from events_change
                              where operation = {operation} and kind = 'deleted' limit {most}) c
"""
REVIVED_TABLES = """
    select distinct "table" from events_change where operation = {undone} and kind = 'deleted' order by 1
"""
COUNT_REVIVED = f"select count(*) from ({undo.REVIVED} limit {{most}}) t"
MADE = "select {table_name}, 1 where exists (select from {table} where operation = {operation})"
MOST = 5_000
CHANGES = "events_change"


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
    return at - operation.begun_at <= undo.UNDOABLE_FOR and getattr(operation, "undone_by", None) is None


def of(operation: Operation, *, care: Care = CARELESS) -> Preview:
    """What `undo.undo` would do at this moment; a statement for each column and table that the operation touched."""
    seen = Preview()
    for table, column in query.rows(undo.composed(COLUMNS, CHANGES, operation)):
        restorable(table, column, operation, seen)
    for table, count in query.rows(made(operation)):
        if table:
            removable(table, operation, seen, spared=care.spared.get(table, "false"))
        else:
            seen.revived = count
    if operation.undoes_id is not None:
        revived(operation, seen)
    return seen


@cache
def tracked() -> tuple[str, ...]:
    """The tables whose rows carry operations; they change with the schema alone."""
    return tuple(undo.tracked_tables())


def made(operation: Operation) -> sql.Composed:
    """The tables in which the operation made rows, and how many rows it removed."""
    parts = [undo.composed(MADE, table, operation) for table in tracked()]
    return sql.SQL(" union all ").join([*parts, undo.composed(REVIVABLE, CHANGES, operation, most=MOST)])


def restorable(table: str, column: str, operation: Operation, seen: Preview) -> None:
    rows = query.rows(undo.composed(RESTORABLE, table, operation, column=column, most=MOST))
    seen.restored += sum(1 for _, fits in rows if fits)
    seen.kept += [(table, column, key) for key, fits in rows if not fits]
    seen.is_cut |= len(rows) == MOST


def revived(operation: Operation, seen: Preview) -> None:
    """Rows that this undoing has brought back, and that would go again."""
    for (table,) in query.rows(undo.composed(REVIVED_TABLES, CHANGES, operation)):
        found = query.value(undo.composed(COUNT_REVIVED, table, operation, most=MOST))
        seen.removed += found
        seen.is_cut |= found == MOST


def removable(table: str, operation: Operation, seen: Preview, *, spared: str) -> None:
    kept = undo.pointed_at(table, operation)
    rows = query.rows(undo.composed(REMOVABLE, table, operation, kept=kept, spared=spared, most=MOST))
    seen.removed += sum(1 for _, goes in rows if goes)
    seen.kept += [(table, "", key) for key, goes in rows if not goes]
    seen.is_cut |= len(rows) == MOST
