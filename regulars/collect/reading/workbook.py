"""The rows of an Excel workbook: of the sheet whose headings are known best."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.collect.reading import headings
from regulars.collect.reading.container import unpacked
from regulars.collect.reading.refusals import BinaryFile, DamagedFile, EmptyFile, TooWide
from regulars.collect.reading.sheet import MOST_COLUMNS, Block, Cells, batched

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

LARGEST_UNPACKED = 4 << 30
SINCE_1904 = re.compile(rb'date1904="(1|true)"')


class Workbook:
    """An XLSX file; `counts_from_1904` says how dates without a date format are to be understood."""

    is_typed = True

    def __init__(self, path: Path, kind: str, *, spool: Path) -> None:
        self.path = path
        plain = unpacked(path, spool)
        self.counts_from_1904 = _counts_from_1904(path, plain)
        self._sheet = _best_sheet(_workbook(path, plain), kind, path)
        start = self._sheet.start
        self._before = start[0] if start else 0
        rows = [row for _, row in islice(self._numbered(), headings.SEARCHED)]
        place = headings.place(rows, kind, path.name)
        self.headings = headings.checked(rows[place], path.name)
        self._skipped = place + 1

    def blocks(self) -> Iterator[Block]:
        """The rows below the headings; blank ones are passed over."""
        rows = islice(self._numbered(), self._skipped, None)
        yield from batched(rows, width=len(self.headings))

    def _numbered(self) -> Iterator[tuple[int, Cells]]:
        for line, row in enumerate(self._sheet.iter_rows(), self._before + 1):
            yield line, [_text(value) for value in row]


def _counts_from_1904(path: Path, plain: Path) -> bool:
    try:
        with zipfile.ZipFile(plain) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST_UNPACKED:
                raise DamagedFile(file=path.name, detail="it unpacks to more than 4 GiB")
            if "xl/workbook.xml" not in packed.namelist():
                raise BinaryFile(file=path.name, byte=1)
            return bool(SINCE_1904.search(packed.read("xl/workbook.xml")))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise DamagedFile(file=path.name, detail=str(error).rstrip(".")) from error


def _workbook(path: Path, plain: Path) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(plain)
    except (CalamineError, ValueError, OSError) as error:
        raise DamagedFile(file=path.name, detail=str(error).rstrip(".")) from error


def _best_sheet(book: "CalamineWorkbook", kind: str, path: Path) -> "CalamineSheet":
    from python_calamine import CalamineError

    best, best_known = None, -1
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
        except (CalamineError, ValueError) as error:
            raise DamagedFile(file=path.name, detail=str(error).rstrip(".")) from error
        if sheet.width > MOST_COLUMNS:
            raise TooWide(file=path.name, columns=sheet.width, most=MOST_COLUMNS)
        top = islice(sheet.iter_rows(), headings.SEARCHED) if sheet.height else iter(())
        found = max((headings.known([_text(cell) for cell in row], kind) for row in top), default=-1)
        if found > best_known:
            best, best_known = sheet, found
    if best is None:
        raise EmptyFile(file=path.name)
    return best


def _text(value: Any) -> str | None:
    """A cell as text; Excel keeps 15 significant digits, and what a double adds to them is noise."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else None
