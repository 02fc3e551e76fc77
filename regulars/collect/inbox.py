"""Take messages out of the inbox, set aside what is no event, and count what became of all.

A message leaves the inbox in the transaction that makes it an event or sets it aside, so it is never lost and never
twice. Each source is taken by itself, a batch at a time, so that one that sends much, or nonsense, holds up no other.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy

from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.collect.kinds import Fault
from regulars.collect.messages import Arrival, Unfit
from regulars.collect.models import SetAside, Source
from regulars.collect.receive import sender
from regulars.collect.receive.endpoint import REFUSED
from regulars.collect.receive.sender import Sender

logger = logging.getLogger(__name__)

AT_ONCE = 2_000
MOST_SET_ASIDE = 10_000
"""Of a source; the oldest go first, so that a source that sends nothing but nonsense fills no disk."""
WAITING = """
    select s.id from collect_source s
    where exists (select from collect_inboxmessage m where m.source_id = s.id) order by s.id
"""
MOST_BYTES = 32 * 1024**2
ZERO = "\\u0000"
"""The zero character as JSON writes it, for which PostgreSQL has no place."""
ZEROS = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
TAKE = """
    delete from collect_inboxmessage where id = any(array(
        select id from (
            select id, sum(octet_length(body)) over (order by id) as upto, row_number() over (order by id) as place
            from (
                select id, body from collect_inboxmessage where source_id = %(source)s order by id limit %(limit)s
                for update skip locked
            ) waiting
        ) counted
        where upto <= %(bytes)s or place = 1))
    returning id, kind, received_at, sender, body
"""
PUT = """
    insert into collect_inboxmessage (source_id, kind, received_at, sender, body)
    select %(source)s, kind, %(at)s, sender, body
    from unnest(%(kind)s::text[], %(sender)s::text[], %(body)s::text[]) with ordinality g (kind, sender, body, place)
    order by place
"""
COUNT = """
    insert into collect_sourceday as d (source_id, "on", taken, repeated, set_aside, last_at)
    select %(source)s, * from unnest(%(on)s::date[], %(taken)s::bigint[], %(repeated)s::bigint[],
                                     %(set_aside)s::bigint[], %(last_at)s::timestamptz[])
    on conflict (source_id, "on") do update set
        taken = d.taken + excluded.taken, repeated = d.repeated + excluded.repeated,
        set_aside = d.set_aside + excluded.set_aside, last_at = greatest(d.last_at, excluded.last_at)
"""
TRIM = """
    delete from collect_setaside a using (
        select id, row_number() over (partition by source_id order by id desc) as place from collect_setaside
    ) p where p.id = a.id and p.place > %(most)s
"""


class Mended(Refusal):
    message = gettext_lazy("This message has been sent through again, or thrown away, already.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it was taken out of the inbox."""

    id: int
    kind: str
    received_at: datetime
    sender: str
    body: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """The letters that are events, and those that are none with the reason."""

    arrivals: list[tuple[Letter, Arrival]]
    unfit: list[tuple[Letter, Unfit]]


def waiting() -> list[int]:
    """The sources that have messages in the inbox."""
    return [row[0] for row in query.rows(WAITING)]


def take(source: Source, limit: int = AT_ONCE) -> list[Letter]:
    """Take the oldest messages of a source out of the inbox, in the caller's transaction."""
    rows = query.rows(TAKE, source=source.id, limit=limit, bytes=MOST_BYTES)
    return sorted((Letter(*row) for row in rows), key=lambda letter: letter.id)


def put(source: Source, letters: Sequence[tuple[str, str, str]], *, at: datetime) -> None:
    """Put what was fetched into the inbox, in the caller's transaction; each has its kind, its id and its body."""
    if not letters:
        return
    kinds, ids, bodies = map(list, zip(*letters, strict=True))
    senders = [sender.described({}, "", delivery=name) for name in ids]
    query.run(PUT, source=source.id, at=at, kind=kinds, sender=senders, body=bodies)
    query.run("select pg_notify('regulars_inbox', '')")


def sort(letters: Iterable[Letter], understood: Callable[[str, str, Sender, datetime], list[Arrival]]) -> Sorted:
    """Understand letters, each by itself; one may hold several events."""
    found = Sorted([], [])
    for letter in letters:
        told = sender.read(letter.sender)
        try:
            if letter.kind == REFUSED:
                raise Unfit(Fault.NOT_TAKEN, told.refused)
            arrivals = understood(letter.kind, without_zeros(letter.body), told, letter.received_at)
            found.arrivals.extend((letter, arrival) for arrival in arrivals)
        except Unfit as unfit:
            found.unfit.append((letter, unfit))
        except Exception as error:  # a fault of ours must not hold up what comes after this letter
            logger.exception("A message of kind %s could not be understood.", letter.kind)
            found.unfit.append((letter, Unfit(Fault.NOT_TAKEN, type(error).__name__)))
    return found


def without_zeros(text: str) -> str:
    """JSON as PostgreSQL can keep it; what only looks like a zero character, behind a backslash of its own, stays."""
    return ZEROS.sub(r"\1", text) if ZERO in text else text


def set_aside(source: Source, unfit: Sequence[tuple[Letter, Unfit]], *, at: datetime) -> None:
    """Keep messages that are no events, with the reason, until somebody mends or drops them."""
    reasons = {letter.id: (letter, reason) for letter, reason in unfit}
    SetAside.objects.bulk_create(
        SetAside(
            source=source, kind=letter.kind, received_at=letter.received_at, sender=letter.sender, body=letter.body,
            fault=reason.fault, detail=reason.detail[:2_000], set_aside_at=at,
        )
        for letter, reason in reasons.values()
    )  # fmt: skip


def count(source: Source, letters: Sequence[Letter], *, repeated: set[int], unfit: set[int]) -> None:
    """Add to the days of a source what became of its letters; `repeated` and `unfit` are their ids."""
    zone = ZoneInfo(source.store.timezone)
    taken: Counter[str] = Counter()
    again: Counter[str] = Counter()
    aside: Counter[str] = Counter()
    last: dict[str, datetime] = {}
    for letter in letters:
        day = letter.received_at.astimezone(zone).date().isoformat()
        last[day] = max(last.get(day, letter.received_at), letter.received_at)
        into = aside if letter.id in unfit else again if letter.id in repeated else taken
        into[day] += 1
    days = sorted(last)
    columns = {
        "on": days, "taken": [taken[day] for day in days], "repeated": [again[day] for day in days],
        "set_aside": [aside[day] for day in days], "last_at": [last[day] for day in days],
    }  # fmt: skip
    query.run(COUNT, columns | {"source": source.id})


@transaction.atomic
def send_again(message: SetAside, *, body: str | None = None) -> None:
    """
    Put a message that was set aside back into the inbox, mended if a new body is given.

    :raises Mended: if somebody has done so already.
    """
    kept = SetAside.objects.select_for_update().filter(id=message.id).first()
    if kept is None:
        raise Mended
    query.run(
        "insert into collect_inboxmessage (source_id, kind, received_at, sender, body) values (%s, %s, %s, %s, %s)",
        [kept.source_id, kept.kind, kept.received_at, kept.sender, (body or kept.body).replace("\0", "")],
    )
    query.run("select pg_notify('regulars_inbox', '')")
    kept.delete()


def trim() -> int:
    """Drop the oldest of the messages that were set aside, where a source has too many, and say how many."""
    return query.run(TRIM, most=MOST_SET_ASIDE)
