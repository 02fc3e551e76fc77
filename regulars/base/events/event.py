"""The shape of an event: what a stage declares, and what a reader gets.

A stage declares a frozen dataclass per event; its fields become `properties`, except those made
with `personal()`, which go to the one column that erasure empties.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from regulars.base.events.kinds import Family, Mode

ENVELOPE = frozenset({"store", "person"})


def personal(**options: Any) -> Any:
    """A field that tells something about a person; kept apart from the other properties."""
    return field(metadata={"personal": True}, **options)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of everything that can happen; a subclass names itself, such as `order.placed`."""

    name: ClassVar[str]
    family: ClassVar[Family] = Family.RECORD

    store: int | None = None
    person: int | None = None

    def properties(self) -> dict[str, Any]:
        return {f.name: plain(getattr(self, f.name)) for f in fields(self) if not is_apart(f)}

    def personal_values(self) -> dict[str, Any]:
        return {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.metadata.get("personal")}


def is_apart(item: Any) -> bool:
    return item.name in ENVELOPE or bool(item.metadata.get("personal"))


def plain(value: Any) -> Any:
    """A value as JSON knows it: decimals as strings, moments and days in ISO form."""
    match value:
        case Decimal() | UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _:
            return value


class Position(NamedTuple):
    """A place in the log; rows are read in this order, and in no other."""

    epoch: int
    xid: int
    seq: int


START = Position(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Logged:
    """One event as a reader gets it; `person` is the original one, never the canonical."""

    id: UUID
    position: Position
    store: int | None
    person: int | None
    name: str
    happened_at: datetime
    received_at: datetime
    source: str
    actor: str
    operation: int | None
    mode: Mode
    properties: dict[str, Any]
    personal: dict[str, Any]
