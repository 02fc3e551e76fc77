"""Locks between processes that the kernel releases when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Wait until no other process is inside a block on the same file."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Presence:
    """
    Says that this process uses something that several processes share.

    A shared lock and not a file with a process number: numbers are reused, and a killed process cleans up
    nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._entries = 0

    @property
    def is_announced(self) -> bool:
        return self._entries > 0

    def announce(self) -> None:
        """Enter once more; each entry needs its own `withdraw`."""
        if self._descriptor is None:
            self._descriptor = _open(self._path)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        self._entries += 1

    def withdraw(self) -> None:
        """Leave once."""
        self._entries = max(0, self._entries - 1)
        if not self._entries and self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def is_alone(self) -> bool:
        """True when no process is present, this one included."""
        descriptor = _open(self._path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
