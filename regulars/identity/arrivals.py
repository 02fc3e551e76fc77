"""Bring what was received into the log, each event with the person it belongs to, in sets.

Whoever names a user, an e-mail or a phone is found as in a file (`resolve`). A visitor's browser belongs to whoever
first signs in on it: somebody of whom we knew only browsers becomes one with the user by a link, which can be taken
back; a browser that belongs to another user already stays theirs, since families and shops share machines.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction
from psycopg import sql

from regulars.base.events import log, operations
from regulars.base.events.kinds import Family, Mode, OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.collect import inbox, observed, records
from regulars.collect.inbox import Letter
from regulars.collect.kinds import Fault
from regulars.collect.messages import Arrival, Unfit
from regulars.collect.models import Source
from regulars.collect.sources import platforms
from regulars.collect.sources.forms import read as forms
from regulars.identity import acts, alarms, browsers, forgotten, resolve

logger = logging.getLogger(__name__)

STALE = timedelta(hours=48)
"""What happened longer before it came is history: it moves figures, but sets nothing off."""
SAID = frozenset({"person.identified", "person.aliased", "group.joined", "consent.said"})
RECORDS = SAID | records.NAMES | forms.NAMES
"""Beside purchases, the events that are kept; all others are behavior, which goes after its retention."""
STAGE = """
    create temp table arrival (
        place int, letter bigint, message_id text, name text, family text, mode text, happened_at timestamptz,
        received_at timestamptz, anonymous_id text, user_id text, email text, phone text, known text, properties jsonb,
        personal jsonb, trace text, person_id bigint
    ) on commit drop
"""
COLUMNS = (
    "place, letter, message_id, name, family, mode, happened_at, received_at, anonymous_id, user_id, email, phone,"
    " known, properties, personal"
)
FRESH = """
    with fresh as (
        insert into seen_messages (source, message_id, seen_at)
        select distinct %(source)s, message_id, %(at)s::timestamptz from arrival where message_id is not null
        on conflict do nothing returning message_id
    ),
    kept as (
        select min(a.place) as place from arrival a left join fresh f on f.message_id = a.message_id
        where a.message_id is null or f.message_id is not null
        group by coalesce(a.message_id, 'place ' || a.place)
    )
    delete from arrival a where not exists (select from kept k where k.place = a.place) returning letter
"""
TRACES = """
    create temp table arrival_trace on commit drop as
    select concat_ws(chr(31), coalesce(user_id, ''), coalesce(email, ''), coalesce(phone, '')) as trace,
           user_id, email, phone, min(happened_at) as seen_at, null::bigint as by_id, null::bigint as person_id,
           null::bigint as user_ident, null::bigint as email_ident, null::bigint as phone_ident
    from arrival where num_nonnulls(user_id, email, phone) > 0
    group by user_id, email, phone
"""
NAMED = """
    update arrival a set person_id = t.person_id from arrival_trace t
    where t.trace = concat_ws(chr(31), coalesce(a.user_id, ''), coalesce(a.email, ''), coalesce(a.phone, ''))
      and num_nonnulls(a.user_id, a.email, a.phone) > 0
"""
# Who came by a link that we have given them is who they are, whatever they write.
GIVEN = """
    update arrival a set person_id = p.id from identity_person p
    where a.known is not null and p.public_id = a.known and p.circle_id = %(circle)s
"""
TELL = """
    select family, %(store)s::bigint, person_id, name, happened_at, received_at, %(source)s::text, %(source)s::text,
           mode, properties, personal
    from arrival order by happened_at, place
"""
# A customer's record is a list's word on somebody, not something that they did: of whom was erased, it is heard again
# once they have come back themselves.
SPEAKS_OF = f"""
    case when s.name <> '{records.CUSTOMER}' or exists (
        select from identity_identifier i
        where i.circle_id = %(circle)s and (i.kind = 'email' and i.scope = '' and i.value = s.email
              or i.kind = 'user' and i.scope = %(scope)s and i.value = s.user_id)) then s.happened_at end
"""
WHO = {**dict.fromkeys(("anonymous_id", "user_id", "email", "phone"), "null"), "personal": "'{}'"}
"""What a message says of who somebody is; blanked where they were erased."""
PURCHASE = "purchase."
LAST_TRACE = chr(0x10FFFF)
WORK_TABLES = "drop table if exists arrival, arrival_trace, found, owner"


def take_in(*, at: datetime) -> bool:
    """Bring one batch of each source that has sent something into the log; whether there was any."""
    has_moved, faults = False, []
    for source in Source.objects.select_related("store__circle").filter(id__in=inbox.waiting()):
        try:
            has_moved = take_in_of(source, at=at) or has_moved
        except Exception as fault:  # whatever holds one source up must not hold up the others
            faults.append(fault)
    if faults:
        raise faults[0]
    return has_moved


def take_in_of(source: Source, *, at: datetime) -> bool:
    """The same for one source; whether it had sent anything."""
    with acts.undisturbed(source.store.circle):
        return taken_in(source, at=at)


def taken_in(source: Source, *, at: datetime) -> bool:
    letters = inbox.take(source)
    if not letters:
        return False
    found = inbox.sort(letters, platforms.reader(source))
    repeated: set[int] = set()
    with operations.under(operation_of(source, at=at)):
        unfit = [*found.unfit, *settle(source, found.arrivals, repeated, at=at)]
    inbox.set_aside(source, unfit, at=at)
    inbox.count(source, letters, repeated=repeated, unfit={letter.id for letter, _ in unfit})
    return True


def operation_of(source: Source, *, at: datetime) -> Operation:
    """The operation under which a source's messages of one day are taken in."""
    today = at.astimezone(ZoneInfo(source.store.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    actor = named(source)
    of_today = Operation.objects.filter(
        circle=source.store.circle_id, actor=actor, facts__act="receive", begun_at__gte=today
    )
    return of_today.order_by("id").first() or operations.begin(
        OperationKind.SYSTEM, store=source.store, actor=actor, at=at, facts={"act": "receive"}
    )


def named(source: Source) -> str:
    """How events and identifiers name the source they came from."""
    return f"source:{source.public_id}"


def settle(
    source: Source, arrivals: Sequence[tuple[Letter, Arrival]], repeated: set[int], *, at: datetime
) -> list[tuple[Letter, Unfit]]:
    """Append arrivals to the log; give back those that the database refuses, found by halving."""
    if not arrivals:
        return []
    try:
        with transaction.atomic():
            repeated |= append(source, arrivals, at=at)
    except (OperationalError, InterfaceError, psycopg.OperationalError):
        raise  # the database is at fault, not a message: all come again
    except Exception as error:  # a fault of ours that one message brings out must not hold up the others
        logger.warning("Messages of %s could not be taken in: %r", named(source), error)
        if len(arrivals) == 1:
            return [(arrivals[0][0], Unfit(Fault.NOT_TAKEN, str(error)))]
        halves = (arrivals[: len(arrivals) // 2], arrivals[len(arrivals) // 2 :])
        return [letter for half in halves for letter in settle(source, half, repeated, at=at)]
    return []


def append(source: Source, arrivals: Sequence[tuple[Letter, Arrival]], *, at: datetime) -> set[int]:
    """Append arrivals with their people; the letters that had come before are left out, and given back."""
    store, origin = source.store, named(source)
    query.run(WORK_TABLES)
    query.run(STAGE)
    bounded = observed.within_bounds(source, [arrival for _, arrival in arrivals], at=at)
    _copy([(letter, arrival) for (letter, _), arrival in zip(arrivals, bounded, strict=True)])
    repeated = {row[0] for row in query.rows(FRESH, source=origin, at=at)}
    forgotten.keep_out("arrival", store, moment=SPEAKS_OF, key="place", group="place", blanks=WHO)
    query.run(TRACES)
    query.run("create unique index on arrival_trace (trace)")
    query.run("analyze arrival, arrival_trace")
    if common := resolve.block_shared("arrival_trace", store):
        alarms.of_shared(store, common, at=at)
    resolve.settle("arrival_trace", store, above="", to=LAST_TRACE, source=origin, actor=origin, at=at, mode=Mode.LIVE)
    query.run(NAMED)
    query.run(GIVEN, circle=store.circle_id)
    browsers.settle("arrival", store, source=origin, at=at)
    log.append_select(sql.SQL(TELL), {"store": store.id, "source": origin})
    return repeated


def _copy(arrivals: Sequence[tuple[Letter, Arrival]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy arrival ({COLUMNS}) from stdin") as copy:
        for place, (letter, arrival) in enumerate(arrivals):
            is_record = arrival.name in RECORDS or arrival.name.startswith(PURCHASE)
            is_stale = letter.received_at - arrival.happened_at > STALE
            copy.write_row((
                place, letter.id, arrival.message_id or None, arrival.name,
                (Family.RECORD if is_record else Family.BEHAVIOR).value,
                (Mode.HISTORY if is_stale else Mode.LIVE).value, arrival.happened_at, letter.received_at,
                *(value.replace("\0", "") or None for value in
                  (arrival.anonymous_id, arrival.user_id, arrival.email, arrival.phone, arrival.person)),
                _json(arrival.properties), _json(arrival.personal | arrival.traits),
            ))  # fmt: skip


def _json(values: dict[str, object]) -> str:
    return inbox.without_zeros(msgspec.json.encode(values).decode())
