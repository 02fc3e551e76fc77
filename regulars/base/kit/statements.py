"""Run set-based statements on PostgreSQL: rows stay in the database, only counts and totals come out."""

from contextlib import suppress
from typing import Any

from django.db import DatabaseError, connection
from psycopg.types.json import Jsonb


def run(statement: str, **values: Any) -> int:
    """Execute a statement whose values are named `%(so)s`; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)


def rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """All rows of a query that gives few."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return [tuple(row) for row in cursor.fetchall()]


def row(statement: str, **values: Any) -> tuple[Any, ...]:
    """The one row of a query that always gives one."""
    [found] = rows(statement, **values)
    return found


def lock(purpose: int, key: int) -> None:
    """Hold an advisory lock until the transaction ends; waits for whoever has it."""
    rows("select pg_advisory_xact_lock(%(purpose)s, %(key)s)", purpose=purpose, key=key % 2**31)


def as_json(value: dict[str, Any]) -> Jsonb:
    """A value for a `jsonb` parameter."""
    return Jsonb(value)


def let_go(purpose: int, key: int) -> None:
    """Release a lock of the session; a connection that is gone has released it already."""
    with suppress(DatabaseError):
        rows("select pg_advisory_unlock(%(purpose)s, %(key)s)", purpose=purpose, key=key % 2**31)
