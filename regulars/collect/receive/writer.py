"""Write messages into the inbox, those of requests that come at the same time in one commit."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

import psycopg

CHANNEL = "regulars_inbox"
AT_ONCE = 5_000
"""Messages in one commit."""
MOST_WAITING = 50_000
MOST_BYTES_WAITING = 64 * 1024**2
CONNECT_SECONDS = 5
WRITE = f"""
    with kept as (
        insert into collect_inboxmessage (source_id, kind, received_at, sender, body)
        select * from unnest(%b::bigint[], %b::text[], %b::timestamptz[], %b::text[], %b::text[])
    )
    select pg_notify('{CHANNEL}', '')
"""

logger = logging.getLogger(__name__)


class NotKept(Exception):
    """The messages could not be written, or nobody knows; who sent them should do so again."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The messages of one request on their way into the inbox."""

    source: int
    kind: str
    received_at: datetime
    sender: str
    messages: list[str]
    is_kept: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def size(self) -> int:
        return sum(map(len, self.messages))


class Writer:
    """
    One connection that commits whatever has come while it was committing.

    A fault of the database fails the parcels at hand, which their senders send again: a message that has an id is
    taken in once, however often it comes.
    """

    def __init__(self, database: str) -> None:
        self._database = database
        self._connection: psycopg.AsyncConnection | None = None
        self._waiting: deque[Parcel] = deque()
        self._count = self._bytes = 0
        self._work: asyncio.Task[None] | None = None

    async def keep(self, parcel: Parcel) -> None:
        """
        Return when the messages of a parcel are on the disk.

        :raises NotKept: if they are not, or too many wait already.
        """
        if self._count > MOST_WAITING or self._bytes > MOST_BYTES_WAITING:
            raise NotKept
        self._waiting.append(parcel)
        self._count += len(parcel.messages)
        self._bytes += parcel.size
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all())
        await parcel.is_kept

    async def close(self) -> None:
        """Finish what is waiting, and leave the database."""
        if self._work is not None:
            await self._work
        if self._connection is not None:
            await self._connection.close()

    async def _write_all(self) -> None:
        while self._waiting:
            parcels = self._next()
            try:
                await self._write(parcels)
            except (psycopg.Error, OSError) as fault:
                logger.warning("The inbox could not be written: %s", type(fault).__name__)
                await self._forget_connection()
                _settle(parcels, NotKept())
            except BaseException as fault:
                _settle(parcels, NotKept())
                raise fault
            else:
                _settle(parcels, None)

    def _next(self) -> list[Parcel]:
        parcels: list[Parcel] = []
        messages = 0
        while self._waiting and (not parcels or messages + len(self._waiting[0].messages) <= AT_ONCE):
            parcel = self._waiting.popleft()
            messages += len(parcel.messages)
            self._bytes -= parcel.size
            parcels.append(parcel)
        self._count -= messages
        return parcels

    async def _write(self, parcels: list[Parcel]) -> None:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._database, autocommit=True, connect_timeout=CONNECT_SECONDS
            )
        rows = [(p.source, p.kind, p.received_at, p.sender, message) for p in parcels for message in p.messages]
        await self._connection.execute(WRITE, list(map(list, zip(*rows, strict=True))), prepare=True)

    async def _forget_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


def _settle(parcels: list[Parcel], fault: NotKept | None) -> None:
    for parcel in parcels:
        if parcel.is_kept.done():  # its sender has gone away meanwhile
            continue
        if fault is None:
            parcel.is_kept.set_result(None)
        else:
            parcel.is_kept.set_exception(fault)
