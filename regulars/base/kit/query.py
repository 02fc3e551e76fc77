"""Ask PostgreSQL in its own language, in one line."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

Statement = str | sql.Composable
Params = Sequence[Any] | Mapping[str, Any] | None


def rows(statement: Statement, params: Params = None) -> list[tuple[Any, ...]]:
    """All rows of a statement; columns of type jsonb come as text."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement), params)
        return list(cursor.fetchall())


def value(statement: Statement, params: Params = None) -> Any:
    """The first column of the first row; None where there is no row."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement), params)
        row = cursor.fetchone()
    return row[0] if row else None


def run(statement: Statement, params: Params = None) -> int:
    """Do it, and say how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement), params)
        return int(cursor.rowcount)


def text_of(statement: Statement) -> str:
    if isinstance(statement, str):
        return statement
    connection.ensure_connection()
    return statement.as_string(connection.connection)
