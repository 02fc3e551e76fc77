"""Address books as vCard 2.1, 3.0 and 4.0 (RFC 6350): each card one row; pictures and sounds are passed over.

vobject gives up on two of seventeen files that real programs wrote, with all cards behind the one it stumbles over, and
reads quoted-printable UTF-8 as Latin-1; so we read the few properties that matter here ourselves, each by itself.
"""

import io
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from regulars.collect.reading import encoding
from regulars.collect.reading.container import opened
from regulars.collect.reading.sheet import Block, Cells, batched

HEADINGS = [
    "Name", "Given name", "Family name", "E-mail", "Phone", "Company", "Street", "City", "Region", "Postcode",
    "Country", "Birthday", "Tags", "Note", "Further e-mails", "Further phones", "Fax", "Department", "Job title",
    "Nickname", "Website",
]  # fmt: skip
LINE = re.compile(r'^((?:[^:";]|"[^"]*"|;)+):(.*)$', re.DOTALL)
PARTS = re.compile(r'((?:[^;"]|"[^"]*")+)')
PLAIN = re.compile(r"\\([\\;,:nN])")
BIRTHDAY = re.compile(r"^(\d{4}|--)-?(\d\d)-?(\d\d)")
TURNED = {"cell": "mobile", "iphone": "mobile", "x-mobile": "mobile"}
KINDS = ("mobile", "work", "home", "main", "other", "car")
NO_PHONES = frozenset({"fax", "pager", "facsimile"})
SKIPPED = frozenset({"photo", "logo", "sound", "key", "agent", "label"})
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its name without its group, its parameters, and its value as written."""

    name: str
    kinds: frozenset[str]
    value: str
    is_old: bool
    """Whether it is of vCard 2.1, where only the semicolon is escaped."""

    @property
    def text(self) -> str:
        return unescaped(self.value, is_old=self.is_old)

    @property
    def parts(self) -> list[str]:
        """The parts that semicolons divide."""
        return [unescaped(part, is_old=self.is_old) for part in re.split(r"(?<!\\);", self.value)]

    @property
    def kind(self) -> str:
        """What sort of number or address it is: mobile, work, home …"""
        told = {TURNED.get(kind, kind) for kind in self.kinds}
        return next((kind for kind in KINDS if kind in told), "")


class Cards:
    """An address book as a sheet; a card that stands within another one belongs to it and is passed over."""

    is_typed = False
    headings = HEADINGS

    def __init__(self, path: Path, *, wanted_encoding: str | None = None) -> None:
        self.path = path
        self.encoding = encoding.settled(path, wanted_encoding)

    def blocks(self) -> Iterator[Block]:
        yield from batched(self._rows(), width=len(HEADINGS))

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        depth, begun, card = 0, 0, list[Property]()
        for number, line in self._lines():
            word = line.replace(" ", "").upper()
            if word.startswith("BEGIN:VCARD"):
                depth += 1
                begun, card = (number, []) if depth == 1 else (begun, card)
            elif word.startswith("END:VCARD"):
                depth = max(depth - 1, 0)
                if depth == 0 and card:
                    yield begun, row(card)
                    card = []
            elif depth == 1 and (found := read(line, self.encoding, card)) is not None:
                card.append(found)
        if card:
            yield begun, row(card)

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Whole lines: those that go on behind a blank, or behind the = of quoted-printable, put together."""
        held, since = "", 1
        with opened(self.path) as raw, io.TextIOWrapper(raw, encoding=self.encoding, errors="replace") as text:
            for number, source in enumerate(text, 1):
                line = source.rstrip("\r\n")
                if held.endswith("=") and is_quoted(held):
                    held = held[:-1] + line.lstrip() if len(held) < LONGEST else held[:LONGEST]
                elif line[:1] in {" ", "\t"} and held:
                    held += line[1:] if len(held) < LONGEST else ""
                else:
                    if held:
                        yield since, held
                    held, since = line.removeprefix("\ufeff"), number
        if held:
            yield since, held


def is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def read(line: str, file_encoding: str, card: list[Property]) -> Property | None:
    """A line of a card, decoded; None for what is no property, or one that is passed over."""
    parted = LINE.match(line)
    if parted is None:
        return None
    name, *given = PARTS.findall(parted[1])
    name = name.rpartition(".")[2].strip().lower()
    if name in SKIPPED:
        return None
    charset, words = file_encoding, set[str]()
    for parameter in given:
        key, _, value = parameter.partition("=")
        if key.strip().upper() == "CHARSET":
            charset = value.strip().strip('"')
        elif key.strip().upper() in {"TYPE", "ENCODING"} or not value:
            words |= {word.strip().lower() for word in (value or key).strip('"').split(",")}
        elif key.strip().upper() == "PREF":
            words.add("pref")
    value = parted[2]
    if words & {"quoted-printable"}:
        value = decoded(quopri.decodestring(value.encode(file_encoding, "replace")), charset)
    elif charset.lower() != file_encoding.lower():
        value = decoded(value.encode(file_encoding, "replace"), charset)
    is_old = any(each.name == "version" and each.value.strip() == "2.1" for each in card)
    return None if words & {"base64", "b"} else Property(name, frozenset(words), value[:LONGEST], is_old)


def decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def unescaped(value: str, *, is_old: bool) -> str:
    """A value as it is meant."""
    if is_old:
        return value.replace("\\;", ";").strip()
    return PLAIN.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def row(card: list[Property]) -> Cells:
    """The cells of a card, in the order of the headings."""
    emails = sorted(named(card, "email"), key=lambda each: "pref" not in each.kinds)
    numbers = [each for each in named(card, "tel") if not each.kinds & NO_PHONES]
    phones = sorted(numbers, key=lambda each: (each.kind != "mobile", "pref" not in each.kinds))
    given, family = names(card)
    company, department = (*first(card, "org").parts, "", "")[:2]
    street, city, region, postcode, country = address(card)
    whole = first(card, "fn").text or f"{given} {family}".strip() or company
    tags = ", ".join(part.strip() for each in named(card, "categories") for part in each.text.split(","))
    faxes = [number(each) for each in named(card, "tel") if each.kinds & NO_PHONES]
    return [
        whole, given, family, "".join(map(mailbox, emails[:1])), "".join(map(number, phones[:1])), company, street,
        city, region, postcode, country, birthday(first(card, "bday").text), tags, first(card, "note").text,
        "; ".join(map(mailbox, emails[1:])), "; ".join(map(typed, phones[1:])), "; ".join(faxes), department,
        first(card, "title").text, first(card, "nickname").text, first(card, "url").text,
    ]  # fmt: skip


NONE = Property("", frozenset(), "", is_old=False)


def named(card: list[Property], name: str) -> list[Property]:
    return [each for each in card if each.name == name and each.value.strip(" ;")]


def first(card: list[Property], name: str) -> Property:
    """The preferred property of a name, else the first; an empty one where there is none."""
    return next(iter(sorted(named(card, name), key=lambda each: "pref" not in each.kinds)), NONE)


def names(card: list[Property]) -> tuple[str, str]:
    family, given = (*first(card, "n").parts, "", "")[:2]
    return given, family


def address(card: list[Property]) -> tuple[str, str, str, str, str]:
    box, further, street, city, region, postcode, country = (*first(card, "adr").parts, *[""] * 7)[:7]
    line = ", ".join(part.replace("\n", ", ") for part in (street, further, box) if part)
    return line, city, region, postcode, country


def mailbox(given: Property) -> str:
    return given.text.removeprefix("mailto:").strip()


def number(given: Property) -> str:
    """A number without what may stand around it in version 4, as in tel:+44-20-7946-0000;ext=12."""
    return re.sub(r"^tel:", "", given.text, flags=re.IGNORECASE).partition(";")[0].strip()


def typed(given: Property) -> str:
    """A number with what sort it is."""
    return f"{given.kind}: {number(given)}" if given.kind else number(given)


def birthday(said: str) -> str:
    """A day as 1980-03-22, and as --03-22 without its year; else as written."""
    found = BIRTHDAY.match(said)
    if found is None:
        return said
    year, month, day = found.groups()
    return f"{year}-{month}-{day}" if year != "--" else f"--{month}-{day}"
