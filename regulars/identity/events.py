"""What identity says has happened."""

from dataclasses import dataclass
from typing import ClassVar

from regulars.base.events.event import Event


@dataclass(frozen=True, kw_only=True)
class PersonAppeared(Event):
    """Somebody was seen for the first time; `person` in the envelope says who."""

    name: ClassVar[str] = "person.appeared"

    public_id: str


@dataclass(frozen=True, kw_only=True)
class PeopleLinked(Event):
    """Two people were found to be one; `person` in the envelope is the older."""

    name: ClassVar[str] = "people.linked"

    link: int
    newer: int


@dataclass(frozen=True, kw_only=True)
class PeopleUnlinked(Event):
    """A link was taken back; `person` in the envelope is the older."""

    name: ClassVar[str] = "people.unlinked"

    link: int
    newer: int
