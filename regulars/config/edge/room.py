"""The memory in which small bodies come in: one room for all, where whoever takes longest gives way when it is full."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

MOST_BYTES = 64 * 1024**2


class Place:
    """What one body takes up."""

    def __init__(self, room: "Room", patience: asyncio.Timeout) -> None:
        self._room, self._patience = room, patience
        self.bytes = 0
        self.has_given_way = False

    def take(self, count: int) -> None:
        """Take up so much more; others, or this one, may have to give way."""
        self._room.take(self, count)

    def give_way(self) -> None:
        """End the wait for the rest of the body, wherever it is."""
        self.has_given_way = True
        self._patience.reschedule(0)


class Room:
    """
    So many bytes of bodies that are not whole yet.

    A body of honest size is there in a moment, however many come; what has stood there longest comes slowly, by
    accident or on purpose. So a stranger with thousands of connections can take neither the memory nor the place.
    """

    def __init__(self, size: int = MOST_BYTES) -> None:
        self._size = size
        self._taken = 0
        self._places: dict[Place, None] = {}

    @contextmanager
    def place(self, patience: asyncio.Timeout) -> Iterator[Place]:
        """A place inside the block, which `patience` encloses."""
        place = Place(self, patience)
        self._places[place] = None
        try:
            yield place
        finally:
            self._leave(place)

    def take(self, place: Place, count: int) -> None:
        if place not in self._places:
            return
        place.bytes += count
        self._taken += count
        while self._taken > self._size:
            longest = next(iter(self._places))
            self._leave(longest)
            longest.give_way()

    def _leave(self, place: Place) -> None:
        if place in self._places:
            del self._places[place]
            self._taken -= place.bytes
