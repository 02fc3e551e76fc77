"""Which source a key or an address names, remembered, so that a message costs no question of its own."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import psycopg

REMEMBERED_SECONDS = 10
# A source may be a moment old, so an unknown key is looked up before it is refused; but anybody may send such keys,
# so they wait for one look of all.
LEAST_SECONDS_BETWEEN = 1
BY_WRITE_KEY = """
    select write_key, id, public_id, kind, settings, '[]'::jsonb
    from collect_source where closed_at is null and kind = 'events'
"""
BY_ADDRESS = """
    select s.public_id, s.id, s.public_id, s.kind, s.settings, coalesce(k.signing, '[]')
    from collect_source s
    left join lateral (
        select jsonb_agg(jsonb_build_array(sealed, extract(epoch from valid_until)) order by id desc) as signing
        from collect_sourcesecret where source_id = s.id and name = 'signing'
    ) k on true
    where s.closed_at is null and s.kind <> 'events'
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A source that is open."""

    id: int
    public_id: str
    kind: str
    settings: dict[str, Any]
    signing: list[tuple[str, float | None]]
    """The sealed secrets with which it signs, the newest first, and until when each is good."""


class Keys:
    """The sources that are open, by their keys, as they were ten seconds ago at most while messages come."""

    def __init__(self, database: str, statement: str = BY_WRITE_KEY) -> None:
        self._database = database
        self._statement = statement
        self._known: dict[str, Known] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()
        self._refresh: asyncio.Task[None] | None = None

    async def find(self, key: str) -> Known | None:
        """
        The source of a key; None if there is none. A key that is unknown may have to wait a second for that.

        :raises psycopg.Error: if the database does not answer and nothing is remembered.
        """
        if key in self._known:
            if self._age() > REMEMBERED_SECONDS and (self._refresh is None or self._refresh.done()):
                self._refresh = asyncio.create_task(self._read())
            return self._known[key]
        return await self.find_anew(key)

    async def find_anew(self, key: str) -> Known | None:
        """The source of a key as it is now, for who has reason to doubt what is remembered."""
        asked_at = time.monotonic()
        async with self._reading:
            if self._read_at < asked_at:
                await asyncio.sleep(LEAST_SECONDS_BETWEEN - self._age())
                await self._read()
        return self._known.get(key)

    def _age(self) -> float:
        return time.monotonic() - self._read_at

    async def _read(self) -> None:
        began = time.monotonic()
        try:
            async with await psycopg.AsyncConnection.connect(self._database, autocommit=True) as connection:
                rows = await (await connection.execute(self._statement)).fetchall()
            self._known = {key: Known(*values) for key, *values in rows}
        except psycopg.Error:
            # What was known a moment ago is better than to turn messages away.
            if not self._known:
                raise
        self._read_at = began
