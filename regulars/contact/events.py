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
