"""
Bring the lake up to date: what changed in PostgreSQL since the last batch goes to the Delta tables.

A batch is numbered and fixed in PostgreSQL first; the commit of each Delta table carries its number. Whoever is killed
in between is followed by one that reads the number from Delta, and writes what is not there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from regulars.base.kit import disk
from regulars.base.lake import batches, delta, postgres, rollups, shaping, spool
from regulars.base.lake.delta import Lake
from regulars.base.lake.postgres import Session
from regulars.base.lake.table import KEYS, Given, Log, RollUp, Source, Table, changed, whole

MOST_TURNS = 1_000
MANY_KEYS = 100_000

type Progress = Callable[[str, int], None]


def silent(table: str, rows: int) -> None:
    """A progress that tells nobody."""


@dataclass
class Exported:
    """What an export did: the rows written by table, and the tables that had to be made anew and why."""

    number: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    rebuilt: dict[str, str] = field(default_factory=dict)


def all_tables(given: Sequence[Given], *, at: datetime, progress: Progress = silent, wait: bool = True) -> Exported:
    """
    Bring every table up to date with what is committed now.

    :raises batches.ExportUnderWay: if another process does so and this one does not wait.
    :raises disk.NoRoomLeft: if there is none for the lake or for what lies between; the next export goes on from there.
    :raises delta.SomebodyElsesLake: if the folder holds tables of another database.
    """
    lake = Lake.here()
    with (
        disk.watched(spool.place(), *([] if lake.is_remote else [lake.where])),
        batches.only_exporter(wait=wait),
        postgres.session() as session,
    ):
        exporter = Exporter(lake, session, given, progress)
        exporter.mend()
        exporter.forward(at=at)
        return exporter.done


class Exporter:
    def __init__(self, lake: Lake, session: Session, given: Sequence[Given], progress: Progress) -> None:
        self.lake = lake
        self.session = session
        self.sources = [one for one in given if isinstance(one, Source)]
        self.logs = [one for one in given if isinstance(one, Log)]
        self.rollups = [one for one in given if isinstance(one, RollUp)]
        self.progress = progress
        self.done = Exported()

    def mend(self) -> None:
        """Find tables that do not fit the database, as after one of the two was restored from an older copy."""
        last, known = batches.last(), batches.standings()
        for log in self.logs:
            if (self.number(log.table) or 0) > last:
                self.done.rebuilt[log.table.name] = "was newer than the database"
                self.lake.cut_off(log.table, batches.position(last), number=last)
        for source in self.sources:
            for table in source.tables:
                number = self.number(table)
                if number is not None and number > last:
                    self.done.rebuilt[table.name] = "was newer than the database"
                elif number is not None and number < known.get(table.name, 0):
                    self.done.rebuilt[table.name] = "was older than the database knew it"

    def forward(self, *, at: datetime) -> None:
        """Plan and write until nothing waits; a table made whole takes all notes at once."""
        is_first = any(self.is_whole(table) for source in self.sources for table in source.tables)
        for turn in range(MOST_TURNS):
            most = 2**62 if is_first and turn == 0 else batches.MOST_KEYS
            planned = batches.plan(at=at, most_keys=most)
            if not planned and turn > 0:
                break
            self.write(batches.last(), at=at)
        for rollup in self.rollups:
            self.count(rollup.table.name, rollups.refresh(self.lake, rollup))

    def write(self, number: int, *, at: datetime) -> None:
        for log in self.logs:
            self.write_log(log, number)
        for source in self.sources:
            self.write_source(source, number)
        batches.finish(number, at=at)
        self.done.number = number

    def write_log(self, log: Log, number: int) -> None:
        """Append the events between the batch that the table holds and this one."""
        held = self.number(log.table)
        after, upto = batches.position(held or 0), batches.position(number)
        if held is not None and after == upto:
            return
        with spool.folder() as folder:
            path = folder / "events.parquet"
            with self.session.snapshot() as moment:
                moment.save(postgres.between(log.read, after, upto), path)
            with shaping.shaper({"read_log": path}, scratch=folder) as shaper:
                rows = self.lake.append(log.table, shaper.rows(log.table), number=number)
        self.written(log.table, number, rows)

    def write_source(self, source: Source, number: int) -> None:
        """Put the rows of the changed keys in the place of those that the tables hold; or all, where that is less."""
        behind = [table for table in source.tables if self.is_whole(table) or (self.number(table) or 0) < number]
        if not behind:
            return
        is_whole = any(self.is_whole(table) for table in behind)
        with spool.folder() as folder:
            with self.session.snapshot() as moment:
                if not is_whole:
                    after = min(self.number(table) or 0 for table in behind)
                    keys = moment.pick(source, after=after, upto=number)
                    if keys == 0:
                        return
                    is_whole = self.is_most(source, keys)
                if not is_whole:
                    moment.save(f"select key from {KEYS}", folder / "keys.parquet")
                chosen = whole if is_whole else changed
                for name, read in source.reads.items():
                    moment.save(chosen(read), folder / f"{name}.parquet")
            for table in behind:
                self.write_table(source, table, number, folder, is_whole=is_whole)

    def write_table(self, source: Source, table: Table, number: int, folder: Path, *, is_whole: bool) -> None:
        import pyarrow.compute as compute
        import pyarrow.parquet as parquet

        reads = {name: folder / f"{name}.parquet" for name in source.reads}
        with shaping.shaper(reads, scratch=folder) as shaper:
            if is_whole:
                rows = self.lake.replace(table, shaper.rows(table), number=number)
            else:
                keys = parquet.read_table(folder / "keys.parquet")
                ends = compute.min_max(keys["key"]).as_py()
                held = self.lake.open(table.name)
                # Rows that go before their batch is there do no harm: readers take noted keys from PostgreSQL.
                if held is not None and delta.may_hold(held, source.key, ends["min"], ends["max"]):
                    delta.remove(held, source.key, keys)
                rows = self.lake.append(table, shaper.rows(table), number=number)
        self.written(table, number, rows)

    def written(self, table: Table, number: int, rows: int) -> None:
        batches.stand(table.name, number)
        self.count(table.name, rows)

    def count(self, table: str, rows: int) -> None:
        self.done.rows[table] = self.done.rows.get(table, 0) + rows
        self.progress(table, rows)

    def number(self, table: Table) -> int | None:
        """The last batch in a table; None if there is no table."""
        held = self.lake.open(table.name)
        return None if held is None else self.lake.number(held)

    def is_whole(self, table: Table) -> bool:
        """Whether a table has to be written from the beginning."""
        return (table.name in self.done.rebuilt and table.name not in self.done.rows) or self.number(table) is None

    def is_most(self, source: Source, keys: int) -> bool:
        """Whether so many keys changed that to write the tables anew is less work."""
        if keys < MANY_KEYS:
            return False
        held = self.lake.open(source.tables[0].name)
        return held is not None and keys * 3 > held.count()
