"""
Fill the scores of a run into a partition of their own.

The partition is an ordinary table until it is whole. It is filled in short transactions, since a long one would hold
back every reader of the log; a process that dies leaves a table that no reader sees and that the next sweep drops.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import connection, transaction
from psycopg import sql

from regulars.base.kit import query

if TYPE_CHECKING:
    import pyarrow as pa

PARENT = "insight_score"
ROWS_AT_ONCE = 50_000
CONNECTIONS = 2
PATIENCE = "5s"  # how long to wait for those who are reading the partition to be dropped


def fill(run: int, scores: "pa.Table") -> None:
    """Make the table of a run, copy the scores in and index them."""
    _make(run)
    columns = ["person_id" if name == "person" else name for name in scores.column_names]
    copy = sql.SQL("copy {} ({}) from stdin (format csv)").format(
        _name(run), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    _side_by_side(lambda batch: _copied(copy, batch), _as_csv(scores))
    _side_by_side(query.run, _indexes(run))
    query.run(sql.SQL("analyze {}").format(_name(run)))


def attach(run: int) -> None:
    """Let readers see the run's scores; quick, as the check and the indexes are there already."""
    query.run(
        sql.SQL("alter table {} attach partition {} for values in ({})").format(
            sql.Identifier(PARENT), _name(run), sql.Literal(run)
        )
    )


def drop(run: int) -> None:
    """
    Drop the scores of a run, attached or not.

    :raises OperationalError: if somebody reads for longer than our patience; the next sweep will succeed.
    """
    with transaction.atomic():
        query.run(sql.SQL("set local lock_timeout = {}").format(sql.Literal(PATIENCE)))
        query.run(sql.SQL("drop table if exists {}").format(_name(run)))


def runs() -> set[int]:
    """The runs that have a table of scores, whole or not."""
    names = query.rows("select tablename from pg_tables where tablename ~ %s", [rf"^{PARENT}_\d+$"])
    return {int(name.rsplit("_", 1)[1]) for (name,) in names}


def _side_by_side[Item](work: Callable[[Item], object], items: Iterable[Item]) -> None:
    """
    Do the work on as many connections as there are cores to serve them.

    Inside a transaction of the caller there is one connection only, as the others cannot see its table.
    """
    if connection.in_atomic_block:
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        waiting: set[Future[None]] = set()
        for item in items:
            waiting.add(threads.submit(_on_own_connection, work, item))
            if len(waiting) > CONNECTIONS:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for one in done:
                    one.result()
        for one in waiting:
            one.result()


def _on_own_connection[Item](work: Callable[[Item], object], item: Item) -> None:
    try:
        work(item)
    finally:
        connection.close()


def _copied(copy: sql.Composed, batch: bytes) -> None:
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(copy) as stream:
        stream.write(batch)


def _make(run: int) -> None:
    with transaction.atomic():
        query.run(
            sql.SQL("create table {} (like {} including defaults including constraints)").format(
                _name(run), sql.Identifier(PARENT)
            )
        )
        query.run(sql.SQL("alter table {} alter run_id set default {}").format(_name(run), sql.Literal(run)))
        query.run(
            sql.SQL("alter table {} add constraint of_one_run check (run_id = {})").format(_name(run), sql.Literal(run))
        )


def _as_csv(scores: "pa.Table") -> Iterator[bytes]:
    from pyarrow import csv

    options = csv.WriteOptions(include_header=False)
    for start in range(0, scores.num_rows, ROWS_AT_ONCE):
        buffer = BytesIO()
        csv.write_csv(scores.slice(start, ROWS_AT_ONCE), buffer, options)
        yield buffer.getvalue()


def _indexes(run: int) -> Iterator[str]:
    """The indexes of the parent, for the table of this run."""
    rows = query.rows("select indexname, indexdef from pg_indexes where tablename = %s order by indexname", [PARENT])
    for name, definition in rows:
        # A definition reads: CREATE UNIQUE INDEX name ON ONLY public.insight_score USING btree (…)
        rest = re.sub(rf"^.* INDEX {name} ON ONLY \S+ ", "", definition)
        if " UNIQUE " in definition.split(name)[0]:
            yield f"alter table {PARENT}_{run} add primary key {rest.removeprefix('USING btree ')}"
        else:
            yield f"create index on {PARENT}_{run} {rest}"


def _name(run: int) -> sql.Identifier:
    return sql.Identifier(f"{PARENT}_{run}")
