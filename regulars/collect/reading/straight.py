"""Parse delimited text a column at a time, where it is straight: every line one row, all rows equally wide.

What `csv.reader` would make of a text is the measure; where a text might be understood otherwise, nothing is said.
"""

import csv
from typing import TYPE_CHECKING

from regulars.collect.reading.sheet import MOST_CHARACTERS

if TYPE_CHECKING:
    import pyarrow


def columns(text: str, separator: str) -> "list[pyarrow.Array] | None":
    """The cells of some whole lines by column; None where the text is not straight."""
    has_lone_return = "\r" in text and text.count("\r") != text.count("\r\n")
    if "\0" in text or text.startswith("\ufeff") or has_lone_return or ord(separator) > 127:
        return None
    cells = _parsed(text.encode(), separator, _width(text, separator))
    if not cells or len(cells[0]) != text.count("\n") + (not text.endswith("\n")):
        return None
    # The lines may have been cut within quotes; then the last cell has taken the last line end for its own.
    is_open = "\n" in cells[-1][-1].as_py()
    return None if is_open or any(_longest(column) > MOST_CHARACTERS for column in cells) else cells


def _width(text: str, separator: str) -> int:
    first = text[: text.find("\n") + 1] or text
    try:
        return len(next(csv.reader([first], delimiter=separator), []))
    except csv.Error:
        return 0


def _parsed(text: bytes, separator: str, width: int) -> "list[pyarrow.Array]":
    """The cells by column; none where a row is wider or narrower than it should be."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(place) for place in range(width)]
    uneven: list[object] = []

    def skip(row: object) -> str:
        uneven.append(row)
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=names),
            arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=skip),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
        )
    except (pa.ArrowException, ValueError):
        return []
    return [] if uneven else [column.combine_chunks() for column in table.columns]


def _longest(column: "pyarrow.Array") -> int:
    import pyarrow.compute as pc

    return (column.nbytes > MOST_CHARACTERS and pc.max(pc.binary_length(column)).as_py()) or 0
