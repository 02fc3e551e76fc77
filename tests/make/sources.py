"""Sources, and what they send."""

import json
import os
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from regulars import flow
from regulars.base.events import log, subscriptions
from regulars.base.events.event import Logged
from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Source
from regulars.collect.receive import sender
from regulars.collect.sources import register
from regulars.commerce import heard as commerce_heard
from regulars.identity import arrivals
from regulars.profile import heard as profile_heard

MADE = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAID = """
    select epoch, xid::text::bigint, seq, epoch, xid::text::bigint, seq, id, store, person, name, happened_at,
           received_at, source, actor, operation, mode, properties, personal
    from events
"""


SETTINGS: dict[str, dict[str, Any]] = {
    "shopify": {"shop": "tea.myshopify.com"},
    "woocommerce": {"shop": "https://tea.example"},
}


def source(
    store: Store, *, kind: SourceKind = SourceKind.EVENTS, name: str = "Site", secrets: dict[str, str] | None = None,
    **settings: Any,
) -> Source:  # fmt: skip
    told = SETTINGS.get(kind.value, {}) | settings
    return register.add(store, kind, name=name, settings=told, secrets=secrets, by=None, at=MADE)


def letter(
    source: Source, body: Any, *, kind: str = "batch", at: datetime = NOW, delivery: str = "", **headers: str
) -> None:
    """A message in the inbox, as edge would have put it there; a text goes in as it is."""
    text = body if isinstance(body, str) else json.dumps(body)
    named = {name.encode(): value.encode() for name, value in headers.items()}
    told = sender.described(named, "192.0.2.7", delivery=delivery)
    query.run(
        "insert into collect_inboxmessage (source_id, kind, received_at, sender, body) values (%s, %s, %s, %s, %s)",
        [source.id, kind, at, told, text],
    )


def take_in(*, at: datetime = NOW) -> None:
    """Bring all that lies in the inbox into the log."""
    while arrivals.take_in(at=at):
        pass


def hear(*, at: datetime = NOW) -> None:
    """Take in what lies in the inbox, and let commerce and the profiles hear all that was said since they last did."""
    take_in(at=at)
    commerce_heard.hear([event for event in told() if event.name in commerce_heard.NAMES], at=at)
    profile_heard.hear([event for event in told() if event.name in profile_heard.NAMES], at=at)


def told() -> list[Logged]:
    """All that lies in the log."""
    return [log.logged(row) for row in query.rows(f"{SAID} order by epoch, xid, seq")]


def database_address() -> str:
    """The address of the database of this test, for a process of its own."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def events(name: str) -> list[list[Any]]:
    """Person, personal and properties of the events of a name in the log."""
    rows = query.rows("select person, personal, properties from events where name = %s order by seq", [name])
    return [[person, json.loads(personal), json.loads(properties)] for person, personal, properties in rows]


def heard(name: str) -> None:
    """Let a subscription of the product hear all that is in the log."""
    [reader] = [each for each in flow.HEARS if each.name == name]
    while subscriptions.advance(reader, at=NOW):
        pass
