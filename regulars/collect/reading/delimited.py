"""Rows of text between separators: CSV, TSV and their relatives."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import IO

from regulars.collect.reading import encoding, headings, straight
from regulars.collect.reading.container import opened
from regulars.collect.reading.refusals import GiganticCell, OpenQuote
from regulars.collect.reading.sheet import MOST_CHARACTERS, Block, Cells, aligned, blocked

SEPARATORS = ",;\t|"
FIRST_LINES = 60
PART = 6 << 20
"""Characters taken at once."""
LINE_END = re.compile(r"\r\n|\r|\n")
EXCEL_HINT = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)


class Delimited:
    """A CSV file; `encoding` and `separator` tell how it was understood."""

    is_typed = False

    def __init__(self, path: Path, kind: str, *, wanted_encoding: str | None = None) -> None:
        self.path = path
        self.encoding = encoding.settled(path, wanted_encoding)
        csv.field_size_limit(MOST_CHARACTERS)
        with self._text() as text:
            first = [line[:MOST_CHARACTERS] for line in islice(text, FIRST_LINES)]
        hint = EXCEL_HINT.match(first[0])
        self.separator = hint.group(1) if hint else _separator(first, kind)
        rows = list(self._numbered(first[1:] if hint else first, 1 if hint else 0))
        place = headings.place([row for _, row in rows], kind, path.name)
        self.headings = headings.checked(rows[place][1], path.name)
        self._first_line = rows[place + 1][0] if place + 1 < len(rows) else rows[place][0] + 1

    def blocks(self) -> Iterator[Block]:
        """The rows below the headings; blank ones are passed over."""
        line, last = self._first_line, (0, [""])
        with self._text() as text:
            for _ in islice(text, line - 1):
                pass
            while part := text.read(PART):
                part += "" if part.endswith("\n") else text.readline()
                columns = straight.columns(part, self.separator)
                if columns is not None:
                    yield from aligned(line, columns, width=len(self.headings))
                    line, last = line + len(columns[0]), (0, [""])
                    continue
                rows, after = self._rows(part, text, line)
                lines = _lines(rows, line, after - line)
                line, last = after, (lines[-1], rows[-1])
                yield from blocked(lines, rows, width=len(self.headings))
        if any("\n" in cell for cell in last[1]):
            self._refuse_open_quote(last[0])

    def _rows(self, part: str, rest: IO[str], line: int) -> tuple[list[list[str]], int]:
        """The rows that begin in a part, one by one, and the line after them; the last one may go on in the rest."""
        height = sum(1 for _ in io.StringIO(part, newline=""))
        reader = csv.reader(chain(io.StringIO(part, newline=""), rest), delimiter=self.separator)
        rows: list[list[str]] = []
        try:
            while reader.line_num < height:
                rows.append(next(reader))
        except csv.Error as error:
            line += reader.line_num - 1
            raise GiganticCell(file=self.path.name, line=line, most=MOST_CHARACTERS) from error
        return rows, line + reader.line_num

    @contextmanager
    def _text(self) -> Iterator[IO[str]]:
        with opened(self.path) as raw, io.TextIOWrapper(raw, encoding=self.encoding, newline="") as text:
            yield text

    def _numbered(self, text: "Iterator[str] | list[str]", before: int) -> Iterator[tuple[int, Cells]]:
        """Each row with the physical line on which it begins."""
        reader = csv.reader(text, delimiter=self.separator)
        begins = before + 1
        try:
            for row in reader:
                if row:
                    yield begins, row
                begins = before + reader.line_num + 1
        except csv.Error as error:
            raise GiganticCell(file=self.path.name, line=begins, most=MOST_CHARACTERS) from error

    def _refuse_open_quote(self, line: int) -> None:
        with self._text() as text:
            try:
                list(csv.reader(islice(text, line - 1, None), delimiter=self.separator, strict=True))
            except csv.Error as error:
                if "unexpected end" in str(error):
                    raise OpenQuote(file=self.path.name, line=line) from error


def _lines(rows: Sequence[list[str]], first: int, physical: int) -> Sequence[int]:
    """The line on which each row begins; cells that hold line ends make rows taller than one line."""
    if physical == len(rows):
        return range(first, first + physical)
    heights = (1 + sum(len(LINE_END.findall(cell)) for cell in row if "\n" in cell or "\r" in cell) for row in rows)
    return list(accumulate(heights, initial=first))[:-1]


def _separator(lines: list[str], kind: str) -> str:
    """The separator under which most headings are known and most rows are equally wide."""
    return max(SEPARATORS, key=lambda separator: _fit(lines, separator, kind))


def _fit(lines: list[str], separator: str, kind: str) -> tuple[int, float]:
    try:
        rows = [row for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return (0, 0.0)
    width, times = Counter(len(row) for row in rows).most_common(1)[0] if rows else (1, 0)
    known = max((headings.known(row, kind) for row in rows[: headings.SEARCHED]), default=0)
    return (known, times / max(1, len(rows)) * (width - 1))
