"""Copy a database out and in with PostgreSQL's own programs."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from regulars.config.archive.faults import CannotDump, CannotRestore
from regulars.config.postgres import binaries

BLOCK = 1024**2
REASON_WIDTH = 300
FORM = ("--format=custom", "--no-owner", "--no-privileges")


@contextmanager
def snapshot(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """A transaction that sees one moment, and the name by which pg_dump sees the same."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, row[0]


def server_major(connection: psycopg.Connection) -> int:
    return connection.info.server_version // 10_000


def has_tables(connection: psycopg.Connection) -> bool:
    return bool(_tables(connection))


def row_counts(connection: psycopg.Connection) -> dict[str, int]:
    """The exact number of rows of each table; parts of a partitioned one are counted with it."""
    counts = {}
    for schema, table in _tables(connection):
        counting = sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
        [(counts[f"{schema}.{table}"],)] = connection.execute(counting).fetchall()
    return counts


def blocks(url: str, snapshot_name: str, major: int) -> Iterator[bytes]:
    """
    The dump in pg_dump's own compressed format, as it comes.

    :raises CannotDump: if pg_dump gives up.
    """
    command = [
        str(_program("pg_dump", major)),
        *FORM,
        "--no-unlogged-table-data",
        f"--snapshot={snapshot_name}",
    ]
    database, environment = _credentials(url)
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            [*command, f"--dbname={database}"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as process,
    ):
        try:
            while block := process.stdout.read(BLOCK) if process.stdout else b"":
                yield block
        finally:
            if process.poll() is None and process.stdout:
                process.stdout.close()
        if process.wait():
            raise CannotDump(reason=_said(complaints))


class Restoring:
    """pg_restore, fed block by block."""

    def __init__(self, url: str, major: int) -> None:
        database, environment = _credentials(url)
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `close`)
        self._process = subprocess.Popen(
            [_program("pg_restore", major), *FORM, "--exit-on-error", f"--dbname={database}"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._complaints,
        )

    def feed(self, block: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(block)
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        """
        Wait for the end.

        :raises CannotRestore: if pg_restore gives up.
        """
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        if self._process.wait():
            raise CannotRestore(reason=_said(self._complaints))

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
        self._complaints.close()


def _tables(connection: psycopg.Connection) -> list[tuple[str, str]]:
    return connection.execute(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'"
        " and n.nspname not in ('pg_catalog', 'information_schema') order by 1, 2"
    ).fetchall()


def _program(name: str, major: int) -> Path:
    """The program of the server's own version where we have it: a newer dump may not fit an older server."""
    return binaries.installed(major if major in binaries.FOLDERS else max(binaries.FOLDERS)).program(name)


def _credentials(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, which everybody could read in the list of processes."""
    named = conninfo_to_dict(url)
    password = str(named.pop("password", "") or "")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return make_conninfo("", **named), {**environment, "PGPASSWORD": password}


def _said(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    lines = complaints.read().decode(errors="replace").strip().splitlines()
    return (lines or ["no reason given"])[0][:REASON_WIDTH]
