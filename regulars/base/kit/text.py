"""Text: comparable forms of names and addresses, and the guard for spreadsheets."""

import re
import unicodedata

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SPACES = re.compile(r"\s+")


def squeeze(value: str) -> str:
    """One line, without leading, trailing or doubled white space, in NFC."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip()


def fold(value: str) -> str:
    """The form in which names are compared: no case, no accents, no width variants."""
    plain = unicodedata.normalize("NFKD", value.casefold())
    return squeeze("".join(c for c in plain if not unicodedata.combining(c)))


def guarded(value: str) -> str:
    """A cell that a spreadsheet shows and does not reckon, by a leading apostrophe."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
