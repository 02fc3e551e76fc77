"""How single values are repaired: each function takes what stands there and gives what should, or the same."""

import difflib
import re
import unicodedata
from functools import cache

from regulars.collect.reading import contacts, places

SPACES = re.compile(r"\s+")
SMALL = frozenset({
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "los", "las", "y", "e",
    "und", "zu", "zum", "zur", "ten", "ter", "af", "av", "bin", "ibn", "al", "el",
})  # fmt: skip
"""Particles of names and of places that stay small unless they come first."""
LOUD = re.compile(r"[^\W\d_]{3}")
AFTER_SIGN = re.compile(r"^(mc|o'|o’|d'|d’|l'|l’)", re.IGNORECASE)
HAN = re.compile(r"[\u3400-\u9fff]")
HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
COMPOUND = frozenset({
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "夏侯", "皇甫", "尉迟",
    "尉遲", "公孙", "公孫", "慕容", "令狐", "宇文", "张简", "張簡",
})  # fmt: skip
LATIN_NAME = re.compile(r"([^\W\d_][^\W\d_'’.-]+(?:-[^\W\d_]+)?) ([^\W\d_][\w'’-]+)")
NEAR_COUNTRY = 0.84


def tidy(words: str) -> str:
    """Without stray spaces, and in the usual width."""
    return SPACES.sub(" ", unicodedata.normalize("NFKC", words)).strip()


def titled(words: str) -> str:
    """Tidy, and with capitals where names and places have them, if it was all in capitals or in small letters."""
    plain = tidy(words)
    if not LOUD.search(plain) or (plain != plain.upper() and plain != plain.lower()):
        return plain
    lowered = plain.lower()
    parts = lowered.split(" ")
    return " ".join(part if part in SMALL and place else raised(part) for place, part in enumerate(parts))


def raised(word: str) -> str:
    """One word with a capital, also behind a hyphen, and behind `Mc` and `O'`."""
    return "-".join(behind(part) for part in word.split("-"))


def behind(part: str) -> str:
    sign = AFTER_SIGN.match(part)
    if sign is None or len(part) < len(sign[0]) + 2:
        return part[:1].upper() + part[1:]
    head = sign[0]
    return head[:1].upper() + head[1:] + part[len(head) :][:1].upper() + part[len(head) + 1 :]


def country(words: str) -> str:
    """The code of a country by one of its names, or by a name that is nearly so; the same where there is none."""
    plain = tidy(words).strip(".")
    found = places.country(plain) or ""
    return found if is_code(found) else nearest(plain) or words


def is_code(words: str) -> bool:
    return len(words) == 2 and words.isascii() and words.isalpha() and words.isupper()


@cache
def nearest(words: str) -> str:
    known = places.codes()
    near = difflib.get_close_matches(places.folded(words), known, n=1, cutoff=NEAR_COUNTRY)
    return known[near[0]] if near and len(words) > 4 else ""


def phone(number: str, country: str) -> str:
    """E.164, with the help of a country; the same where that makes no number."""
    made = contacts.phone(number, country or None)
    return made if contacts.is_number(made) else number


@cache
def country_of_phone(number: str) -> str:
    """The country that a number in E.164 belongs to; none where several share its code and it does not say which."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ""
    region = phonenumbers.region_code_for_number(parsed) or ""
    return region if is_code(region) else ""


def parted(name: str) -> tuple[str, str]:
    """Given and family name of a plain name of two words, or in Chinese signs; nothing where that is not sure."""
    if HAN_NAME.fullmatch(name):
        width = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
        return name[width:], name[:width]
    found = None if HAN.search(name) else LATIN_NAME.fullmatch(name)
    return (found[1], found[2]) if found else ("", "")
