"""Read rows from PostgreSQL as Arrow, in bounded memory, all at one moment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection
from psycopg.conninfo import make_conninfo

from regulars.base.events.event import Position
from regulars.base.lake.table import KEYS, Source

if TYPE_CHECKING:
    import pyarrow as pa

WORK_MEMORY = "64MB"
NUMERIC = (20, 6)
NOTED = "select subject, low, high from lake_noted where batch > {after} and batch <= {upto}"
NOTED_SINCE = "select subject, low, high from lake_noted where batch > {after} or batch is null"


class Snapshot:
    """A moment of the database, held open by a transaction of its own."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def count(self, sql: str) -> int:
        self._cursor.execute(sql)
        return int(self._cursor.fetchone()[0])

    def pick(self, source: Source, *, after: int, upto: int | None) -> int:
        """
        Fill the temporary table `lake_keys` with the keys noted in batches after one number and up to another.

        :param upto: None for all that is noted, also what no batch has yet.
        :returns: how many keys there are.
        """
        noted = NOTED_SINCE.format(after=after) if upto is None else NOTED.format(after=after, upto=upto)
        self._cursor.execute(f"drop table if exists {KEYS}")
        # Without statistics of the ranges PostgreSQL might read the whole table for each of them.
        self._cursor.execute("set local enable_seqscan = off")
        self._cursor.execute(f"create temporary table {KEYS} on commit drop as {keys(source.notes, noted)}")
        self._cursor.execute("set local enable_seqscan = on")
        self._cursor.execute(f"create unique index on {KEYS} (key)")
        self._cursor.execute(f"analyze {KEYS}")
        return self.count(f"select count(*) from {KEYS}")

    def save(self, sql: str, path: Path) -> int:
        """
        Write the rows of a statement to a Parquet file.

        :returns: how many there are.
        """
        import pyarrow.parquet as parquet

        told = self._cursor.adbc_execute_schema(sql)
        schema = plain(told)
        self._cursor.execute(as_text(sql, told))
        rows = 0
        with parquet.ParquetWriter(path, schema, compression="snappy") as writer:
            for batch in self._cursor.fetch_record_batch():
                writer.write_batch(cast(batch, schema))
                rows += batch.num_rows
        return rows


class Session:
    """A connection beside Django's own, which takes a quarter of a second to open, for one moment after another."""

    def __init__(self, connected: Any) -> None:
        self._connected = connected

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One repeatable-read transaction."""
        try:
            with self._connected.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
                cursor.execute(f"set local work_mem = '{WORK_MEMORY}'")
                cursor.execute("set local timezone = 'UTC'")
                cursor.execute("set local jit = off")
                yield Snapshot(cursor)
        finally:
            self._connected.rollback()


@contextmanager
def session() -> Iterator[Session]:
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(address()) as connected:
        yield Session(connected)


def address() -> str:
    """The database of Django's connection, as libpq is told of it."""
    known = connection.get_connection_params()
    named = {key: known[key] for key in ("dbname", "user", "password", "host", "port") if known.get(key)}
    return make_conninfo("", **{key: str(value) for key, value in named.items()})


def between(read: str, after: Position, upto: Position | None = None) -> str:
    """The statement that reads the events after a position and up to another, or all that come after it."""
    beyond = f"(e.epoch, e.xid, e.seq) > ({after.epoch}, '{after.xid}'::xid8, {after.seq})"
    if upto is None:
        return f"{read} where {beyond}"
    return f"{read} where {beyond} and (e.epoch, e.xid, e.seq) <= ({upto.epoch}, '{upto.xid}'::xid8, {upto.seq})"


def keys(notes: Mapping[str, str], noted: str) -> str:
    """The statement that makes keys of a source out of what is noted."""
    parts = []
    for subject, sql in notes.items():
        ranges = f"select distinct low, high from noted where subject = '{subject}'"
        if sql:
            parts.append(f"select * from (with ranges as materialized ({ranges}) {sql}) as found")
        else:
            parts.append(f"select generate_series(low, high) from ({ranges}) as ranges")
    return f"with noted as materialized ({noted}) select distinct key from ({' union all '.join(parts)}) as k (key)"


def plain(told: "pa.Schema") -> "pa.Schema":
    """The schema with PostgreSQL's numerics as decimals."""
    import pyarrow as pa

    def kind(field: "pa.Field") -> "pa.DataType":
        if not isinstance(field.type, pa.OpaqueType):
            return field.type
        modifier = int((field.metadata or {}).get(b"POSTGRESQL:typmod", b"-1"))
        precision, scale = ((modifier - 4) >> 16, (modifier - 4) & 0x7FF) if modifier > 4 else NUMERIC
        return pa.decimal128(precision, scale)

    return pa.schema([pa.field(field.name, kind(field)) for field in told])


def as_text(sql: str, told: "pa.Schema") -> str:
    """The statement with its numerics as text: PostgreSQL prints them three times as fast as ADBC reads them."""
    import pyarrow as pa

    columns = [f"{f.name}::text" if isinstance(f.type, pa.OpaqueType) else f.name for f in told]
    return f"select {', '.join(columns)} from ({sql}) as told"


def cast(batch: "pa.RecordBatch", schema: "pa.Schema") -> "pa.RecordBatch":
    import pyarrow as pa

    columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
