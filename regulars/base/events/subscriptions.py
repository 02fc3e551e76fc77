"""Subscriptions: each reads the log on from its own position, and moves with its effects.

The position row is locked and moved in the transaction of the handler, so an event changes the
database exactly once. A failing batch is halved in savepoints until the single offender is
found; that one is parked with its error, and the rest goes through.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext_lazy

from regulars.base.events import log
from regulars.base.events.event import START, Logged, Position
from regulars.base.events.kinds import ANY_MODE, Mode
from regulars.base.events.models import ParkedEvent, Subscription
from regulars.base.kit.refusal import Refusal

Handler = Callable[[Sequence[Logged]], None]
ERROR_WIDTH = 2_000


class CannotReplay(Refusal):
    message = gettext_lazy("“%(name)s” speaks to people or pays, so it never hears an event again.")


@dataclass(frozen=True, slots=True)
class Hears:
    """Who hears what: the whole declaration of a reader.

    :param names: event names; None for all.
    :param modes: which modes it takes; whatever speaks, pays or awards takes live ones only.
    :param fresher_than: older live events are passed over.
    :param in_order: later events of a person wait while one of theirs is parked.
    """

    name: str
    handler: Handler
    names: frozenset[str] | None = None
    modes: frozenset[Mode] = ANY_MODE
    fresher_than: timedelta | None = None
    in_order: bool = False
    batch: int = 1_000


def advance(reader: Hears, *, at: datetime) -> bool:
    """
    Hand the next batch to a reader.

    :returns: whether the position moved, so that one calls again at once; False at the end of
        the log, and while another worker is at it.
    """
    Subscription.objects.get_or_create(name=reader.name)
    with transaction.atomic():
        place = Subscription.objects.select_for_update(skip_locked=True).filter(name=reader.name).first()
        if place is None:
            return False
        before = Position(place.epoch, place.xid, place.seq)
        events, after = log.read(before, limit=reader.batch, names=reader.names)
        if after == before:
            return False
        deliver(reader, wanted(reader, events, replayed_to=replay_end(place), at=at), at=at)
        place.epoch, place.xid, place.seq = after
        place.moved_at = at
        place.save(update_fields=["epoch", "xid", "seq", "moved_at"])
        return True


def replay_end(place: Subscription) -> Position:
    return Position(place.replay_epoch, place.replay_xid, place.replay_seq)


def wanted(reader: Hears, events: Sequence[Logged], *, replayed_to: Position, at: datetime) -> list[Logged]:
    """The events that a reader takes, those it has heard before marked as replayed."""
    marked = [replace(e, mode=Mode.REPLAY) if e.position <= replayed_to else e for e in events]
    return [event for event in marked if event.mode in reader.modes and is_fresh(reader, event, at=at)]


def is_fresh(reader: Hears, event: Logged, *, at: datetime) -> bool:
    if reader.fresher_than is None or event.mode != Mode.LIVE:
        return True
    return at - event.happened_at <= reader.fresher_than


def deliver(reader: Hears, events: Sequence[Logged], *, at: datetime) -> None:
    """Call the handler; on a fault halve the batch, down to the offender, and park that."""
    ready = without_waiting(reader, events, at=at) if reader.in_order else events
    if not ready:
        return
    try:
        with transaction.atomic():
            reader.handler(ready)
    except (OperationalError, InterfaceError):
        raise  # the database is at fault, not the event: the whole batch comes again
    except Exception as error:
        if len(ready) == 1:
            park(reader, ready[0], str(error) or type(error).__name__, at=at)
            return
        middle = len(ready) // 2
        deliver(reader, ready[:middle], at=at)
        deliver(reader, ready[middle:], at=at)


def without_waiting(reader: Hears, events: Sequence[Logged], *, at: datetime) -> list[Logged]:
    """Park what must wait for an earlier event of the same person, and give back the rest."""
    people = {event.person for event in events if event.person is not None}
    parked = ParkedEvent.objects.filter(subscription=reader.name, person__in=people)
    held = set(parked.values_list("person", flat=True))
    for event in events:
        if event.person in held:
            park(reader, event, "Waits for an earlier event of this person.", at=at)
    return [event for event in events if event.person not in held]


def park(reader: Hears, event: Logged, error: str, *, at: datetime) -> None:
    ParkedEvent.objects.get_or_create(
        subscription=reader.name,
        event=event.id,
        defaults={
            "received_at": event.received_at,
            "person": event.person,
            "epoch": event.position.epoch,
            "xid": event.position.xid,
            "seq": event.position.seq,
            "error": error.replace("\0", "")[:ERROR_WIDTH],
            "parked_at": at,
        },
    )


def retry_parked(reader: Hears, *, at: datetime) -> tuple[int, int]:
    """
    Hand all parked events to their reader again, oldest first.

    :returns: how many went through, and how many stay parked with their newest error.
    """
    passed = failed = 0
    stuck: set[int] = set()
    parked = ParkedEvent.objects.filter(subscription=reader.name).order_by("epoch", "xid", "seq")
    for row in parked.iterator():
        if reader.in_order and row.person in stuck:
            failed += 1
        elif retry(reader, row, at=at):
            passed += 1
        else:
            failed += 1
            stuck |= {row.person} if row.person is not None else set()
    return passed, failed


def retry(reader: Hears, row: ParkedEvent, *, at: datetime) -> bool:
    event = log.one(row.event, received_at=row.received_at)
    try:
        with transaction.atomic():
            if event is not None:
                reader.handler([event])
            row.delete()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        ParkedEvent.objects.filter(id=row.id).update(error=str(error)[:ERROR_WIDTH], parked_at=at)
        return False
    return True


@transaction.atomic
def replay(reader: Hears) -> None:
    """
    Let a reader hear the whole log again; what it has heard before comes in mode `replay`.

    :raises CannotReplay: if it takes live events only.
    """
    if Mode.REPLAY not in reader.modes:
        raise CannotReplay(name=reader.name)
    Subscription.objects.get_or_create(name=reader.name)
    place = Subscription.objects.select_for_update().get(name=reader.name)
    heard = max(Position(place.epoch, place.xid, place.seq), replay_end(place))
    place.replay_epoch, place.replay_xid, place.replay_seq = heard
    place.epoch, place.xid, place.seq = START
    place.save(update_fields=["epoch", "xid", "seq", "replay_epoch", "replay_xid", "replay_seq"])


def is_behind(reader: Hears) -> bool:
    """Whether rows stand after a reader's position, settled or not."""
    place = Subscription.objects.filter(name=reader.name).first()
    return log.end() > (Position(place.epoch, place.xid, place.seq) if place else START)


def lag(reader: Hears) -> int:
    """How many rows stand after a reader's position, settled or not."""
    place = Subscription.objects.filter(name=reader.name).first()
    return log.count_after(Position(place.epoch, place.xid, place.seq) if place else START)
