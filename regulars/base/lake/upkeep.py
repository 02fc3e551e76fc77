"""Keep the lake small and fast to read, and take out of it whom the law takes out."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from regulars.base.lake import batches, delta, spool
from regulars.base.lake.delta import Lake
from regulars.base.lake.table import Given, Table, every_table

# A reader may hold a version for as long as this; learning on a large shop takes minutes.
KEPT_FOR = timedelta(hours=24)


def compact(
    given: Sequence[Given], *, at: datetime, kept_for: timedelta = KEPT_FOR, wait: bool = True
) -> dict[str, int]:
    """
    Join small files, and remove those that no version within `kept_for` names.

    :returns: how many files were removed from each table.
    :raises batches.ExportUnderWay: if an export is under way and this does not wait.
    """
    lake = Lake.here()
    removed = {}
    spool.sweep(at=at)
    with batches.only_exporter(wait=wait):
        for table in every_table(given):
            held = lake.open(table.name)
            if held is not None:
                held.optimize.compact(max_spill_size=delta.SPILL_BEYOND)
                held.create_checkpoint()
                held.cleanup_metadata()
                removed[table.name] = sweep(lake, table, kept_for)
    return removed


def erase(given: Sequence[Given], people: Iterable[int], *, kept_for: timedelta = timedelta(0)) -> dict[str, int]:
    """
    Delete every row of these original people from every table that names people, and then its files.

    PostgreSQL is cleared first; otherwise the next export would bring the rows back. Files that a reader may still
    hold go when `kept_for` has passed; with none, at once.

    :returns: how many rows were deleted from each table.
    """
    import pyarrow as pa

    keys = pa.table({"key": pa.array(sorted(set(people)), pa.int64())})
    lake = Lake.here()
    deleted = {}
    with batches.only_exporter():
        for table in every_table(given):
            held = lake.open(table.name)
            if held is not None and "person" in table.columns:
                deleted[table.name] = delta.remove(held, "person", keys)
                sweep(lake, table, kept_for)
    return deleted


def sweep(lake: Lake, table: Table, kept_for: timedelta) -> int:
    """Remove the files that are in no version younger than this; how many they were."""
    held = lake.open(table.name)
    if held is None:
        return 0
    hours = int(kept_for.total_seconds() // 3600)
    files = held.vacuum(retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=hours == 0)
    return len(files)
