"""Ask PostgreSQL in its own language, in one line; rows stay in the database where they can.

Values are given in order, or by name: `run("delete from t where id = %(id)s", id=7)`.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg import ClientCursor, sql
from psycopg.types.json import Jsonb

Statement = str | sql.Composable
Params = Sequence[Any] | Mapping[str, Any] | None
LOCK_NOT_AVAILABLE = "55P03"
PATIENCE = "2s"
LANES = 1_000_000
"""Beside each lock stands, so much further, that of the lanes into which its work may be divided (`lanes`)."""


def rows(statement: Statement, params: Params = None, /, **values: Any) -> list[tuple[Any, ...]]:
    """All rows of a statement that gives few; columns of type jsonb come as text."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement), params or values or None)
        return list(cursor.fetchall())


def row(statement: Statement, params: Params = None, /, **values: Any) -> tuple[Any, ...]:
    """The one row of a statement that always gives one."""
    [found] = rows(statement, params, **values)
    return found


def value(statement: Statement, params: Params = None, /, **values: Any) -> Any:
    """The first column of the first row; None where there is no row."""
    found = rows(statement, params, **values)
    return found[0][0] if found else None


def run(statement: Statement, params: Params = None, /, **values: Any) -> int:
    """Do it, and say how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement), params or values or None)
        return int(cursor.rowcount)


def lock(purpose: int, key: int) -> None:
    """
    Hold an advisory lock until the transaction ends; where its work is divided, waits for the parts under way alone.

    Whoever waits with something written holds back the readers of the log, so this goes before the first write.
    """
    rows("select pg_advisory_xact_lock(%s, %s)", [purpose + LANES, key % 2**31])


def let_go(purpose: int, key: int) -> None:
    """Release a lock of the session; a connection that is gone has released it already."""
    with suppress(DatabaseError):
        rows("select pg_advisory_unlock(%s, %s)", [purpose, key % 2**31])


def drop(table: str) -> bool:
    """
    Drop a table, if it is there; false where somebody reads it for longer than a moment, as a backup does.

    To be called after the commit of what makes it superfluous: a transaction that has written and waits for a backup
    holds the log's readers back, and two that wait for each other's partitions never end.
    """
    try:
        with transaction.atomic():
            run(f"set local lock_timeout = '{PATIENCE}'")
            run(f"drop table if exists {table}")
            run("set local lock_timeout to default")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


def filled(statement: Statement, params: Mapping[str, Any]) -> str:
    """The statement with its values written into it, for the few places that cannot carry values beside it."""
    connection.ensure_connection()
    text = text_of(statement)
    return ClientCursor(connection.connection).mogrify(text, params)


def as_json(given: Mapping[str, Any]) -> Jsonb:
    """A value for a parameter of type jsonb."""
    return Jsonb(dict(given))


def text_of(statement: Statement) -> str:
    if isinstance(statement, str):
        return statement
    connection.ensure_connection()
    return statement.as_string(connection.connection)
