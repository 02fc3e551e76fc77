"""
What is nearly called so, by one slip in one word; the rule, for whatever is searched:

* a Latin word of five letters or more: two neighbors that changed places, or one letter wrong, missing or too many, if
  the rest of the word still has two runs of three letters;
* a Latin word of three or four letters: two neighbors that changed places, and of four also the last letter wrong;
* a Chinese, Japanese or Korean word of three signs or more: one sign wrong, or two neighbors that changed places.

A slip spoils only the grams around it, so for each place the others must all be there. Every one of these questions
goes along an index of grams and is bounded; what comes back is compared letter by letter.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

from regulars.base.kit import text
from regulars.web.layout.grams import GRAM, SIGNS

LONG, SHORT, SHORTEST = 5, 4, 3
LONG_ENOUGH = 7  # from here on, what is left of a word tells enough, wherever two neighbors changed places
VERY_LONG = 8
FEWEST_GRAMS = 2
FEWEST_SIGNS = 3
MOST_QUESTIONS = 16
LIKE_ENOUGH = 0.75


def questions(typed: str) -> list[list[str]]:
    """Sets of grams, all of which something that is meant must have; one set for each slip that is thought of."""
    words = text.fold(typed).split()
    found: list[list[str]] = []
    for place, word in enumerate(words):
        others = [gram for number, other in enumerate(words) if number != place for gram in grams(other)]
        found += [sorted({*kept, *others}) for kept in slips(word)]
    return found[:MOST_QUESTIONS]


def slips(word: str) -> Iterator[list[str]]:
    """The grams that are left of a word, for each place where it may be wrong."""
    if SIGNS.fullmatch(word):
        if len(word) >= FEWEST_SIGNS:
            yield from ([*word[:place], *word[place + 1 :]] for place in range(len(word)))
        return
    if not word.isascii():
        return
    if len(word) >= LONG:
        yield from spoiled(word)
    elif len(word) == SHORT:
        yield grams(word)[:-1]
    if SHORTEST <= len(word) < LONG_ENOUGH:
        yield from (grams(each) for each in exchanged(word))


def spoiled(word: str) -> Iterator[list[str]]:
    """A place is two letters wide, so that these may have changed places; in a long word three, in steps of two."""
    window = 3 if len(word) >= VERY_LONG else 2
    for wrong in range(1, len(word) + 1, window - 1):
        kept = [gram for at, gram in enumerate(grams(word)) if at + GRAM <= wrong or at >= wrong + window]
        if len(kept) >= FEWEST_GRAMS:
            yield kept


def exchanged(word: str) -> Iterator[str]:
    """The word with two neighbors in each other's place."""
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def grams(word: str) -> list[str]:
    """As the index makes them: runs of three, the first with a space before the word; of signs each by itself."""
    if SIGNS.fullmatch(word):
        return list(word)
    led = f" {word}"
    return [led[at : at + GRAM] for at in range(max(len(led) - GRAM + 1, 1))]


def likeness(typed: str, known: str) -> float:
    """How near the least like word comes to any that is known, or to its beginning: 1 is the same, 0 not meant."""
    parts = text.fold(known).split()
    return min(
        (max((nearness(word, part) for part in parts), default=0) for word in text.fold(typed).split()), default=0
    )


def nearness(word: str, part: str) -> float:
    return max(compared(word, each) for each in (part, part[: len(word)]))


def compared(word: str, other: str) -> float:
    """Short words are like each other by a single slip alone, of which the letters in common say too little."""
    ratio = SequenceMatcher(None, word, other).ratio()
    if ratio >= LIKE_ENOUGH:
        return ratio
    return LIKE_ENOUGH if len(word) == len(other) and is_one_slip(word, other) else 0


def is_one_slip(word: str, other: str) -> bool:
    """Whether words of one length differ by two neighbors in each other's place, or of signs by a single one."""
    wrong = [at for at in range(len(word)) if word[at] != other[at]]
    if len(wrong) == 1:
        return bool(SIGNS.fullmatch(word)) and len(word) >= FEWEST_SIGNS
    return len(word) >= SHORTEST and len(wrong) == 2 and other in exchanged(word)
