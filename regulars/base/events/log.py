"""The log: append what happened, and read it in the order in which it became true.

A reader's position is (epoch, xid, seq). Rows of transactions that are still under way, and of
any that began after the oldest of these, are not yet readable, so no reader ever passes a row
that commits late. `epoch` rises when the cluster's transaction ids started again from below.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg import sql
from psycopg.types.json import Jsonb

from regulars.base.events.event import START, Event, Logged, Position
from regulars.base.events.kinds import Mode
from regulars.base.kit import ids, query

CHANNEL = "regulars_log"
BATCH = 5_000
COLUMNS = (
    "id, family, store, person, name, happened_at, received_at, source, actor, operation, mode, properties, personal"
)

APPEND = f"""
    with given as (
        select * from unnest(
            %(id)s::uuid[], %(family)s::text[], %(store)s::bigint[], %(person)s::bigint[], %(name)s::text[],
            %(happened_at)s::timestamptz[], %(message)s::text[], %(properties)s::jsonb[], %(personal)s::jsonb[]
        ) with ordinality as g (id, family, store, person, name, happened_at, message, properties, personal, place)
    ),
    fresh as (
        insert into seen_messages (source, message_id, seen_at)
        select distinct %(source)s, message, %(received_at)s::timestamptz from given where message is not null
        on conflict do nothing
        returning message_id
    ),
    chosen as (
        select distinct on (coalesce(given.message, given.id::text)) given.*
        from given left join fresh on fresh.message_id = given.message
        where given.message is null or fresh.message_id is not null
        order by coalesce(given.message, given.id::text), place
    )
    insert into events ({COLUMNS})
    select id, family, store, person, name, happened_at, %(received_at)s, %(source)s, %(actor)s,
           current_operation(), %(mode)s, properties, personal
    from chosen order by place
    returning id
"""

READ = """
    with batch as materialized (
        select * from events
        where (epoch, xid, seq) > (%(epoch)s, %(xid)s::text::xid8, %(seq)s)
          and (epoch < (select current from log_epoch) or xid < pg_snapshot_xmin(pg_current_snapshot()))
        order by epoch, xid, seq
        limit %(limit)s
    ),
    last as (select epoch, xid, seq from batch order by epoch desc, xid desc, seq desc limit 1)
    select last.epoch, last.xid::text::bigint, last.seq,
           b.epoch, b.xid::text::bigint, b.seq,
           b.id, b.store, b.person, b.name, b.happened_at, b.received_at, b.source, b.actor, b.operation,
           b.mode, b.properties, b.personal
    from last
    left join batch b on (%(names)s::text[] is null or b.name = any(%(names)s)) and b.mode = any(%(modes)s)
    order by b.epoch, b.xid, b.seq
"""

ONE = """
    select epoch, xid::text::bigint, seq, epoch, xid::text::bigint, seq, id, store, person, name, happened_at,
           received_at, source, actor, operation, mode, properties, personal
    from events where family in ('record', 'behavior') and received_at = %s and id = %s
"""


@transaction.atomic
def append(
    events: Event | Sequence[Event],
    *,
    by: str,
    at: datetime,
    happened_at: datetime | Sequence[datetime] | None = None,
    source: str = "regulars",
    mode: Mode = Mode.LIVE,
    messages: Sequence[str | None] | None = None,
) -> list[UUID]:
    """
    Write events in the caller's transaction, under its operation if it has one.

    :param by: who or what caused it, such as a staff's or key's public id.
    :param at: the moment of receipt; also of the event, unless `happened_at` says otherwise.
    :param messages: the sender's message ids; one that its source has sent before is left out.
    :returns: the ids of the events that were written.
    """
    given = [events] if isinstance(events, Event) else list(events)
    if not given:
        return []
    moments = [happened_at or at] * len(given) if not isinstance(happened_at, Sequence) else happened_at
    values: dict[str, Any] = {
        "id": [ids.uuid7() for _ in given],
        "family": [event.family.value for event in given],
        "store": [event.store for event in given],
        "person": [event.person for event in given],
        "name": [event.name for event in given],
        "happened_at": list(moments),
        "message": list(messages) if messages is not None else [None] * len(given),
        "properties": [Jsonb(event.properties()) for event in given],
        "personal": [Jsonb(event.personal_values()) for event in given],
    }
    shared = {"received_at": at, "source": source, "actor": by, "mode": mode.value}
    written = [row[0] for row in query.rows(APPEND, values | shared)]
    query.run("select pg_notify(%s, '')", [CHANNEL])
    return written


@transaction.atomic
def append_select(picked: sql.Composed | sql.SQL, params: dict[str, Any] | None = None) -> int:
    """
    Write one event for each row of a query, in sets.

    :param picked: selects, in this order, family, store, person, name, happened_at, received_at,
        source, actor, mode, properties and personal.
    :returns: how many events were written.
    """
    statement = sql.SQL(
        "insert into events (family, store, person, name, happened_at, received_at, source, actor, mode,"
        " properties, personal, operation) select picked.*, current_operation() from ({}) as picked"
    ).format(picked)
    written = query.run(statement, params or {})
    query.run("select pg_notify(%s, '')", [CHANNEL])
    return written


def read(
    after: Position, *, limit: int = BATCH, names: Iterable[str] | None = None, modes: Iterable[Mode] = Mode
) -> tuple[list[Logged], Position]:
    """
    The events of the next `limit` rows that are settled, and the position of the last of them.

    Rows of other names or modes count toward the limit, so the position moves past them.
    """
    asked = {"limit": limit, "names": None if names is None else list(names), "modes": [m.value for m in modes]}
    rows = query.rows(READ, after._asdict() | asked)
    if not rows:
        return [], after
    return [logged(row) for row in rows if row[6] is not None], Position(*rows[0][:3])


def logged(row: Sequence[Any]) -> Logged:
    return Logged(
        id=row[6],
        position=Position(*row[3:6]),
        store=row[7],
        person=row[8],
        name=row[9],
        happened_at=row[10],
        received_at=row[11],
        source=row[12],
        actor=row[13],
        operation=row[14],
        mode=Mode(row[15]),
        properties=json.loads(row[16]),
        personal=json.loads(row[17]),
    )


def end() -> Position:
    """The position of the newest row, settled or not; `START` for an empty log."""
    newest = query.rows(
        "select epoch, xid::text::bigint, seq from events order by epoch desc, xid desc, seq desc limit 1"
    )
    return Position(*newest[0]) if newest else START


def one(event: UUID, *, received_at: datetime) -> Logged | None:
    """A single event by its key; None when its partition has been dropped."""
    found = query.rows(ONE, [received_at, event])
    return logged(found[0]) if found else None


def count_after(position: Position) -> int:
    """How many rows stand after a position, settled or not."""
    return int(query.value("select count(*) from events where (epoch, xid, seq) > (%s, %s::text::xid8, %s)", position))
