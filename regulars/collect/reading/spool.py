"""Copy the columns that matter into an Arrow file beside, and gather on the way what settles dates and numbers."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.base.kit.ahead import ahead
from regulars.collect.kinds import Reason
from regulars.collect.reading import dates, numbers, packed
from regulars.collect.reading.columns import DATES, LENIENT, NUMBERS
from regulars.collect.reading.plan import Plan
from regulars.collect.reading.refusals import DiskFull
from regulars.collect.reading.sheet import Block, Sheet

if TYPE_CHECKING:
    import duckdb
    import pyarrow

NOTHING = ("-", "--", "n/a", "N/A", "null", "NULL", "None", "none", "nil")
GUARDED = frozenset({"user_id", "phone", "postcode", "sku"})
"""Columns in which some shops write a leading apostrophe, to keep spreadsheets from reckoning."""
NUMERIC = NUMBERS | {"line_subtotal"}
GROUP = {"orders": "order_number", "products": "handle"}


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that was not taken over, and why."""

    line: int
    column: str
    value: str
    reason: Reason


@dataclass(slots=True)
class Spool:
    """The file's rows by role, on disk; and what was seen of its dates and numbers."""

    path: Path
    date_evidence: dict[str, dates.Evidence] = field(default_factory=dict)
    number_evidence: dict[str, numbers.Evidence] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    rows: int = 0
    c_lines: int = 0
    c_returns: int = 0

    def batches(self) -> "Iterator[pyarrow.RecordBatch]":
        """The rows in the order of the file."""
        import pyarrow as pa

        with pa.memory_map(str(self.path)) as source, pa.ipc.open_stream(source) as reader:
            yield from reader


@contextmanager
def disk_watched(place: Path, file: str) -> Iterator[None]:
    """
    Say in one sentence that the disk is full.

    :raises DiskFull: if it is.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(place=str(place), file=file) from error
        raise


def filled(
    sheet: Sheet, plan: Plan, path: Path, *, kind: str, year: int, engine: "duckdb.DuckDBPyConnection",
    blocks: Iterator[Block],
) -> Spool:  # fmt: skip
    """Write the roles of a plan to `path`, a block at a time."""
    import pyarrow as pa

    spool = Spool(path)
    for role, places in plan.columns.items():
        if role in DATES:
            spool.date_evidence[role] = dates.Evidence(sheet.headings[places[0]], year, is_lenient=role in LENIENT)
        elif role in NUMERIC:
            spool.number_evidence[role] = numbers.Evidence(sheet.headings[places[0]])
    if plan.is_packed:
        spool.number_evidence |= {role: numbers.Evidence(role) for role in packed.ITEM if role in NUMERIC}
    writer: pa.RecordBatchStreamWriter | None = None
    group = GROUP.get(kind) if plan.fills_down else None
    last: str | None = None
    try:
        for block in ahead(blocks):
            spool.rejected += [Rejected(line, "", text[:200], Reason.CELLS) for line, text in block.ragged]
            table = _by_role(block, plan, sheet.headings)
            if group and group in table.schema.names:
                table, last = _group_filled(table, group, last)
            spool.rows += len(table) + len(block.ragged)
            _look(spool, table, engine)
            if writer is None:
                options = pa.ipc.IpcWriteOptions(compression="lz4")
                writer = pa.ipc.new_stream(str(path), table.schema, options=options)
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()
    return spool


def _by_role(block: Block, plan: Plan, names: list[str]) -> "pyarrow.Table":
    import pyarrow as pa
    import pyarrow.compute as pc

    columns: dict[str, pa.Array] = {"line": block.lines}
    for role, places in plan.columns.items():
        if role == "items":
            continue
        if len(places) == 1:
            columns[role] = _read(block.columns[places[0]], role)
        else:
            cells = pc.coalesce(*(_tidy(block.columns[place], role) for place in places))
            columns[role] = _coded(cells, role)
    if plan.extras:
        columns["extra"] = _extra(block, plan, names)
    table = pa.table(columns)
    if not plan.is_packed:
        return table
    rows, items = packed.unpacked([block.columns[place] for place in plan.columns["items"]])
    table = table.take(rows)
    for role, column in items.items():
        table = table.drop_columns([role]) if role in table.schema.names else table
        table = table.append_column(role, _read(column, role))
    return table


def _read(cells: "pyarrow.Array", role: str) -> "pyarrow.Array":
    """One column of a role, tidy; of dates and numbers only the distinct texts are looked at."""
    import pyarrow as pa

    if role not in DATES and role not in NUMERIC:
        return _tidy(cells, role)
    coded = cells.dictionary_encode()
    tidy = _tidy(coded.dictionary, role)
    if tidy.equals(coded.dictionary):
        return pa.DictionaryArray.from_arrays(coded.indices, tidy)
    return _coded(tidy.take(coded.indices), role)


def _coded(cells: "pyarrow.Array", role: str) -> "pyarrow.Array":
    return cells.dictionary_encode() if role in DATES or role in NUMERIC else cells


def _tidy(cells: "pyarrow.Array", role: str) -> "pyarrow.Array":
    """Cells without surrounding white space and zero bytes, NULL where they say nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    tidy = pc.replace_substring(cells, "\x00", "") if _has_zeros(cells) else cells
    tidy = pc.utf8_trim_whitespace(tidy)
    tidy = pc.utf8_ltrim(tidy, "'") if role in GUARDED else tidy
    is_empty = pc.equal(pc.binary_length(tidy), 0)
    if role in DATES or role in NUMERIC:
        is_empty = pc.or_(is_empty, pc.is_in(tidy, pa.array(NOTHING)))
    return pc.if_else(is_empty, pa.scalar(None, pa.string()), tidy) if pc.any(is_empty).as_py() else tidy


def _has_zeros(cells: "pyarrow.Array") -> bool:
    text = cells.buffers()[2]
    return text is not None and b"\x00" in memoryview(text).tobytes()


def _extra(block: Block, plan: Plan, names: list[str]) -> "pyarrow.Array":
    """What the columns without a role hold, as JSON objects."""
    import json

    import pyarrow as pa

    headings = [plan.labels.get(place, names[place]) for place in plan.extras]
    cells = zip(*(_tidy(block.columns[place], "").to_pylist() for place in plan.extras), strict=True)
    rows = ({name: cell for name, cell in zip(headings, row, strict=True) if cell is not None} for row in cells)
    return pa.array([json.dumps(row, ensure_ascii=False) if row else None for row in rows], pa.string())


def _group_filled(table: "pyarrow.Table", group: str, last: str | None) -> "tuple[pyarrow.Table, str | None]":
    """The table with the key of a group of rows on each of them, though the file has it on the first only."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = pa.concat_arrays([pa.array([last], pa.string()), *table.column(group).chunks])
    keys = pc.fill_null_forward(keys)
    place = table.schema.get_field_index(group)
    return table.set_column(place, group, keys.slice(1)), keys[-1].as_py()


def _look(spool: Spool, table: "pyarrow.Table", engine: "duckdb.DuckDBPyConnection") -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    lines = table.column("line")
    for role, seen in spool.date_evidence.items():
        seen.look(engine, table.column(role).combine_chunks(), lines)
    for role, written in spool.number_evidence.items():
        if role in table.schema.names:
            written.look(engine, table.column(role).combine_chunks(), lines)
    if {"order_number", "quantity"} <= set(table.schema.names):
        has_c = pc.match_substring_regex(table.column("order_number"), r"^C-?\d+$")
        c_lines = table.column("quantity").filter(has_c).cast(pa.string())
        spool.c_lines += len(c_lines)
        spool.c_returns += pc.sum(pc.match_substring_regex(c_lines, r"^[-(]")).as_py() or 0
