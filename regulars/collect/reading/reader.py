"""Read one file from end to end: open, plan, spool, settle, and yield staged batches."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.collect.kinds import DecimalMark, Kind
from regulars.collect.reading import dates, headings, numbers, shapes, spool
from regulars.collect.reading.container import Form, form_of
from regulars.collect.reading.delimited import Delimited
from regulars.collect.reading.jsonlines import JsonLines
from regulars.collect.reading.judge import Judge
from regulars.collect.reading.parquet import Parquet
from regulars.collect.reading.plan import Answers, Plan, Terms, made
from regulars.collect.reading.refusals import HeadingsOnly
from regulars.collect.reading.sheet import Sheet
from regulars.collect.reading.spool import Rejected, Spool, disk_watched
from regulars.collect.reading.totals import Ledger, Totals
from regulars.collect.reading.vcards import Cards
from regulars.collect.reading.workbook import Workbook

if TYPE_CHECKING:
    import duckdb
    import pyarrow

type Recall = Callable[[str], Answers]

MEMORY = "384MB"
AT_ONCE = 80_000
MOST_HELD = 200_000


@dataclass(frozen=True, slots=True)
class Part:
    """Some staged rows in the schema of `shapes`, and the rows that were rejected among them."""

    accepted: "pyarrow.RecordBatch"
    rejected: list[Rejected]


class Reading:
    """A file that is understood: how it is written and what its columns mean are settled, its rows wait in a spool."""

    def __init__(
        self, path: Path, terms: Terms, work: Path, engine: "duckdb.DuckDBPyConnection", recall: Recall
    ) -> None:
        self.terms = terms
        self.file = path.name
        self._engine = engine
        self._ledger = Ledger(engine)
        self.sheet = opened(path, terms, work)
        blocks = self.sheet.blocks()
        first = next(blocks, None)
        if first is None:
            raise HeadingsOnly(file=path.name)
        self.plan: Plan = made(terms, self.sheet.headings, path.name, first)
        self._spool: Spool = spool.filled(
            self.sheet, self.plan, work / "rows.arrow", kind=terms.kind, year=terms.now.year % 100, engine=engine,
            blocks=chain([first], blocks),
        )  # fmt: skip
        self.rows = self._spool.rows
        self.source = _source(self.plan.preset, self.sheet.headings)
        recalled = recall(self.source)
        self._dates_answer = terms.answers.dates or recalled.dates
        self._decimal_answer = terms.answers.decimal or recalled.decimal
        self.dates = self._settled_dates()
        self.decimals = self._settled_decimals()

    def understood(self) -> dict[str, Any]:
        """How the file was understood, in plain values, for the report."""
        names = self.sheet.headings
        return {
            "preset": self.plan.preset,
            "said": dict(self.plan.said),
            "encoding": getattr(self.sheet, "encoding", None),
            "separator": getattr(self.sheet, "separator", None),
            "columns": {role: [names[place] for place in places] for role, places in self.plan.columns.items()},
            "dates": {
                role: found.order or found.formats[0] if found.formats else None for role, found in self.dates.items()
            },
            "decimals": {role: str(mark) for role, mark in self.decimals.items()},
        }

    def parts(self) -> Iterator[Part]:
        """The rows, typed and judged, a batch at a time; `totals` is right when all are taken."""
        judge = Judge(self.plan, self.terms, self._spool, self._engine, self.dates, self.decimals, self.sheet.headings)
        schema = shapes.schema(self.terms.kind)
        yield Part(_empty(schema), self._spool.rejected)
        for batch in _whole_groups(self._spool.batches(), spool.GROUP.get(self.terms.kind)):
            rows = judge.judged(batch)
            self._ledger.add(rows, is_order=self.terms.kind is Kind.ORDERS)
            yield Part(judge.accepted(rows, schema), judge.rejected(rows))
        self._ledger.totals.rejected += len(self._spool.rejected)
        self._ledger.totals.read += len(self._spool.rejected)
        self._ledger.totals.passed_over = judge.passed_over
        self._ledger.totals.unusable_emails = judge.unusable_emails
        self._ledger.totals.unusable_birthdays = judge.unusable_birthdays
        self._ledger.totals.ambiguous_times = judge.clock.ambiguous
        self._ledger.totals.shifted_times = judge.clock.nonexistent

    @property
    def totals(self) -> Totals:
        """The control totals of what was read so far."""
        return self._ledger.closed()

    def _settled_dates(self) -> dict[str, dates.Reading]:
        from_1904 = isinstance(self.sheet, Workbook) and self.sheet.counts_from_1904
        evidence = self._spool.date_evidence
        return {
            role: dates.settled(
                one, self.file, answer=self._dates_answer, from_1904=from_1904,
                others=[other for other in evidence.values() if other is not one],
            )
            for role, one in evidence.items()
        }  # fmt: skip

    def _settled_decimals(self) -> dict[str, DecimalMark]:
        evidence = self._spool.number_evidence
        return {
            role: numbers.settled(
                one, self.file, answer=DecimalMark.POINT if self.sheet.is_typed else self._decimal_answer,
                others=list(evidence.values()),
            )
            for role, one in evidence.items()
        }  # fmt: skip


@contextmanager
def reading(
    path: Path, terms: Terms, *, recall: Recall = lambda source: Answers(), work: Path | None = None
) -> Iterator[Reading]:
    """
    Open and understand a file; its spool lies in a folder inside `work` and is gone afterwards.

    `recall` gives what was answered earlier for files with the same headings.

    :raises Unreadable: with one sentence, if the file cannot be read or something must be asked first.
    """
    import duckdb

    place = Path(tempfile.mkdtemp(prefix="reading-", dir=work))
    try:
        with disk_watched(place, path.name), duckdb.connect(config={"memory_limit": MEMORY, "threads": 2}) as engine:
            engine.execute(f"set temp_directory = '{str(place).replace(chr(39), chr(39) * 2)}'")
            yield Reading(path, terms, place, engine, recall)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _source(preset: str, names: list[str]) -> str:
    """The same for all files that are written alike."""
    return hashlib.sha256("\x1f".join([preset, *map(headings.key, names)]).encode()).hexdigest()


def opened(path: Path, terms: Terms, work: Path) -> Sheet:
    """The file as a sheet of text cells, whatever its form."""
    form = form_of(path)
    if form is Form.WORKBOOK:
        return Workbook(path, terms.kind, spool=work)
    if form is Form.PARQUET:
        return Parquet(path, terms.kind, spool=work)
    if form is Form.VCARD:
        return Cards(path, wanted_encoding=terms.answers.encoding)
    if form is Form.JSON_LINES:
        return JsonLines(path, terms.kind, wanted_encoding=terms.answers.encoding)
    return Delimited(path, terms.kind, wanted_encoding=terms.answers.encoding)


def _whole_groups(batches: "Iterator[pyarrow.RecordBatch]", key: str | None) -> "Iterator[pyarrow.Table]":
    """Batches gathered, and cut so that the rows of one order (or product) that stand together stay together."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(map(len, held)) < AT_ONCE:
            continue
        table = pa.Table.from_batches(held)
        cut = _start_of_last(table.column(key)) if key in table.schema.names else len(table)
        if not cut and len(table) <= MOST_HELD:
            continue
        yield table.slice(0, cut or len(table))
        held = table.slice(cut or len(table)).to_batches()
    if held:
        yield pa.Table.from_batches(held)


def _start_of_last(keys: "pyarrow.ChunkedArray") -> int:
    """Where the last run of equal keys begins."""
    import numpy as np
    import pyarrow.compute as pc

    known = pc.fill_null(keys, "")
    others = np.flatnonzero(pc.not_equal(known, known[-1]).to_numpy())
    return int(others[-1]) + 1 if len(others) else 0


def _empty(schema: "pyarrow.Schema") -> "pyarrow.RecordBatch":
    import pyarrow as pa

    return pa.RecordBatch.from_pylist([], schema)
