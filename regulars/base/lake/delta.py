"""The Delta tables themselves: where they lie, the number each has come to, and how rows get in and out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from regulars.base.events.event import Position
from regulars.base.kit.refusal import Refusal
from regulars.base.lake.models import Identity
from regulars.base.lake.table import MONTH, Table, schema

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import CommitProperties, DeltaTable

SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# Every month that is written to holds a group in memory until it is full.
ROWS_IN_GROUP = 120_000
SPILL_BEYOND = 1024**3
# Files and log entries that a reader may still hold are kept this long.
CONFIGURATION = {
    "delta.enableDeletionVectors": "false",
    "delta.deletedFileRetentionDuration": "interval 1 days",
    "delta.logRetentionDuration": "interval 7 days",
    "delta.checkpointInterval": "50",
}


class SomebodyElsesLake(Refusal):
    message = gettext_lazy(
        "The lake at %(where)s belongs to another database; give this installation a folder of its own (REGULARS_LAKE)."
    )


@dataclass(frozen=True)
class Lake:
    """
    A folder, or a bucket of an S3-compatible store, in which every table has a folder of its own.

    How to reach a bucket is read from the environment, as the AWS tools do (`AWS_ENDPOINT_URL` and so on).
    """

    where: str
    mark: str

    @classmethod
    def here(cls) -> "Lake":
        """The lake of this installation; the database sets its mark the first time."""
        identity = Identity.objects.first() or Identity.objects.create()
        return cls(settings.LAKE, f"regulars-{identity.mark}")

    @property
    def is_remote(self) -> bool:
        return bool(SCHEME.match(self.where))

    def path(self, name: str) -> str:
        return f"{self.where.rstrip('/')}/{name}"

    def open(self, name: str, version: int | None = None) -> "DeltaTable | None":
        """A table as it stands now, or stood at a version; None if there is none yet."""
        from deltalake import DeltaTable

        if not DeltaTable.is_deltatable(self.path(name)):
            return None
        return DeltaTable(self.path(name), version=version)

    def number(self, table: "DeltaTable") -> int:
        """
        The last batch that is in a table.

        :raises SomebodyElsesLake: if another database wrote it.
        """
        number = table.transaction_version(self.mark)
        if number is None:
            raise SomebodyElsesLake(where=self.where)
        return int(number)

    def rows(self, table: "DeltaTable", months: Iterable[date] | None = None) -> Any:
        """What an engine reads a table by, or some months of it: its files, or where there are none, Arrow."""
        import pyarrow as pa

        chosen = None if months is None else [(MONTH, "in", [str(month) for month in months])]
        files = table.file_uris(file_pruning_predicate=chosen)
        if not files:
            return pa.schema(table.schema()).empty_table()
        if self.is_remote:
            # DuckDB has no reader of its own for buckets without an extension.
            return table.to_pyarrow_dataset(file_pruning_predicate=chosen)
        return files

    def append(self, table: Table, rows: "pa.RecordBatchReader", *, number: int) -> int:
        """Add rows and take on the batch's number, in one commit; how many there were."""
        return self._write(table, rows, mode="append", commit_properties=numbered(self.mark, number))

    def replace(self, table: Table, rows: "pa.RecordBatchReader", *, number: int) -> int:
        """Put these rows in the place of all others, in one commit."""
        return self._write(table, rows, mode="overwrite", commit_properties=numbered(self.mark, number))

    def replace_months(
        self, table: Table, rows: "pa.RecordBatchReader", *, months: Iterable[date], mark: str, number: int
    ) -> int:
        """Put these rows in the place of those of some months, in one commit."""
        chosen = f"{MONTH} in ({', '.join(f"cast('{month}' as date)" for month in months)})"
        options = {"predicate": chosen} if self.open(table.name) is not None else {}
        return self._write(table, rows, mode="overwrite", commit_properties=numbered(mark, number), **options)

    def cut_off(self, table: Table, after: Position, *, number: int) -> None:
        """Take the events after a position out, and go back to the number of the batch that ends there."""
        held = self.open(table.name)
        if held is not None:
            epoch, xid, seq = after
            held.delete(
                f"epoch > {epoch} or (epoch = {epoch} and (xid > {xid} or (xid = {xid} and seq > {seq})))",
                commit_properties=numbered(self.mark, number),
            )

    def _write(self, table: Table, rows: "pa.RecordBatchReader", **options: Any) -> int:
        import pyarrow as pa
        from deltalake import WriterProperties, write_deltalake

        if not self.is_remote:
            Path(self.path(table.name)).mkdir(parents=True, exist_ok=True)
        wanted = schema(table)
        seen = 0

        def counted() -> "Iterator[pa.RecordBatch]":
            nonlocal seen
            for batch in rows:
                seen += batch.num_rows
                yield batch.cast(wanted)

        write_deltalake(
            self.path(table.name),
            pa.RecordBatchReader.from_batches(wanted, counted()),
            partition_by=[MONTH] if table.month else None,
            configuration=CONFIGURATION,
            writer_properties=WriterProperties(compression="SNAPPY", max_row_group_size=ROWS_IN_GROUP),
            **options,
        )
        return seen


def numbered(mark: str, number: int) -> "CommitProperties":
    from deltalake import CommitProperties, Transaction

    return CommitProperties(app_transactions=[Transaction(mark, number)], custom_metadata={"batch": str(number)})


def may_hold(table: "DeltaTable", key: str, low: int, high: int) -> bool:
    """Whether a table may have a key between two, by the statistics of its files."""
    import pyarrow as pa
    import pyarrow.compute as compute

    files = pa.table(table.get_add_actions(flatten=True))
    if files.num_rows == 0:
        return False
    if f"min.{key}" not in files.column_names or files[f"min.{key}"].null_count:
        return True
    return bool(compute.min(files[f"min.{key}"]).as_py() <= high and low <= compute.max(files[f"max.{key}"]).as_py())


def remove(table: "DeltaTable", key: str, keys: "pa.Table") -> int:
    """
    Take the rows of some keys out of a table, under no number.

    :param keys: one column named `key`, each once.
    :returns: how many rows went.
    """
    import pyarrow.compute as compute

    if keys.num_rows == 0:
        return 0
    ends = compute.min_max(keys["key"]).as_py()
    done = (
        table.merge(
            keys,
            predicate=f"kept.{key} = gone.key and kept.{key} between {ends['min']} and {ends['max']}",
            source_alias="gone",
            target_alias="kept",
            max_spill_size=SPILL_BEYOND,
        )
        .when_matched_delete()
        .execute()
    )
    return int(done["num_target_rows_deleted"])
