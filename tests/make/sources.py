"""Sources, and what they send."""

import json
import os
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Source
from regulars.collect.receive import sender
from regulars.collect.sources import register
from regulars.identity import arrivals

MADE = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def source(store: Store, *, kind: SourceKind = SourceKind.EVENTS, name: str = "Site") -> Source:
    return register.add(store, kind, name=name, by=None, at=MADE)


def letter(source: Source, body: Any, *, kind: str = "batch", at: datetime = NOW, **headers: str) -> None:
    """A message in the inbox, as edge would have put it there; a text goes in as it is."""
    text = body if isinstance(body, str) else json.dumps(body)
    told = sender.described({name.encode(): value.encode() for name, value in headers.items()}, "192.0.2.7")
    query.run(
        "insert into collect_inboxmessage (source_id, kind, received_at, sender, body) values (%s, %s, %s, %s, %s)",
        [source.id, kind, at, told, text],
    )


def take_in(*, at: datetime = NOW) -> None:
    """Bring all that lies in the inbox into the log."""
    while arrivals.take_in(at=at):
        pass


def database_address() -> str:
    """The address of the database of this test, for a process of its own."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
