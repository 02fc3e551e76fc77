"""Which kind of custom field a column of a file looks like."""

import re
from collections.abc import Iterable

from regulars.profile import reading
from regulars.profile.kinds import FieldKind
from regulars.profile.models import Field
from regulars.profile.reading import UnusableValue

PRICE = re.compile(r"[\u00a3\u20ac$¥￥]|\b[A-Z]{3}\b")
NUMERAL = re.compile(r"[-+(]?[\d\s.,'’%]+\)?")
CODE = re.compile(r"0\d+|\d{12,}")
ADDRESS = re.compile(r"(https?://|www\.)", re.IGNORECASE)


def kind(cells: Iterable[str]) -> FieldKind:
    """
    The narrowest kind that all cells fit; text where none does, or where nothing is filled in.

    Numbers that begin with a zero, or are as long as a barcode, are codes, and stay text. What could be chosen from is
    never guessed, because the first rows do not hold all choices.
    """
    filled = [plain for cell in cells if (plain := cell.strip())]
    if not filled or any(map(CODE.fullmatch, filled)):
        return FieldKind.TEXT
    if all(map(ADDRESS.match, filled)) and fit(FieldKind.LINK, filled):
        return FieldKind.LINK
    if all(map(NUMERAL.fullmatch, filled)) and fit(FieldKind.NUMBER, filled):
        return FieldKind.DATE if fit(FieldKind.DATE, filled) else FieldKind.NUMBER
    if all(map(PRICE.search, filled)) and fit(FieldKind.MONEY, filled):
        return FieldKind.MONEY
    return next((each for each in (FieldKind.FLAG, FieldKind.DATE) if fit(each, filled)), FieldKind.TEXT)


def fit(kind: FieldKind, cells: Iterable[str]) -> bool:
    about = Field(kind=kind)
    try:
        for cell in cells:
            reading.read(about, cell)
    except UnusableValue:
        return False
    return True
