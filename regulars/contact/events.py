"""What contact says has happened."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from regulars.base.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ContactTried(Event):
    """Somebody tried to contact a person: they were reached, are to be contacted later, or want no contact."""

    name: ClassVar[str] = "contact.tried"

    attempt: str
    channel: str
    outcome: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class QuietChanged(Event):
    """A store has set for how many days whoever was reached is left in peace."""

    name: ClassVar[str] = "contact.quiet_changed"

    days: int
