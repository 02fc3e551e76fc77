"""A first look at a file: its headings, its first rows, and what each column seems to mean, with how sure that is."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from regulars.collect.reading import headings, plan, reader
from regulars.collect.reading.columns import SYNONYMS
from regulars.collect.reading.plan import Terms
from regulars.collect.reading.refusals import HeadingsOnly
from regulars.collect.reading.sheet import Block

ROWS = 12
LONGEST_CELL = 120
ALIKE = 0.82


class Trust(StrEnum):
    """Why a column is taken for what it is."""

    SAID = "said"  # by a person
    PRESET = "preset"  # the file is an export that we know
    HEADING = "heading"  # the heading has this meaning
    CONTENT = "content"  # its cells look so
    GUESS = "guess"  # the heading resembles one; not used until somebody agrees
    NONE = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file with its meaning, if one was found."""

    heading: str
    role: str
    trust: Trust

    def as_json(self) -> dict[str, str]:
        return {"heading": self.heading, "role": self.role, "trust": str(self.trust)}


@dataclass(frozen=True, slots=True)
class Look:
    preset: str
    columns: list[Column]
    rows: list[list[str]]


def at(path: Path, terms: Terms, *, work: Path) -> Look:
    """
    Read the beginning of a file.

    :raises Unreadable: if it cannot be read.
    """
    sheet = reader.opened(path, terms, work)
    first = next(iter(sheet.blocks()), None)
    if first is None:
        raise HeadingsOnly(file=path.name)
    preset, found = plan.found_in(terms, sheet.headings, path.name, first)
    _, by_name = plan.found_in(terms, sheet.headings, path.name, None)
    columns = [
        column(place, name, found, by_name, terms, is_preset=preset is not None)
        for place, name in enumerate(sheet.headings)
    ]
    return Look(preset.name if preset else "", with_guesses(columns, terms.kind), rows(first))


def column(
    place: int, heading: str, found: Mapping[str, Any], by_name: Mapping[str, Any], terms: Terms, *, is_preset: bool
) -> Column:
    role = next((role for role, places in found.items() if place in places), "")
    if not role:
        return Column(heading, "", Trust.NONE)
    if terms.columns.get(role):
        return Column(heading, role, Trust.SAID)
    if is_preset:
        return Column(heading, role, Trust.PRESET)
    return Column(heading, role, Trust.HEADING if place in by_name.get(role, ()) else Trust.CONTENT)


def with_guesses(columns: Sequence[Column], kind: str) -> list[Column]:
    """Where nothing was found, the free meaning whose known headings resemble this one most."""
    taken = {each.role for each in columns}
    names = {headings.key(name): role for role, all_ in SYNONYMS[kind].items() if role not in taken
             for name in all_.split("|")}  # fmt: skip
    guessed: list[Column] = []
    for each in columns:
        alike = difflib.get_close_matches(headings.key(each.heading), names, n=1, cutoff=ALIKE) if not each.role else []
        role = names[alike[0]] if alike else ""
        guessed.append(Column(each.heading, role, Trust.GUESS) if role and role not in taken else each)
        taken.add(role)
    return guessed


def rows(first: Block) -> list[list[str]]:
    columns = [cells.slice(0, ROWS).to_pylist() for cells in first.columns]
    return [[(cell or "")[:LONGEST_CELL] for cell in row] for row in zip(*columns, strict=True)]
