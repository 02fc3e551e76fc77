"""Put an operation back: exactly what has not been changed since, and say what has.

Works in sets on whatever tables are tracked (`track_changes` in the database): removes the rows
that the operation made, restores the values it changed, and revives the rows it removed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy
from psycopg import sql

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff

UNDOABLE_FOR = timedelta(days=30)

TRACKED = """
    select distinct c.oid::regclass::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgname = 'keep_updates' order by 1
"""
REFERENCES = """
    select conrelid::regclass::text, a.attname
    from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = %(table)s::regclass and k.conparentid = 0
    union
    select tgrelid::regclass::text, split_part(encode(tgargs, 'escape'), '\\000', 1)
    from pg_trigger
    where tgfoid = 'keys_exist'::regproc
      and split_part(encode(tgargs, 'escape'), '\\000', 2)::regclass = %(table)s::regclass
    order by 1, 2
"""
CHANGED_COLUMNS = """
    select distinct f.key from events_change c
    cross join lateral jsonb_each(c.old || coalesce(c.personal -> 'old', '{}')) f
    where c.operation = %s and c."table" = %s and c.kind = 'updated' order by 1
"""
RESTORE = """
    with touched as (
        select key,
               (array_agg((old || coalesce(personal -> 'old', '{{}}')) order by id)
                   filter (where (old || coalesce(personal -> 'old', '{{}}')) ? {name}))[1] as old,
               (array_agg((new || coalesce(personal -> 'new', '{{}}')) -> {name} order by id desc)
                   filter (where (new || coalesce(personal -> 'new', '{{}}')) ? {name}))[1] as new
        from events_change
        where operation = {operation} and "table" = {table_name} and kind = 'updated'
        group by key
    ),
    restored as (
        update {table} t set {column} = (jsonb_populate_record(null::{table}, touched.old)).{column}
        from touched
        where touched.key = t.id and touched.old is not null
          and to_jsonb(t.{column}) is not distinct from nullif(touched.new, 'null')
        returning t.id
    )
    select (select count(*) from restored),
           array(select key from touched where old is not null and key not in (select id from restored)
                 order by key limit 1000)
"""
REMOVE = """
    delete from {table} t
    where t.operation = {operation} and t.id <> all ({kept}) and not {spared}
      and not exists (select from events_change c where c."table" = {table_name} and c.key = t.id
                      and c.kind = 'updated' and c.operation <> {operation})
"""
REVIVE = """
    insert into {table} overriding system value
    select (jsonb_populate_record(null::{table}, c.old || coalesce(c.personal -> 'old', '{{}}'))).*
    from events_change c
    where c.operation = {operation} and c."table" = {table_name} and c.kind = 'deleted'
    on conflict do nothing
"""
# What the undone operation had removed and its undoing has revived, where it still is as it was.
REVIVED = """
    select t.id from {table} t join events_change removed on removed.key = t.id
    where removed.operation = {undone} and removed."table" = {table_name} and removed.kind = 'deleted'
      and not exists (select from events_change c where c."table" = {table_name} and c.key = t.id
                      and c.kind = 'updated' and c.id > removed.id and c.operation <> {operation})
"""
REMOVE_AGAIN = f"delete from {{table}} where id in ({REVIVED})"
LEFT = "select id from {table} where operation = {operation} order by id limit 1000"
POINTED_AT = """
    select distinct t.id from {table} t join {child} c on c.{column} = t.id and not {is_itself}
    where t.operation = {operation}
"""
COMPENSATE = """
    select family, store, person, 'event.undone', happened_at, %(at)s::timestamptz, 'regulars', %(actor)s, mode,
           jsonb_build_object('event', id, 'name', name), '{}'::jsonb
    from events where operation = %(operation)s
"""


class AlreadyUndone(Refusal):
    message = gettext_lazy("This has been undone already.")


class TooOldToUndo(Refusal):
    message = gettext_lazy("This is more than 30 days old and can no longer be undone.")


@dataclass
class Undone:
    """What an undo did; `kept` are rows that were changed since and so left alone, `is_done` is false while it runs."""

    operation: Operation
    restored: int = 0
    removed: int = 0
    revived: int = 0
    events: int = 0
    kept: list[tuple[str, str, int]] = field(default_factory=list)
    is_done: bool = True


def nothing(operation: Operation) -> None:
    """What is done where there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Care:
    """
    What a later stage knows of its rows: which stay though the operation made them, as by table a condition on `t`
    says, and what it does with them before and after, in the transaction of the undo.
    """

    spared: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[Operation], None] = nothing
    after: Callable[[Operation], None] = nothing


CARELESS = Care()


def undo(operation: Operation, *, by: Staff | None, at: datetime, care: Care = CARELESS) -> Undone:
    """
    Put an operation back under an operation of its own, in one transaction.

    :raises AlreadyUndone: if that has been done.
    :raises TooOldToUndo: after 30 days.
    """
    if at - operation.begun_at > UNDOABLE_FOR:
        raise TooOldToUndo
    with transaction.atomic():
        Operation.objects.select_for_update().get(id=operation.id)
        if Operation.objects.filter(undoes=operation).exists():
            raise AlreadyUndone
        undoing = operations.begin(
            OperationKind.UNDO, at=at, store=operation.store, circle=operation.circle, by=by, undoes=operation
        )
        with operations.under(undoing):
            done = Undone(undoing)
            tables = tracked_tables()
            care.before(operation)
            for table in tables:
                restore(table, operation, done)
            for table in children_first(tables):
                remove(table, operation, done, spared=care.spared.get(table, "false"))
            for table in tables:
                done.revived += query.run(composed(REVIVE, table, operation))
            care.after(operation)
            done.events = log.append_select(
                sql.SQL(COMPENSATE), {"operation": operation.id, "at": at, "actor": undoing.actor}
            )
    return done


def tracked_tables() -> list[str]:
    return [row[0] for row in query.rows(TRACKED)]


def references(table: str) -> list[tuple[str, str]]:
    """The tables and columns that point to a table, whichever way the database checks them."""
    return [(row[0], row[1]) for row in query.rows(REFERENCES, {"table": table})]


def children_first(tables: list[str]) -> list[str]:
    """Tables in an order in which rows can be removed: those that point before those pointed at."""
    waiting = {table: {child for child, _ in references(table) if child in tables} - {table} for table in tables}
    ordered: list[str] = []
    while waiting:
        free = sorted(t for t, children in waiting.items() if children <= set(ordered)) or sorted(waiting)[:1]
        ordered += free
        for table in free:
            del waiting[table]
    return ordered


def restore(table: str, operation: Operation, done: Undone) -> None:
    for (column,) in query.rows(CHANGED_COLUMNS, [operation.id, table]):
        [(count, kept)] = query.rows(composed(RESTORE, table, operation, column=column))
        done.restored += count
        done.kept += [(table, column, key) for key in kept]


def remove(table: str, operation: Operation, done: Undone, *, spared: str) -> None:
    """Remove the rows that the operation made, except those that others point to, changed or stand behind."""
    statement = composed(REMOVE, table, operation, kept=pointed_at(table, operation), spared=spared)
    done.removed += query.run(statement)
    if operation.undoes_id is not None:
        done.removed += query.run(composed(REMOVE_AGAIN, table, operation))
    done.kept += [(table, "", row[0]) for row in query.rows(composed(LEFT, table, operation))]


def pointed_at(table: str, operation: Operation) -> list[int]:
    """Rows of the operation that rows of somebody else point to."""
    found: set[int] = set()
    for child, column in references(table):
        pointing = sql.SQL(POINTED_AT).format(
            table=sql.Identifier(table),
            child=sql.Identifier(child),
            column=sql.Identifier(column),
            operation=sql.Literal(operation.id),
            is_itself=sql.SQL("c.id = t.id") if child == table else sql.SQL("false"),
        )
        found |= {row[0] for row in query.rows(pointing)}
    return sorted(found)


def composed(
    statement: str,
    table: str,
    operation: Operation,
    *,
    column: str = "id",
    kept: list[int] | None = None,
    spared: str = "false",
    most: int = 1000,
) -> sql.Composed:
    return sql.SQL(statement).format(
        table=sql.Identifier(table),
        table_name=sql.Literal(table),
        operation=sql.Literal(operation.id),
        undone=sql.Literal(operation.undoes_id),
        column=sql.Identifier(column),
        name=sql.Literal(column),
        kept=sql.Literal(kept or [0]),
        spared=sql.SQL(spared),
        most=sql.Literal(most),
    )
