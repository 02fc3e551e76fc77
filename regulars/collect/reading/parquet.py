"""The rows of a Parquet file; a row's line is its number, counted from one."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.collect.reading import headings
from regulars.collect.reading.container import unpacked
from regulars.collect.reading.refusals import DamagedFile, HeadingsOnly
from regulars.collect.reading.sheet import BATCH, Block

if TYPE_CHECKING:
    import duckdb
    import pyarrow


class Parquet:
    """A Parquet file, read a batch at a time, its values written as text without losing a digit."""

    is_typed = True

    def __init__(self, path: Path, kind: str, *, spool: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.path = path
        try:
            self._file = pq.ParquetFile(unpacked(path, spool))
        except (pa.ArrowException, OSError) as error:
            raise DamagedFile(file=path.name, detail="it is not whole Parquet") from error
        if not self._file.metadata.num_rows:
            raise HeadingsOnly(file=path.name)
        self.headings = headings.checked(self._file.schema_arrow.names, path.name)

    def blocks(self) -> Iterator[Block]:
        """The rows in the order of the file."""
        import duckdb
        import pyarrow as pa

        before = 0
        with duckdb.connect() as engine:
            try:
                for batch in self._file.iter_batches(batch_size=BATCH):
                    lines = pa.array(range(before + 1, before + 1 + len(batch)), pa.int64())
                    yield Block(lines, _as_text(engine, batch.rename_columns(self.headings)))
                    before += len(batch)
            except (pa.ArrowException, OSError, duckdb.Error) as error:
                raise DamagedFile(file=self.path.name, detail=f"after row {before}") from error


def _as_text(engine: "duckdb.DuckDBPyConnection", batch: "pyarrow.RecordBatch") -> "list[pyarrow.Array]":
    """Each column as text; lists and structures as JSON."""
    import pyarrow as pa

    engine.register("batch", pa.Table.from_batches([batch]))
    columns = []
    for name, type_ in zip(batch.schema.names, batch.schema.types, strict=True):
        quoted = '"' + name.replace('"', '""') + '"'
        columns.append(f"cast({f'to_json({quoted})' if pa.types.is_nested(type_) else quoted} as varchar)")
    table = engine.sql("select " + ", ".join(columns) + " from batch").to_arrow_table()
    return [column.cast(pa.string()).combine_chunks() for column in table.columns]
