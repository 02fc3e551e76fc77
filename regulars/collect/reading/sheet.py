"""What every kind of file becomes first: headings, and blocks of text cells with their line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow

type Cells = Sequence[str | None]

BATCH = 50_000
MOST_COLUMNS = 2_000
MOST_CHARACTERS = 1 << 20


@dataclass(slots=True)
class Block:
    """Some rows of a sheet: the physical line on which each begins, and its cells in the order of the headings.

    `ragged` are rows with more cells than there are headings: line and the first cell too many.
    """

    lines: "pyarrow.Array"
    columns: "list[pyarrow.Array]"
    ragged: list[tuple[int, str]] = field(default_factory=list)


class Sheet(Protocol):
    """A file whose rows can be read; typed cells (a spreadsheet, Parquet) write numbers and dates in one known way."""

    headings: list[str]
    is_typed: bool

    def blocks(self) -> Iterator[Block]:
        """The rows below the headings; blank ones are passed over."""
        ...


def batched(rows: Iterable[tuple[int, Cells]], *, width: int) -> Iterator[Block]:
    """Gather numbered rows into blocks."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        lines, cells = zip(*batch, strict=True)
        yield from blocked(lines, cells, width=width)


def blocked(lines: Sequence[int], rows: Sequence[Cells], *, width: int) -> Iterator[Block]:
    """One block of rows: short ones are filled up, blank ones dropped, long ones set aside."""
    ragged: list[tuple[int, str]] = []
    if set(map(len, rows)) != {width} or not all(map(itemgetter(0), rows)):
        lines, rows, ragged = _mended(lines, rows, width)
    if rows or ragged:
        yield _block(lines, rows, ragged, width)


def aligned(first: int, columns: "list[pyarrow.Array]", *, width: int) -> Iterator[Block]:
    """Blocks of rows that stand on successive lines, given column by column; treated as `blocked` treats rows."""
    import numpy as np
    import pyarrow as pa

    lines = pa.array(np.arange(first, first + len(columns[0])))
    if any(_filled([column]).true_count for column in columns[width:]):
        yield from blocked(lines.to_pylist(), list(zip(*map(pa.Array.to_pylist, columns), strict=True)), width=width)
        return
    columns = [*columns[:width], *[pa.nulls(len(lines), pa.string())] * (width - len(columns))]
    filled = _filled(columns)
    if filled.true_count < len(lines):
        lines, columns = lines.filter(filled), [column.filter(filled) for column in columns]
    for start in range(0, len(lines), BATCH):
        yield Block(lines.slice(start, BATCH), [column.slice(start, BATCH) for column in columns])


def _filled(columns: "Sequence[pyarrow.Array]") -> "pyarrow.BooleanArray":
    """Which rows hold anything in any of some columns."""
    import pyarrow.compute as pc

    filled = pc.greater(pc.binary_length(columns[0]), 0)
    for column in columns[1:]:
        if filled.true_count == len(filled):
            break
        filled = pc.or_(filled, pc.fill_null(pc.greater(pc.binary_length(column), 0), False))
    return filled


def _mended(
    lines: Sequence[int], rows: Sequence[Cells], width: int
) -> tuple[list[int], list[Cells], list[tuple[int, str]]]:
    kept: list[int] = []
    cells: list[Cells] = []
    ragged: list[tuple[int, str]] = []
    for line, row in zip(lines, rows, strict=True):
        extra = next((cell for cell in row[width:] if cell and cell.strip()), None)
        if extra is not None:
            ragged.append((line, extra))
        elif any(row):
            kept.append(line)
            cells.append(row if len(row) == width else [*row[:width], *[None] * (width - len(row))])
    return kept, cells, ragged


def _block(lines: Sequence[int], rows: Sequence[Cells], ragged: list[tuple[int, str]], width: int) -> Block:
    import pyarrow as pa

    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return Block(pa.array(lines, pa.int64()), columns or [pa.array([], pa.string())] * width, ragged)
