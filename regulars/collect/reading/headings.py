"""Find the row of headings, and know a heading for what it means."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from regulars.collect.reading.columns import SYNONYMS
from regulars.collect.reading.refusals import NoHeadings, TooWide
from regulars.collect.reading.sheet import MOST_COLUMNS, Cells

SEARCHED = 30
IN_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
NUMBERLIKE = re.compile(r"^[\s\d.,:/+-]+$")


def key(heading: str) -> str:
    """A heading without case, accents, width, spaces and punctuation: “Customer ID” and “customer_id” are one."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", heading).casefold())
    return "".join(char for char in plain if char.isalnum())


def role(heading: str, kind: str) -> str | None:
    """What a column of this heading means in a file of a kind, if the heading is known."""
    names = _roles(kind)
    return names.get(key(heading)) or names.get(key(IN_BRACKETS.sub("", heading)))


def known(row: Cells, kind: str) -> int:
    """How many different meanings the cells of a row have as headings."""
    return len({found for cell in row if cell and (found := role(cell, kind))})


def place(rows: Sequence[Cells], kind: str, file: str) -> int:
    """
    The index of the row of headings: the one with most known headings, else the first full row of words.

    :raises NoHeadings: if there is no such row.
    """
    scores = [known(row, kind) for row in rows[:SEARCHED]]
    if scores and max(scores) >= 2:
        return scores.index(max(scores))
    width = max((len(row) for row in rows[:SEARCHED]), default=0)
    for index, row in enumerate(rows[:SEARCHED]):
        if len(row) == width and all(cell and not NUMBERLIKE.match(cell) for cell in row):
            return index
    raise NoHeadings(file=file)


def checked(row: Cells, file: str) -> list[str]:
    """
    The headings of a row as names: trimmed, never empty, never twice the same.

    :raises TooWide: if there are more than can be read.
    """
    cells = list(row)
    while cells and not (cells[-1] or "").strip():
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise TooWide(file=file, columns=len(cells), most=MOST_COLUMNS)
    names: list[str] = []
    taken: set[str] = set()
    for index, cell in enumerate(cells, 1):
        name = (cell or "").strip().lstrip("\ufeff") or f"column {index}"
        if name in taken:
            name = f"{name} ({index})"
        taken.add(name)
        names.append(name)
    return names


@cache
def _roles(kind: str) -> dict[str, str]:
    return {key(name): meaning for meaning, names in SYNONYMS[kind].items() for name in names.split("|")}
