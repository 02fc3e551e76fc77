"""Do parts of one work side by side, each lane on a database connection of its own.

Whoever divides a work holds a lock of the session, so that nobody else divides it. Each part shares the lane's lock for
as long as its transaction lasts; who takes that for himself (`query.lock`) comes between two parts. Should the divider
be killed, the next to come waits until the last part has ended.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, connections

from regulars.base.kit import query

MOST = 4
"""More lanes than this wait for each other's pages and for the disk."""

type Progress = Callable[[int, int], None]
"""Told how many parts are done, and how many there are."""


def at_once() -> int:
    """How many lanes there are: one for each core, and one alone inside a transaction, into which no other can see."""
    return 1 if connection.in_atomic_block else max(1, min(MOST, os.cpu_count() or 1))


def run[Part](
    work: Callable[[Part], None], parts: Sequence[Part], *, lock: tuple[int, int], progress: Progress
) -> None:
    """
    Do the work of every part; each has to be a transaction that begins with `enter(lock)`.

    The first fault keeps parts from being begun, and is raised when those under way have ended.

    :param lock: purpose and key, as `query.lock` takes them.
    """
    with _held(lock):
        progress(0, len(parts))
        line = _Line(work, parts, progress)
        threads = [threading.Thread(target=line.walk_apart, name=f"lane {n}") for n in range(1, at_once())]
        for thread in threads:
            thread.start()
        try:
            line.walk()
        finally:
            line.is_closed = True
            for thread in threads:
                thread.join()
        if line.faults:
            raise line.faults[0]


def enter(lock: tuple[int, int]) -> None:
    """Say that a part is at work until its transaction ends."""
    purpose, key = lock
    query.rows("select pg_advisory_xact_lock_shared(%s, %s)", [purpose + query.LANES, key % 2**31])


class _Line[Part]:
    """The parts that wait, and what became of the others."""

    def __init__(self, work: Callable[[Part], None], parts: Sequence[Part], progress: Progress) -> None:
        self.work, self.progress, self.total = work, progress, len(parts)
        self.waiting = iter(parts)
        self.done = 0
        self.is_closed = False
        self.faults: list[BaseException] = []
        self.counting = threading.Lock()

    def walk(self) -> None:
        for part in self.waiting:
            if self.is_closed:
                break
            self.work(part)
            with self.counting:
                self.done += 1
                self.progress(self.done, self.total)

    def walk_apart(self) -> None:
        try:
            self.walk()
        except BaseException as fault:  # raised again by whoever divided the work
            self.is_closed = True
            self.faults.append(fault)
        finally:
            connections.close_all()


@contextmanager
def _held(lock: tuple[int, int]) -> Iterator[None]:
    purpose, key = lock[0], lock[1] % 2**31
    query.rows("select pg_advisory_lock(%s, %s)", [purpose, key])
    try:
        # Parts that a killed divider has left behind end first.
        query.rows("select pg_advisory_lock(%s, %s)", [purpose + query.LANES, key])
        query.let_go(purpose + query.LANES, key)
        yield
    finally:
        query.let_go(purpose, key)
