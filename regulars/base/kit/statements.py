"""Run set-based statements on PostgreSQL: rows stay in the database, only counts and totals come out."""

from typing import Any

from django.db import connection


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
