"""Parts of a work are done side by side, each once, and a fault stops what has not begun."""

import threading

import pytest
from django.db import connection, transaction

from regulars.base.kit import lanes, query

LOCK = (7_999_001, 1)


@pytest.mark.django_db(transaction=True)
def test_every_part_is_done_once_on_several_connections(monkeypatch):
    monkeypatch.setattr(lanes, "at_once", lambda: 3)
    backends, seen, met = set(), [], threading.Barrier(3, timeout=20)

    def work(part):
        with transaction.atomic():
            lanes.enter(LOCK)
            if part < 3:
                met.wait()
            backends.add(query.value("select pg_backend_pid()"))
            seen.append(part)

    told = []
    lanes.run(work, range(12), lock=LOCK, progress=lambda done, of: told.append((done, of)))

    assert sorted(seen) == list(range(12))
    assert len(backends) == 3
    assert told == [(done, 12) for done in range(13)]


@pytest.mark.django_db(transaction=True)
def test_a_fault_in_a_lane_stops_the_rest_and_is_raised(monkeypatch):
    monkeypatch.setattr(lanes, "at_once", lambda: 2)
    begun = []

    def work(part):
        begun.append(part)
        if part == 5:
            raise ValueError("Part five is bad.")

    with pytest.raises(ValueError, match="five"):
        lanes.run(work, range(1_000), lock=LOCK, progress=lambda done, of: None)

    assert len(begun) < 1_000


@pytest.mark.django_db
def test_inside_a_transaction_all_is_done_on_its_own_connection():
    backend = query.value("select pg_backend_pid()")
    found = []

    lanes.run(
        lambda part: found.append(query.value("select pg_backend_pid()")), [1, 2], lock=LOCK, progress=lambda *_: None
    )

    assert found == [backend, backend]


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_next_waits_for_lanes_whose_divider_is_gone():
    is_in, may_go, came = threading.Event(), threading.Event(), threading.Event()

    def orphan():
        with transaction.atomic():
            lanes.enter(LOCK)
            is_in.set()
            may_go.wait(20)
        connection.close()

    def next_to_come():
        lanes.run(lambda part: came.set(), [1], lock=LOCK, progress=lambda *_: None)
        connection.close()

    threads = [threading.Thread(target=orphan), threading.Thread(target=next_to_come)]
    threads[0].start()
    is_in.wait(20)
    threads[1].start()
    came_early = came.wait(0.3)
    may_go.set()
    for thread in threads:
        thread.join()

    assert not came_early
    assert came.is_set()
