"""Remember what came of contacting somebody."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.contact.events import ContactTried
from regulars.contact.kinds import Channel, Outcome
from regulars.contact.models import Attempt
from regulars.identity import acts
from regulars.identity.models import Person


class NeedsDay(Refusal):
    message = gettext_lazy("Say on which later day to contact them.")
    status = 422


def note(
    person: Person,
    *,
    outcome: Outcome,
    channel: Channel,
    until: date | None = None,
    by: Staff | None,
    at: datetime,
    on: date | None = None,
    actor: str = operations.SYSTEM,
) -> Attempt:
    """
    Write down an attempt: who was reached is left in peace for a while, who wants no contact for good.

    :param on: the day of it where the staff are; that of UTC, if not given.
    :param until: for `later`, the day from which the person may stand in a list again.
    :raises NeedsDay: if it is missing then, or does not lie ahead.
    """
    is_put_off = outcome == Outcome.LATER
    if is_put_off and (until is None or until <= (on or at.date())):
        raise NeedsDay
    with acts.doing(
        "note_attempt", person.circle, by=by, actor=actor, at=at, people=1, outcome=outcome.value
    ) as operation:
        made = Attempt.objects.create(
            circle=person.circle, person=person.canonical, staff=by, channel=channel, outcome=outcome,
            until=until if is_put_off else None, at=at,
        )  # fmt: skip
        told = ContactTried(
            person=made.person_id, attempt=made.public_id, channel=channel.value, outcome=outcome.value,
            until=made.until,
        )  # fmt: skip
        log.append(told, by=operation.actor, at=at)
    return made
