"""
Read the lake and the database as one, at one moment, while others write to both.

The versions of the Delta tables are fixed first, and then one snapshot of PostgreSQL. Rows of keys that were noted
after the batch in a table come from the snapshot, all others from the table; events after its position likewise.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regulars.base.lake import batches, postgres, shaping, spool
from regulars.base.lake.delta import Lake
from regulars.base.lake.inputs import View
from regulars.base.lake.postgres import Snapshot
from regulars.base.lake.table import KEYS, Given, Log, RollUp, Source, Table, changed, every_table, whole


@dataclass
class Cut:
    """
    Tables for the engine by name, all of one moment; roll-ups stand as at the end of the last export.

    :param versions: the version of each Delta table, by which a result names what it was made from.
    """

    tables: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)


@contextmanager
def open_cut(given: Sequence[Given]) -> Iterator[Cut]:
    """Fix a moment; the tables can be read until the end of the block, for hours if need be."""
    lake = Lake.here()
    # Before the tables are opened, since an export that ends in between raises it beyond what was opened.
    known = batches.standings()
    held = {table.name: lake.open(table.name) for table in every_table(given)}
    with spool.folder() as folder:
        reading = Reading(lake, held, known, folder)
        with postgres.session() as session, session.snapshot() as moment:
            for one in given:
                reading.take(one, moment)
        yield reading.finished()


class Reading:
    """The making of a cut: what was fixed, and what has been fetched."""

    def __init__(self, lake: Lake, held: dict[str, Any], known: dict[str, int], folder: Path) -> None:
        self.lake = lake
        self.held = held
        self.known = known
        self.folder = folder
        self.cut = Cut()
        self.unmade: list[tuple[Table, dict[str, Path], str]] = []

    def take(self, one: Given, moment: Snapshot) -> None:
        match one:
            case Source():
                self.take_source(one, moment)
            case Log():
                self.take_log(one, moment)
            case RollUp():
                if self.held[one.table.name] is not None:
                    self.cut.tables[one.table.name] = self.lake.rows(self.held[one.table.name])

    def take_source(self, source: Source, moment: Snapshot) -> None:
        """Fetch what was noted since the oldest of the tables; everything, if one of them cannot be used."""
        last = moment.count("select coalesce(max(number), 0) from lake_batch")
        numbers = [self.usable(table, last) for table in source.tables]
        chosen = whole
        if None not in numbers:
            if moment.pick(source, after=min(number or 0 for number in numbers), upto=None) == 0:
                for table in source.tables:
                    self.cut.tables[table.name] = self.lake.rows(self.held[table.name])
                return
            chosen = changed
            moment.save(f"select key from {KEYS}", self.folder / f"{source.tables[0].name}.keys")
        else:
            for table in source.tables:
                self.held[table.name] = None
        reads = {name: self.folder / f"{source.tables[0].name}.{name}" for name in source.reads}
        for name, read in source.reads.items():
            moment.save(chosen(read), reads[name])
        for table in source.tables:
            self.unmade.append((table, reads, source.key))

    def take_log(self, log: Log, moment: Snapshot) -> None:
        number = self.usable(log.table, moment.count("select coalesce(max(number), 0) from lake_batch"))
        path = self.folder / f"{log.table.name}.read"
        if moment.save(postgres.between(log.read, batches.position(number or 0)), path) == 0 and number is not None:
            self.cut.tables[log.table.name] = self.lake.rows(self.held[log.table.name])
        else:
            self.unmade.append((log.table, {"read_log": path}, ""))

    def usable(self, table: Table, last: int) -> int | None:
        """The batch in a table; None if there is no table, or it does not fit the database."""
        held = self.held[table.name]
        if held is None:
            return None
        number = self.lake.number(held)
        self.cut.versions[table.name] = held.version()
        return number if self.known.get(table.name, 0) <= number <= last else None

    def finished(self) -> Cut:
        """Shape what was fetched; the snapshot is closed by then, so that nothing waits for us."""
        for table, reads, key in self.unmade:
            tail = self.folder / f"{table.name}.tail"
            with shaping.shaper(reads, scratch=self.folder) as shaper:
                shaper.save(table, tail)
            self.cut.tables[table.name] = self.united(table, tail, key, next(iter(reads.values())))
        return self.cut

    def united(self, table: Table, tail: Path, key: str, read: Path) -> Any:
        held = self.held[table.name]
        if held is None:
            return [str(tail)]
        columns = ", ".join(table.columns)
        hidden = f"where not exists (select 1 from {{noted}} n where n.key = k.{key})" if key else ""
        over: dict[str, Any] = {"kept": self.lake.rows(held), "tail": [str(tail)]}
        if key:
            over["noted"] = [str(read.with_suffix(".keys"))]
        sql = f"select {columns} from {{kept}} k {hidden} union all select {columns} from {{tail}}"
        return View(sql, over)
