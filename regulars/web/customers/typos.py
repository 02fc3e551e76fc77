"""
Who is nearly called so: one letter wrong, missing or too many, or two changed places, in a word of five or more.

An error at a place spoils only the grams around it, so for each place the others must all be there. Every one of these
questions goes along the index of grams and is bounded; what comes back is compared letter by letter.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

from psycopg import sql

from regulars.base.kit import query, text
from regulars.base.workspace.models import Staff

SHORTEST_WORD = 5
FEWEST_GRAMS = 2
LONG_WORD = 8
MOST_QUESTIONS = 16
MOST_EACH = 40
LIKE_ENOUGH = 0.75
GRAM = 3
ASK = sql.SQL(
    "(select p.canonical_id, f.search, f.name from profile_profile f join identity_person p on p.id = f.person_id"
    " where search_grams(f.search) @> {grams}::text[] and p.circle_id = {circle} limit {most})"
)


def near(typed: str, *, staff: Staff) -> list[int]:
    """The canonical people whose words come near, the nearest first; masked roles are told by names alone."""
    words = text.fold(typed).split()
    asked = list(questions(words))[:MOST_QUESTIONS]
    if not asked:
        return []
    parts = [question(grams, staff.circle_id) for grams in asked]
    found: dict[int, float] = {}
    for person, known, name in query.rows(sql.SQL(" union ").join(parts)):
        score = likeness(words, known if staff.sees_contact_details else text.fold(name))
        if score >= LIKE_ENOUGH:
            found[person] = max(score, found.get(person, 0))
    return sorted(found, key=lambda person: (-found[person], person))


def question(grams: list[str], circle: int) -> sql.Composed:
    """Whose words hold all of these grams."""
    return ASK.format(grams=sql.Literal(grams), circle=sql.Literal(circle), most=sql.Literal(MOST_EACH))


def questions(words: list[str]) -> Iterator[list[str]]:
    """
    Sets of grams, one for each place where one of the words may be wrong.

    A place is two letters wide, so that these may have changed places; in a long word three, in steps of two.
    """
    for place, word in enumerate(words):
        if len(word) < SHORTEST_WORD or not word.isascii():
            continue
        others = [gram for number, other in enumerate(words) if number != place for gram in grams(other)]
        window = 3 if len(word) >= LONG_WORD else 2
        for wrong in range(1, len(word) + 1, window - 1):
            kept = [gram for at, gram in enumerate(grams(word)) if at + GRAM <= wrong or at >= wrong + window]
            if len(kept) >= FEWEST_GRAMS:
                yield sorted({*kept, *others})


def grams(word: str) -> list[str]:
    """As the index makes them: runs of three, the first with a space before the word."""
    led = f" {word}"
    return [led[at : at + GRAM] for at in range(max(len(led) - GRAM + 1, 1))]


def likeness(words: list[str], known: str) -> float:
    """How near the least like word comes to any word that is known, or to its beginning; 1 is the same."""
    parts = known.split()
    return min(max((nearness(word, part) for part in parts), default=0) for word in words)


def nearness(word: str, part: str) -> float:
    return max(SequenceMatcher(None, word, each).ratio() for each in (part, part[: len(word)]))
