"""What profile says has happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from regulars.base.events.event import Event, personal


@dataclass(frozen=True, kw_only=True)
class PersonEdited(Event):
    """Somebody changed what is known of a person; the change keeper has the values."""

    name: ClassVar[str] = "person.edited"

    fields: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PersonTagged(Event):
    """A person was given a tag."""

    name: ClassVar[str] = "person.tagged"

    tag: str


@dataclass(frozen=True, kw_only=True)
class PersonUntagged(Event):
    """A tag was taken from a person."""

    name: ClassVar[str] = "person.untagged"

    tag: str


@dataclass(frozen=True, kw_only=True)
class FieldSet(Event):
    """A custom field of a person was set, changed or emptied."""

    name: ClassVar[str] = "person.field_set"

    field: str


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event):
    """A note about a person was written."""

    name: ClassVar[str] = "note.written"

    note: str


@dataclass(frozen=True, kw_only=True)
class NoteRemoved(Event):
    """A note about a person was removed."""

    name: ClassVar[str] = "note.removed"

    note: str


@dataclass(frozen=True, kw_only=True)
class TaskOpened(Event):
    """Something is to be done for a person."""

    name: ClassVar[str] = "task.opened"

    task: str
    due_on: date | None
    title: str = personal()


@dataclass(frozen=True, kw_only=True)
class TaskDone(Event):
    """What was to be done for a person is done."""

    name: ClassVar[str] = "task.done"

    task: str
    title: str = personal()


@dataclass(frozen=True, kw_only=True)
class TaskReopened(Event):
    """What had been done for a person is to be done again."""

    name: ClassVar[str] = "task.reopened"

    task: str


@dataclass(frozen=True, kw_only=True)
class PreferenceStated(Event):
    """A customer said what they like."""

    name: ClassVar[str] = "preference.stated"

    key: str
    source: str
    value: str = personal()


@dataclass(frozen=True, kw_only=True)
class PreferenceWithdrawn(Event):
    """What a customer had said they like holds no longer."""

    name: ClassVar[str] = "preference.withdrawn"

    key: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """A person agreed to something, or confirmed that they had."""

    name: ClassVar[str] = "consent.given"

    consent: str
    medium: str
    purpose: str
    manner: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A person agrees to something no longer."""

    name: ClassVar[str] = "consent.withdrawn"

    consent: str
    medium: str
    purpose: str
    manner: str


@dataclass(frozen=True, kw_only=True)
class ConsentAsked(Event):
    """A person asked to be written to, and has yet to confirm it by a link."""

    name: ClassVar[str] = "consent.asked"

    consent: str
    medium: str
    purpose: str
    manner: str


@dataclass(frozen=True, kw_only=True)
class TicketOpened(Event):
    """A person asked the help desk of another program for something, as its file tells."""

    name: ClassVar[str] = "ticket.opened"

    desk: str
    number: str
    channel: str
    title: str = personal()


@dataclass(frozen=True, kw_only=True)
class TicketClosed(Event):
    """The help desk of another program has closed what a person asked for."""

    name: ClassVar[str] = "ticket.closed"

    desk: str
    number: str
    channel: str
    title: str = personal()


@dataclass(frozen=True, kw_only=True)
class TicketWithdrawn(Event):
    """The file that brought a ticket was taken back."""

    name: ClassVar[str] = "ticket.withdrawn"

    desk: str
    number: str
    channel: str
    title: str = personal()


@dataclass(frozen=True, kw_only=True)
class DisclosureAsked(Event):
    """Somebody asked for a file with everything about a person."""

    name: ClassVar[str] = "disclosure.asked"

    disclosure: str


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    """A person is to be erased."""

    name: ClassVar[str] = "erasure.asked"

    erasure: str


@dataclass(frozen=True, kw_only=True)
class ErasureDone(Event):
    """A person was erased; the certificate says from where."""

    name: ClassVar[str] = "erasure.done"

    erasure: str
    people: int


@dataclass(frozen=True, kw_only=True)
class ConsentRulesChanged(Event):
    """A store stands on another law when it writes to people, or asks otherwise."""

    name: ClassVar[str] = "consent.rules_changed"

    regime: str


@dataclass(frozen=True, kw_only=True)
class QualityChecked(Event):
    """All people of a store's circle were looked at, and the figures of their quality are those of today."""

    name: ClassVar[str] = "quality.checked"


@dataclass(frozen=True, kw_only=True)
class CompanyOpened(Event):
    """A company was written down, by hand or because a source told of it."""

    name: ClassVar[str] = "company.opened"

    company: str


@dataclass(frozen=True, kw_only=True)
class ContactLinked(Event):
    """A person buys for a company."""

    name: ClassVar[str] = "company.contact_linked"

    company: str


@dataclass(frozen=True, kw_only=True)
class ContactUnlinked(Event):
    """A person was found not to buy for a company."""

    name: ClassVar[str] = "company.contact_unlinked"

    company: str
