"""Each event changes the database exactly once, in order per person, and an offender stops nobody."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.base.events import log, subscriptions
from regulars.base.events.kinds import LIVE, Mode
from regulars.base.events.models import ParkedEvent, Subscription
from regulars.base.events.subscriptions import Hears

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def effects(transactional_db):
    """A table that the handlers write to, so that their effects commit or vanish with the position."""
    with connection.cursor() as cursor:
        cursor.execute("create table if not exists cups (number int, person bigint, mode text, seq serial)")
        cursor.execute("truncate cups")
    yield
    with connection.cursor() as cursor:
        cursor.execute("drop table cups")


def poured():
    with connection.cursor() as cursor:
        cursor.execute("select number from cups order by seq")
        return [row[0] for row in cursor.fetchall()]


def pour(events):
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into cups (number, person, mode) values (%s, %s, %s)",
            [(event.properties["number"], event.person, event.mode) for event in events],
        )


def pour_unless(*broken):
    def handler(events):
        pour(events)
        for event in events:
            if event.properties["number"] in broken:
                raise ValueError(f"cup {event.properties['number']} is broken")

    return handler


def fill(cup, at, *people, mode=Mode.LIVE):
    events = [cup(number=number, person=person) for number, person in enumerate(people)]
    log.append(events, by="mei", at=at("2026-03-01"), mode=mode)


def drain(reader, at, moment="2026-03-01 00:01"):
    deadline = time.monotonic() + 30
    while subscriptions.is_behind(reader) and time.monotonic() < deadline:
        subscriptions.advance(reader, at=at(moment))


def test_an_offender_is_parked_with_its_error_and_the_rest_goes_through(cup, at):
    fill(cup, at, 1, 2, 3, 4, 5)
    reader = Hears("cups", pour_unless(2))

    drain(reader, at)

    assert sorted(poured()) == [0, 1, 3, 4]
    assert [parked.error for parked in ParkedEvent.objects.all()] == ["cup 2 is broken"]


def test_later_events_of_a_person_wait_where_order_matters(cup, at):
    fill(cup, at, 7, 8, 7, 8)
    reader = Hears("cups", pour_unless(0), in_order=True)

    drain(reader, at)
    assert poured() == [1, 3]

    mended = Hears("cups", pour, in_order=True)
    assert subscriptions.retry_parked(mended, at=at("2026-03-02")) == (2, 0)
    assert poured() == [1, 3, 0, 2]


def test_history_is_not_heard_by_those_who_act(cup, at):
    fill(cup, at, 1, 2, mode=Mode.HISTORY)
    reader = Hears("mailer", pour, modes=LIVE)

    drain(reader, at)

    assert poured() == []
    assert Subscription.objects.get(name="mailer").seq > 0


def test_a_live_event_older_than_the_limit_is_passed_over(cup, at):
    fill(cup, at, 1)
    reader = Hears("mailer", pour, modes=LIVE, fresher_than=timedelta(hours=6))

    drain(reader, at, "2026-03-01 07:00")

    assert poured() == []


def test_a_replay_marks_what_was_heard_before_and_only_that(cup, at):
    fill(cup, at, 1)
    reader = Hears("cups", pour)
    drain(reader, at)
    subscriptions.replay(reader)
    fill(cup, at, 2)

    drain(reader, at)

    with connection.cursor() as cursor:
        cursor.execute("select mode from cups order by seq")
        assert [row[0] for row in cursor.fetchall()] == ["live", "replay", "live"]


def test_whoever_speaks_cannot_be_replayed():
    with pytest.raises(subscriptions.CannotReplay):
        subscriptions.replay(Hears("mailer", pour, modes=LIVE))


def test_a_second_worker_leaves_a_reader_that_is_busy_alone(cup, at, connect):
    fill(cup, at, 1)
    reader = Hears("cups", pour)
    Subscription.objects.create(name="cups")
    other = connect()
    other.execute("select * from events_subscription where name = 'cups' for update")

    assert subscriptions.advance(reader, at=at("2026-03-02")) is False


class Killed(BaseException):
    """Stands for a kill: nothing may catch it, and the transaction is lost."""


@settings(max_examples=30, deadline=None)
@given(kills=st.lists(st.integers(0, 25), max_size=12), batch=st.integers(1, 9))
def test_a_reader_killed_at_random_points_sees_every_event_once_and_in_order(cup, at, kills, batch):
    with connection.cursor() as cursor:
        cursor.execute("truncate cups, events, events_subscription")
    fill(cup, at, *(number % 3 for number in range(25)))
    deaths = Counter(kills)

    def handler(events):
        pour(events)
        for event in events:
            if deaths[event.properties["number"]] > 0:
                deaths[event.properties["number"]] -= 1
                raise Killed

    reader = Hears("cups", handler, batch=batch)
    for _ in range(60):
        try:
            drain(reader, at)
            break
        except Killed:
            continue

    assert poured() == list(range(25))
