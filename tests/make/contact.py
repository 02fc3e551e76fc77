"""Attempts to contact people."""

from datetime import date, datetime

from regulars.base.workspace.models import Staff
from regulars.contact import attempts
from regulars.contact.kinds import Channel, Outcome
from regulars.contact.models import Attempt
from regulars.identity.models import Person


def attempt(person: Person, outcome: Outcome, *, by: Staff, at: datetime, until: date | None = None) -> Attempt:
    return attempts.note(person, outcome=outcome, channel=Channel.CALL, until=until, by=by, at=at)
