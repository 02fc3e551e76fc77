"""The register of what people ask for by law: taken in, due within a month, answered or refused by somebody."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import operations
from regulars.base.events.event import Logged
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import clock, text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff, Store
from regulars.identity.models import Person
from regulars.profile.kinds import RequestKind, RequestState
from regulars.profile.models import RightsRequest

SOON_DAYS = 7
ASKED = {"export": RequestKind.ACCESS, "erase": RequestKind.ERASURE}
"""What platforms pass on; a shop that is to be erased whole stands in the register without a person."""


class NotReceivedYet(Refusal):
    message = gettext_lazy("A request cannot have come in the future.")
    status = 422


class AnsweredAlready(Refusal):
    message = gettext_lazy("This request has been answered already.")


def take_in(
    circle: Circle, *, kind: RequestKind, person: Person | None, received_on: date, note: str = "", by: Staff | None,
    at: datetime, actor: str = operations.SYSTEM,
) -> RightsRequest:  # fmt: skip
    """
    Note a request; it is due a month after it came.

    :raises NotReceivedYet: if that is to be in the future.
    """
    if received_on > clock.local_day(at, clock.zone("Pacific/Kiritimati")):
        raise NotReceivedYet
    with doing("take_in_request", circle, kind, by=by, actor=actor, at=at):
        return RightsRequest.objects.create(
            circle=circle, person=person.canonical if person else None, kind=kind, received_on=received_on,
            due_on=month_later(received_on), note=text.squeeze(note)[:500],
        )  # fmt: skip


def hear(events: Sequence[Logged], *, at: datetime) -> None:
    """Put what people have asked a shop's platform for, and the platform has passed on, into the register."""
    for event in events:
        store = Store.objects.select_related("circle").get(id=event.store or 0)
        person = Person.objects.filter(id=event.person or 0).first()
        kind = ASKED.get(str(event.properties.get("right")), RequestKind.ERASURE)
        take_in(
            store.circle, kind=kind, person=person, received_on=clock.local_day(event.happened_at, store.zone),
            note=str(event.properties.get("shop") or ""), by=None, at=at, actor=event.source,
        )  # fmt: skip


def settle(
    request: RightsRequest, *, state: RequestState, note: str = "", by: Staff | None, at: datetime,
    actor: str = operations.SYSTEM,
) -> RightsRequest:  # fmt: skip
    """
    Note that a request was answered, or refused.

    :raises AnsweredAlready: if that has been done.
    """
    if request.state != RequestState.OPEN:
        raise AnsweredAlready
    with doing("settle_request", request.circle, RequestKind(request.kind), by=by, actor=actor, at=at):
        request.state, request.answered_at, request.answered_by = state, at, by
        request.note = text.squeeze(note)[:500] or request.note
        request.save(update_fields=["state", "answered_at", "answered_by", "note"])
    return request


def month_later(day: date) -> date:
    """The same day of the next month, or its last one."""
    years, month = divmod(day.month, 12)
    first = date(day.year + years, month + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - date.resolution).day
    return first.replace(day=min(day.day, last))


def doing(
    act: str, circle: Circle, kind: RequestKind, *, by: Staff | None, actor: str, at: datetime
) -> AbstractContextManager[Operation]:
    facts = {"act": act, "kind": kind.value}
    return operations.doing(OperationKind.EDIT, circle=circle, by=by, actor=actor, at=at, facts=facts)
