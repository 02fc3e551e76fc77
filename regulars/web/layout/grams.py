"""What a person types into the search, as grams that the indexes of profiles and products know.

The indexes are made by `search_grams` (profile migration 0020); this is its other half.
"""

import re
from dataclasses import dataclass

from regulars.base.kit import text

SIGNS = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
NUMBER = re.compile(r"[+()\d\s./-]{7,}")
GRAM = 3
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Folded words of a search, and the grams that every hit must have."""

    words: list[str]
    grams: list[str]

    @property
    def patterns(self) -> list[str]:
        """The words for `like`, which proves what the grams only suggest."""
        return [f"%{escaped(word)}%" for word in self.words]


def wanted(typed: str) -> Wanted | None:
    """The search in what was typed; None where it is too short to find anything by."""
    words = text.fold(as_stored(typed[:LONGEST_SEARCH].strip())).split()
    grams = sorted({gram for word in words for gram in grams_of(word)})
    return Wanted(words, grams) if grams else None


def as_stored(typed: str) -> str:
    """A phone number however it is spaced, and without the zero that stands for the country; all else as it is."""
    return re.sub(r"\D", "", typed).lstrip("0") if NUMBER.fullmatch(typed) else typed


def grams_of(word: str) -> list[str]:
    """All grams of a word; a Latin word of two letters must begin one, and of a single letter says nothing."""
    found = [pair for run in SIGNS.findall(word) for pair in pairs(run)]
    plain = SIGNS.sub(" ", word).split()
    for part in plain:
        if len(part) >= GRAM:
            found += [part[i : i + GRAM] for i in range(len(part) - GRAM + 1)]
        elif part == word and len(part) == GRAM - 1:
            found.append(f" {part}")
    return found


def pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def escaped(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)
