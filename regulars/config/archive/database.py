"""The database that an archive is restored into: filled beside the old one, then put in its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from regulars.config.archive import dump
from regulars.config.archive.faults import CannotRestore, InUse, NotEmpty, WrongCount

ROUTE = "postgres"
SUFFIX = "_restored"


def name_of(url: str) -> str:
    return str(conninfo_to_dict(url)["dbname"])


def renamed(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def require_empty(url: str) -> None:
    """
    Refuse to go on over data.

    :raises NotEmpty: if the database holds any table.
    """
    with psycopg.connect(url) as connection:
        if dump.has_tables(connection):
            raise NotEmpty(place=f"The database “{name_of(url)}”")


def require_unused(url: str) -> None:
    """
    Refuse to go on under the feet of others.

    :raises InUse: if anybody is connected.
    """
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and backend_type = 'client backend'"
        ).fetchone()
    assert row is not None
    if row[0]:
        raise InUse(count=row[0])


@contextmanager
def draft(url: str) -> Iterator[str]:
    """The address of a new, empty database beside that of `url`; dropped if not put in place."""
    name = name_of(url) + SUFFIX
    dropping = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    try:
        with psycopg.connect(renamed(url, ROUTE), autocommit=True) as connection:
            connection.execute(dropping)
            connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise CannotRestore(reason=str(error).splitlines()[0]) from error
    try:
        yield renamed(url, name)
    finally:
        with psycopg.connect(renamed(url, ROUTE), autocommit=True) as connection:
            connection.execute(dropping)


def put_in_place(url: str) -> None:
    """Let the draft take the name of the old database, which is dropped; both or neither."""
    name = name_of(url)
    old, new, away = (sql.Identifier(word) for word in (name, name + SUFFIX, f"{name}_replaced"))
    with psycopg.connect(renamed(url, ROUTE), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(away))
        with connection.transaction():
            connection.execute(sql.SQL("alter database {} rename to {}").format(old, away))
            connection.execute(sql.SQL("alter database {} rename to {}").format(new, old))
        connection.execute(sql.SQL("drop database {} with (force)").format(away))


def check_counts(url: str, expected: dict[str, int]) -> None:
    """
    Compare the rows of each table with those that were saved.

    :raises WrongCount: for the first table that differs.
    """
    with psycopg.connect(url) as connection:
        found = dump.row_counts(connection)
        # What was just filled has no statistics yet, and the first pages would be slow without.
        connection.commit()
        connection.execute("analyze")
    for table in sorted(expected.keys() | found.keys()):
        if expected.get(table, 0) != found.get(table, 0):
            raise WrongCount(table=table, found=found.get(table, 0), expected=expected.get(table, 0))
