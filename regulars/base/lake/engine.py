"""
Run the statements of learning: one face, DuckDB behind it, or Spark where one machine is not enough.

Statements are written in DuckDB's SQL. Time is UTC. What a statement reads comes in by name: tables as Arrow or as
Parquet files, everything else as a parameter `$name`.
"""

from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol, Self

from regulars.base.lake import inputs, spark

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

MEMORY = "2GB"


class Engine(Protocol):
    """Runs a statement over named tables."""

    def run(self, sql: str, **given: Any) -> "pa.Table":
        """
        The result of one statement.

        An input that is an Arrow table, dataset or reader, a path of Parquet, a list of such paths, or a view of
        these is a table; any other is the parameter of its name. Rows come in no order but that which the statement
        names.
        """
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def open_engine(where: str = "", *, memory: str = MEMORY, threads: int | None = None) -> Engine:
    """
    The engine that `LAKE_ENGINE` names: empty or `duckdb`, `spark-local`, or `spark://host:port`.

    :raises ValueError: on any other name. :raises spark.NotInstalled: where Spark is named and its package is missing.
    """
    if where in ("", "duckdb"):
        return DuckEngine(memory=memory, threads=threads)
    if where == "spark-local":
        return spark.SparkEngine("local[*]")
    if where.startswith("spark://"):
        return spark.SparkEngine(where)
    raise ValueError(f"LAKE_ENGINE must be empty, duckdb, spark-local or spark://host:port, not {where!r}")


class DuckEngine:
    """An in-memory DuckDB of its own, which spills to a temporary folder beyond its memory."""

    def __init__(self, *, memory: str = MEMORY, threads: int | None = None) -> None:
        import duckdb

        # Order of insertion costs memory on every scan, and no statement may depend on it.
        config: dict[str, Any] = {"memory_limit": memory, "preserve_insertion_order": False}
        if threads is not None:
            config["threads"] = threads
        self._connection = duckdb.connect(":memory:", config=config)
        self._connection.execute("set TimeZone = 'UTC'")

    def run(self, sql: str, **given: Any) -> "pa.Table":
        tables, parameters = inputs.split(given)
        # Names live and die with a cursor of their own, so that statements may run beside each other.
        with closing(self._connection.cursor()) as cursor:
            for name, table in tables.items():
                _give(cursor, name, table)
            return cursor.sql(sql, params=parameters).to_arrow_table()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _give(cursor: "DuckDBPyConnection", name: str, table: Any) -> None:
    if isinstance(table, inputs.View):
        under, _ = inputs.split(table.over)
        for part, given in under.items():
            _give(cursor, f"{name}_{part}", given)
        statement = table.sql.format(**{part: f"{name}_{part}" for part in under})
        cursor.execute(f'create temp view "{name}" as {statement}')
    elif isinstance(table, list):
        files = ", ".join("'" + path.replace("'", "''") + "'" for path in table)
        cursor.execute(f'create temp view "{name}" as select * from read_parquet([{files}])')
    else:
        cursor.register(name, table)
