"""What identity says has happened."""

from dataclasses import dataclass
from typing import ClassVar

from regulars.base.events.event import Event, personal


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


@dataclass(frozen=True, kw_only=True)
class PeopleToldApart(Event):
    """Two people who might be one were found to be two; `person` in the envelope is the older."""

    name: ClassVar[str] = "people.told_apart"

    newer: int


@dataclass(frozen=True, kw_only=True)
class PersonSplit(Event):
    """Some identifiers of a person were found to be somebody else's; `newer` has them now, with their orders."""

    name: ClassVar[str] = "person.split"

    newer: int
    identifiers: int


@dataclass(frozen=True, kw_only=True)
class PersonAssigned(Event):
    """A person was given to a member of staff, or to a branch, or to nobody; these are public ids."""

    name: ClassVar[str] = "person.assigned"

    to: str
    what: str


@dataclass(frozen=True, kw_only=True)
class IdentifierClaimed(Event):
    """Somebody wrote down an e-mail address, a phone number or another key of a person."""

    name: ClassVar[str] = "identifier.claimed"

    kind: str
    value: str = personal()


@dataclass(frozen=True, kw_only=True)
class IdentifierRemoved(Event):
    """A key of a person was removed."""

    name: ClassVar[str] = "identifier.removed"

    kind: str
    value: str = personal()
