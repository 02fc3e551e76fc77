"""Write tables as CSV or XLSX, row by row, so that a million rows take no more memory than one.

No cell ever becomes a formula: in CSV an apostrophe goes before what a spreadsheet would reckon, and in XLSX a text is
stored as a text.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from regulars.base.kit import text

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
ROWS_IN_A_SHEET = 1_048_576
LONGEST_CELL = 32_767
LINES_AT_ONCE = 500

type Cell = str | int | float | Decimal | bool | date | datetime | Sequence[str] | None


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table as CSV with a byte order mark, by which Excel knows UTF-8, in portions of many lines."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([guarded(heading) for heading in headings])
    for number, row in enumerate(rows, 1):
        writer.writerow([guarded(cell) for cell in row])
        if number % LINES_AT_ONCE == 0:
            yield taken(buffer)
    yield taken(buffer)


def write_xlsx(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write the table into an empty file as a workbook of as many sheets as it takes, and go back to its beginning."""
    import xlsxwriter

    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    sheet, line = None, ROWS_IN_A_SHEET
    for row in rows:
        if line == ROWS_IN_A_SHEET:
            sheet, line = begun(book, headings, bold), 1
        fill(sheet, line, row)
        line += 1
    if sheet is None:
        begun(book, headings, bold)
    book.close()
    file.seek(0)


def begun(book: Any, headings: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    return sheet


def fill(sheet: Any, line: int, row: Sequence[Cell]) -> None:
    for place, cell in enumerate(row):
        match cell:
            case None | "":
                continue
            case bool():
                sheet.write_boolean(line, place, cell)
            case datetime():
                sheet.write_string(line, place, plain(cell))
            case date():
                sheet.write_datetime(line, place, cell)
            case int() | float() | Decimal():
                sheet.write_number(line, place, cell)
            case _:
                sheet.write_string(line, place, plain(cell)[:LONGEST_CELL])


def guarded(cell: Cell) -> str:
    """A cell as CSV has it; numbers keep their sign, as no text of ours is one."""
    return plain(cell) if isinstance(cell, int | float | Decimal) else text.guarded(plain(cell))


def plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case str():
            return cell
        case Decimal():
            return f"{cell.normalize():f}"
        case datetime() | date():
            return cell.isoformat()
        case int() | float():
            return str(cell)
        case _:
            return ", ".join(cell)


def taken(buffer: io.StringIO) -> str:
    said = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return said
