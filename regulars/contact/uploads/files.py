"""Write a list as the file that another program takes: no byte order mark, and nothing that a spreadsheet reckons."""

import csv
import re
from collections.abc import Iterable
from typing import IO

from regulars.base.kit import text
from regulars.contact.uploads.formats import Format
from regulars.contact.uploads.leaving import Leaver

NUMBER = re.compile(r"\+\d+")


def write(file: IO[str], as_: Format, people: Iterable[Leaver]) -> int:
    """The headings and a row for each; how many rows."""
    sheet, rows = csv.writer(file), 0
    sheet.writerow(as_.headings)
    for one in people:
        sheet.writerow([guarded(cell) for cell in as_.row(one)])
        rows += 1
    return rows


def guarded(cell: str) -> str:
    """A phone number keeps its plus, by which the other program knows it; nothing can be reckoned from it."""
    return cell if NUMBER.fullmatch(cell) else text.guarded(cell)
