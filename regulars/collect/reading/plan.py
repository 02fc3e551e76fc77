"""Decide which column of a file means what: by preset, by mapping, by heading, and last by content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from regulars.collect.kinds import DateOrder, DecimalMark, Kind
from regulars.collect.reading import headings, presets
from regulars.collect.reading.columns import NEEDED, SYNONYMS
from regulars.collect.reading.refusals import MissingColumn, UnknownPreset, WrongHeading
from regulars.collect.reading.sheet import Block

EMAIL = r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+$"
DATE = r"^\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
MONEY = r"^\s*[-(]?\p{Sc}?\s?\d[\d., ]*[.,]\d{2}\)?-?$"
BY_CONTENT = {"email": EMAIL, "placed_at": DATE, "unit_price": MONEY}
LIKELY = 0.8
NUMBERED = "_#"
CUSTOM = "custom:"
"""How a mapping names a custom field of people: `custom:shoe_size`."""
UNREAD = f"{CUSTOM}-"
"""How it says that a column is no custom field although it is called like one: `custom:-Shoe size`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has said where a file leaves it open."""

    dates: DateOrder | None = None
    decimal: DecimalMark | None = None
    encoding: str | None = None

    @classmethod
    def from_json(cls, values: Mapping[str, str]) -> Self:
        """Answers from plain values, as `as_json` makes them."""
        return cls(
            DateOrder(values["dates"]) if values.get("dates") else None,
            DecimalMark(values["decimal"]) if values.get("decimal") else None,
            values.get("encoding") or None,
        )

    def as_json(self) -> dict[str, str]:
        """The answers that were given, as plain values."""
        given = {"dates": self.dates, "decimal": self.decimal, "encoding": self.encoding}
        return {name: str(value) for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known before a file is opened: whose it is, and what a person has said about it."""

    kind: Kind
    timezone: str
    currency: str
    now: datetime
    preset: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """Role to heading, from a mapping file or a page; an empty heading says that no column has the role."""
    answers: Answers = field(default_factory=Answers)
    file_name: str = ""
    """What the file is called, where it lies under a name of our own."""


REACH = frozenset({"email", "phone"})
"""Roles of which one person may have several."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where each role is found: the places of its columns, the earlier ones first."""

    preset: str
    columns: dict[str, tuple[int, ...]]
    extras: tuple[int, ...]
    fills_down: bool = False
    is_packed: bool = False
    labels: Mapping[int, str] = field(default_factory=dict)
    """What extras are called where their heading is not what they are called by."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What the file says of all its rows, though it has no column for it."""
    agrees_when_timed: bool = False
    is_utc: bool = False

    def heading(self, role: str, names: Sequence[str]) -> str:
        """The heading under which a role stands in the file, for messages."""
        places = self.columns.get(role)
        return names[places[0]] if places else role


def made(terms: Terms, names: Sequence[str], file: str, first: Block | None) -> Plan:
    """
    The plan for a file with these headings.

    :raises MissingColumn: if something cannot be done without and is nowhere to be found.
    :raises UnknownPreset: if the preset that was asked for does not exist.
    :raises WrongHeading: if the mapping names a heading that is not there.
    """
    preset, found = found_in(terms, names, file, first)
    for alternatives in NEEDED[terms.kind]:
        if not found.keys() & set(alternatives):
            raise MissingColumn(file=file, role=" / ".join(alternatives), headings=", ".join(names[:40]))
    keeps_all = preset is not None and preset.keeps_all
    used = {
        place for role, places in found.items() for place in (places[:1] if keeps_all and role in REACH else places)
    }
    extras = tuple(place for place in range(len(names)) if place not in used)
    return Plan(
        preset.name if preset else presets.PLAIN,
        found,
        extras if terms.kind in {Kind.CUSTOMERS, Kind.PRODUCTS} else (),
        fills_down=bool(preset and preset.fills_down),
        is_packed="items" in found,
        labels=_custom(terms, names, file),
        said=_said(preset, terms, found),
        agrees_when_timed=bool(preset and preset.agrees_when_timed),
        is_utc=bool(preset and preset.is_utc),
    )


def found_in(
    terms: Terms, names: Sequence[str], file: str, first: Block | None
) -> tuple[presets.Preset | None, dict[str, tuple[int, ...]]]:
    """
    Where each role stands, as far as it can be told; a heading that was given counts, an empty one takes a role away.

    :raises UnknownPreset: if the preset that was asked for does not exist.
    :raises WrongHeading: if the mapping names a heading that is not there.
    """
    preset = _preset(terms, names, terms.file_name or file)
    found = _by_preset(preset, names) if preset else _by_heading(terms.kind, names)
    for role, heading in terms.columns.items():
        if heading and not role.startswith(CUSTOM):
            found[role] = (_place(heading, names, file),)
    if first is not None and preset is None:
        _add_by_content(found, first, terms.kind)
    for role, heading in terms.columns.items():
        if not heading:
            found.pop(role, None)
    custom = _custom(terms, names, file)
    found = {role: kept for role, places in found.items() if (kept := tuple(p for p in places if p not in custom))}
    if terms.kind is Kind.ORDERS and not found.keys() & {"unit_price", "line_total", "line_subtotal", "items"}:
        found |= {"line_total": found["order_total"]} if "order_total" in found else {}
    return preset, found


def _custom(terms: Terms, names: Sequence[str], file: str) -> dict[int, str]:
    """The columns that a mapping gives to custom fields, by their places."""
    custom = {role: heading for role, heading in terms.columns.items() if heading and role.startswith(CUSTOM)}
    return {_place(heading, names, file): role for role, heading in custom.items()}


def _said(preset: presets.Preset | None, terms: Terms, found: Mapping[str, object]) -> dict[str, str]:
    """What a preset says of all rows, unless a column or a person says otherwise."""
    said = preset.said if preset else {}
    return {role: word for role, word in said.items() if role not in found and role not in terms.columns}


def _preset(terms: Terms, names: Sequence[str], file: str) -> presets.Preset | None:
    if terms.preset is None:
        return presets.detected(names, terms.kind, file)
    if terms.preset == presets.PLAIN:
        return None
    alike = [preset for preset in presets.of(terms.kind) if preset.name == terms.preset]
    if not alike:
        known = sorted({preset.name for preset in presets.of(terms.kind)} | {presets.PLAIN})
        raise UnknownPreset(preset=terms.preset, kind=terms.kind.label, presets=", ".join(known))
    return next((preset for preset in alike if preset.fits(names, file)), alike[0])


def _by_preset(preset: presets.Preset, names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    keys = [headings.key(name) for name in names]
    found: dict[str, tuple[int, ...]] = {}
    for heading, role in preset.columns.items():
        if heading.endswith(NUMBERED):
            stem = headings.key(heading)
            places = tuple(
                place for place, key in enumerate(keys) if key.startswith(stem) and key[len(stem) :].isdigit()
            )
        else:
            key = headings.key(heading)
            places = tuple(place for place, other in enumerate(keys) if other == key)
        if places:
            found[role] = found.get(role, ()) + tuple(place for place in places if place not in found.get(role, ()))
    return found


def _by_heading(kind: str, names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The first column of each meaning; where one meaning's names rank, the better name wins."""
    found: dict[str, tuple[int, ...]] = {}
    rank = {
        (role, headings.key(name)): place
        for role, synonyms in SYNONYMS[kind].items()
        for place, name in enumerate(synonyms.split("|"))
    }
    for place, name in enumerate(names):
        role = headings.role(name, kind)
        if role is None:
            continue
        before = found.get(role)
        if before is None or rank.get((role, headings.key(name)), 999) < rank.get(
            (role, headings.key(names[before[0]])), 999
        ):
            found[role] = (place,)
    return found


def _place(heading: str, names: Sequence[str], file: str) -> int:
    keys = [headings.key(name) for name in names]
    if heading in names:
        return list(names).index(heading)
    if headings.key(heading) in keys:
        return keys.index(headings.key(heading))
    raise WrongHeading(heading=heading[:80], file=file)


def _add_by_content(found: dict[str, tuple[int, ...]], first: Block, kind: str) -> None:
    """Give a missing role to the only column whose cells look like it."""
    used = {place for places in found.values() for place in places}
    for role, pattern in BY_CONTENT.items():
        if role in found or role not in SYNONYMS[kind] or (role == "unit_price" and "line_total" in found):
            continue
        places = [
            place
            for place in range(len(first.columns))
            if place not in used and _share(first, place, pattern) >= LIKELY
        ]
        if len(places) == 1:
            found[role] = (places[0],)
            used.add(places[0])


def _share(block: Block, place: int, pattern: str) -> float:
    import pyarrow.compute as pc

    cells = block.columns[place].slice(0, 1000)
    filled = cells.filter(pc.not_equal(pc.fill_null(cells, ""), ""))
    if not len(filled):
        return 0.0
    return (pc.sum(pc.match_substring_regex(filled, pattern)).as_py() or 0) / len(filled)
