"""No reader passes a row that commits late, whatever order writers begin and end in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.base.events import log, upkeep
from regulars.base.events.event import START
from tests.base.events.conftest import read_to_the_end

pytestmark = pytest.mark.django_db(transaction=True)

WRITE = """
    insert into events (family, store, person, name, happened_at, received_at, source, actor, mode, properties)
    values ('record', 1, 1, 'cup.filled', now(), now(), 'test', 'mei', 'live', jsonb_build_object('number', %s::int))
"""


def numbers(events):
    return [event.properties["number"] for event in events]


def take_a_number(connection):
    """Take one without a transaction id; one that is logged, as each thirty-second is, would need one."""
    connection.execute("select nextval('events_seq')")
    while connection.execute("select pg_current_xact_id_if_assigned()").fetchone() != (None,):
        connection.rollback()
        connection.execute("select nextval('events_seq')")


def test_a_row_of_a_transaction_under_way_holds_back_those_behind_it(connect):
    slow, quick = connect(), connect()
    slow.execute(WRITE, [1])
    quick.execute(WRITE, [2])
    quick.commit()

    assert log.read(START) == ([], START)

    slow.commit()
    assert numbers(read_to_the_end()[0]) == [1, 2]


def test_a_sequence_number_taken_early_and_a_transaction_id_taken_late_are_read_in_their_order(connect):
    early, late = connect(), connect()
    take_a_number(early)
    late.execute(WRITE, [1])
    late.commit()
    first, position = read_to_the_end()
    early.execute(WRITE, [2])
    early.commit()

    second, _ = read_to_the_end(position)

    assert (numbers(first), numbers(second)) == ([1], [2])


def test_a_long_writer_beside_delays_readers_and_loses_nothing(connect):
    long = connect()
    long.execute("select pg_current_xact_id()")
    writer = connect()
    for number in range(5):
        writer.execute(WRITE, [number])
        writer.commit()

    assert log.read(START) == ([], START)

    long.rollback()
    assert numbers(read_to_the_end()[0]) == [0, 1, 2, 3, 4]


def test_a_new_epoch_begins_when_the_log_comes_from_another_cluster(connect):
    other = connect()
    other.execute(WRITE, [1])
    other.execute("update events set xid = (xid::text::bigint + 1000000)::text::xid8")
    other.commit()
    _, before = log.read(START)

    epoch = upkeep.check_epoch()
    other.execute(WRITE, [2])
    other.commit()
    events, _ = read_to_the_end()

    assert (epoch, before, numbers(events)) == (2, START, [1, 2])
    other.execute("update log_epoch set current = 1")
    other.execute("alter table events alter column epoch set default 1")
    other.commit()


def test_the_epoch_stays_while_the_cluster_is_the_same(connect):
    other = connect()
    other.execute(WRITE, [1])
    other.commit()

    assert [upkeep.check_epoch(), upkeep.check_epoch()] == [1, 1]


steps = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["write", "commit", "rollback", "read"])),
    min_size=5,
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(steps=steps)
def test_a_reader_sees_each_committed_event_once_whatever_the_writers_do(django_db_blocker, connect, steps):
    writers = [connect() for _ in range(4)]
    drafts: dict[int, list[int]] = {writer: [] for writer in range(4)}
    committed: list[int] = []
    seen: list[int] = []
    position = log.end()
    for number, (writer, act) in enumerate(steps):
        match act:
            case "write":
                writers[writer].execute(WRITE, [number])
                drafts[writer].append(number)
            case "commit" | "rollback":
                getattr(writers[writer], act)()
                committed += drafts[writer] if act == "commit" else []
                drafts[writer] = []
            case "read":
                events, position = log.read(position, limit=3)
                seen += numbers(events)
    for writer in range(4):
        writers[writer].rollback()
    rest, _ = read_to_the_end(position, limit=3)
    seen += numbers(rest)
    for writer in writers:
        writer.close()

    assert sorted(seen) == sorted(committed)
