"""What every kind of file becomes first: headings, and blocks of text cells with their line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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


def blocked(rows: Iterable[tuple[int, Cells]], *, width: int, size: int) -> Iterator[Block]:
    """Gather rows into blocks: short rows are filled up, blank ones dropped, long ones set aside."""
    lines: list[int] = []
    cells: list[Cells] = []
    ragged: list[tuple[int, str]] = []
    for line, row in rows:
        if len(row) != width:
            extra = next((cell for cell in row[width:] if cell and cell.strip()), None)
            if extra is not None:
                ragged.append((line, extra))
                continue
            row = [*row[:width], *[None] * (width - len(row))]
        if any(row):
            lines.append(line)
            cells.append(row)
        if len(cells) >= size or len(ragged) >= size:
            yield _block(lines, cells, ragged, width)
            lines, cells, ragged = [], [], []
    if cells or ragged:
        yield _block(lines, cells, ragged, width)


def _block(lines: list[int], cells: list[Cells], ragged: list[tuple[int, str]], width: int) -> Block:
    import pyarrow as pa

    columns = [pa.array(column, pa.string()) for column in zip(*cells, strict=True)]
    return Block(pa.array(lines, pa.int64()), columns or [pa.array([], pa.string())] * width, ragged)
