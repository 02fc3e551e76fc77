"""What the tests of the log share: an event, and a way to write beside the test's own connection."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import psycopg
import pytest
from django.db import connection

from regulars.base.events import log
from regulars.base.events.event import START, Event

Connect = Callable[[], psycopg.Connection]


@dataclass(frozen=True, kw_only=True)
class CupFilled(Event):
    name: ClassVar[str] = "cup.filled"
    number: int = 0


@pytest.fixture
def cup() -> type[CupFilled]:
    return CupFilled


@pytest.fixture
def connect(transactional_db: None) -> Iterator[Connect]:
    """Other connections to the test's database, as another process has them."""
    opened: list[psycopg.Connection] = []

    def one_more() -> psycopg.Connection:
        opened.append(psycopg.connect(dsn()))
        return opened[-1]

    yield one_more
    for other in opened:
        other.close()


def dsn() -> str:
    given = connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        dbname=given["NAME"],
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        host=given["HOST"] or None,
        port=given["PORT"] or None,
    )


def read_to_the_end(position=START, *, limit=100, names=None):
    """All events up to the newest; an autovacuum of the test's database may hold them back for a moment."""
    events, deadline = [], time.monotonic() + 30
    while position < log.end() and time.monotonic() < deadline:
        some, position = log.read(position, limit=limit, names=names)
        events += some
    return events, position
