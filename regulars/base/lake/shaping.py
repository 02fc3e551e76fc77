"""Make the rows of the lake's tables out of what was read from PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.base.lake.table import Table, shaped

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

MEMORY = "768MB"
ROWS = 100_000


class Shaper:
    """An engine over some files, by name."""

    def __init__(self, engine: "DuckDBPyConnection") -> None:
        self._engine = engine

    def rows(self, table: Table) -> "pa.RecordBatchReader":
        """The rows of a table, a batch at a time; read them all before the next call."""
        return self._engine.sql(shaped(table)).to_arrow_reader(ROWS)

    def save(self, table: Table, path: Path) -> int:
        """
        Write the rows of a table to a Parquet file.

        :returns: how many there are.
        """
        [(rows,)] = self._engine.execute(f"copy ({shaped(table)}) to {quoted(path)} (format parquet)").fetchall()
        return int(rows)


@contextmanager
def shaper(tables: Mapping[str, Any], *, scratch: Path) -> Iterator[Shaper]:
    """An engine that knows files of Parquet, or Arrow, by name, and spills to a folder beyond its memory."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "preserve_insertion_order": False,
        "temp_directory": str(scratch / "spill"),
    }
    with duckdb.connect(":memory:", config=settings) as engine:
        for name, table in tables.items():
            if isinstance(table, Path | list):
                listed = ", ".join(quoted(path) for path in ([table] if isinstance(table, Path) else table))
                engine.execute(f"create view {name} as select * from read_parquet([{listed}])")
            else:
                engine.register(name, table)
        yield Shaper(engine)


def quoted(path: Path | str) -> str:
    return "'" + str(path).replace("'", "''") + "'"
