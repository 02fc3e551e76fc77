"""Answer what platforms send: 200 once it is on the disk, 401 to whoever has not the secret.

What is checked, and how a message is named, differs from platform to platform; each says it by one function.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg

from regulars.base.kit import seal
from regulars.collect.receive import sender
from regulars.collect.receive.calls import Refused
from regulars.collect.receive.endpoint import BUSY, KEPT_OF_A_REFUSED, REFUSED, Reply
from regulars.collect.receive.keys import BY_ADDRESS, Keys, Known
from regulars.collect.receive.writer import NotKept, Parcel, Writer

type Headers = Mapping[bytes, bytes]

HEAD = "/hooks/"
LARGEST = 5 * 1024 * 1024
LONGEST_KIND = 60
UNSIGNED = 401
SECONDS_BETWEEN_REFUSED = 1.0
"""Anybody may send what is not signed; of each source's, no more than one a second is kept for its page."""
JSON = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"))

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hook:
    """A request as it came, and what is known of the source that it is for; `secrets` are those good at this moment."""

    headers: Headers
    body: bytes
    secrets: Sequence[str]
    settings: Mapping[str, Any]
    now: datetime

    def header(self, *names: str) -> str:
        """The first of several headers that is there; empty if none is."""
        found = (self.headers.get(name.lower().encode()) for name in names)
        return next((value.decode("utf-8", "replace").strip() for value in found if value), "")


@dataclass(frozen=True, slots=True)
class Named:
    """What a hook is, when it was sent, and by which id its sender knows it; one that is a ping is answered only."""

    kind: str
    delivery: str = ""
    sent_at: str = ""
    is_ping: bool = False


type Receive = Callable[[Hook], Named]
"""Checks a hook and names it, or raises `Refused`."""


class Unsigned(Refused):
    """The signature is missing or is not that of the source."""

    def __init__(self, sentence: str = "The signature is not that of this source.") -> None:
        super().__init__(UNSIGNED, sentence)


class Hooks:
    """The public way in for platforms."""

    largest = LARGEST

    def __init__(self, database: str, key: str, receivers: Mapping[str, Receive]) -> None:
        self._keys = Keys(database, BY_ADDRESS)
        self._writer = Writer(database)
        self._seal_key = key
        self._receivers = receivers
        self._refused_at: dict[int, float] = {}

    @staticmethod
    def takes(path: str) -> bool:
        """Whether a path is the address of a source."""
        return path.startswith(HEAD) and bool(path.strip("/")) and "/" not in path.removeprefix(HEAD).rstrip("/")

    async def answer(self, method: str, path: str, headers: Headers, body: bytes, *, ip: str, base: str) -> Reply:
        """The answer to a request."""
        if method != "POST":
            return _problem(405, "Use POST.", (b"allow", b"POST"))
        try:
            return await self._take(path.removeprefix(HEAD).rstrip("/"), headers, body, ip)
        except Refused as refused:
            return _problem(refused.status, refused.sentence)
        except (NotKept, psycopg.Error, OSError):
            return _problem(BUSY, "Nothing was kept. Please send it again.", (b"retry-after", b"5"))

    async def close(self) -> None:
        await self._writer.close()

    @staticmethod
    def too_large() -> Reply:
        """The answer to a body that is larger than any may be, and was not read to its end."""
        return _problem(413, "A message may hold 5 MB at most.")

    async def _take(self, address: str, headers: Headers, body: bytes, ip: str) -> Reply:
        now = datetime.now(UTC)
        source = await self._keys.find(address)
        if source is None or source.kind not in self._receivers:
            raise Refused(404, "No open source has this address.")
        try:
            named = await self._named(source, headers, body, now)
            text = "" if named.is_ping else _text(body)
        except Refused as refused:
            await self._keep_refused(source, headers, body, ip, refused, now)
            raise
        if not named.is_ping:
            told = sender.described(headers, ip, sent_at=named.sent_at, delivery=named.delivery)
            await self._writer.keep(Parcel(source.id, named.kind[:LONGEST_KIND], now, told, [text]))
        return Reply(200, b'{"success": true}', JSON)

    async def _named(self, source: Known, headers: Headers, body: bytes, now: datetime) -> Named:
        """What the hook is; before one is turned away, its source's secrets are looked up anew."""
        receive = self._receivers[source.kind]
        try:
            return receive(Hook(headers, body, self._secrets(source, now), source.settings, now))
        except Unsigned:
            fresh = await self._keys.find_anew(source.public_id)
            if fresh is None or fresh == source:
                raise
            return receive(Hook(headers, body, self._secrets(fresh, now), fresh.settings, now))

    def _secrets(self, source: Known, now: datetime) -> list[str]:
        good = [text for text, until in source.signing if until is None or until > now.timestamp()]
        try:
            return [seal.opened(text, self._seal_key) for text in good]
        except seal.Unreadable:
            logger.exception("The secret of source %s was sealed with another key.", source.public_id)
            raise Refused(BUSY, "The secret of this source cannot be read.") from None

    async def _keep_refused(
        self, source: Known, headers: Headers, body: bytes, ip: str, refused: Refused, now: datetime
    ) -> None:
        moment = time.monotonic()
        if moment - self._refused_at.get(source.id, float("-inf")) < SECONDS_BETWEEN_REFUSED:
            return
        self._refused_at[source.id] = moment
        told = sender.described(headers, ip, refused=refused.sentence)
        rest = body[:KEPT_OF_A_REFUSED].decode("utf-8", "replace").replace("\0", "")
        await self._writer.keep(Parcel(source.id, REFUSED, now, told, [rest]))


def _text(body: bytes) -> str:
    """PostgreSQL keeps neither zero bytes nor what is not UTF-8."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "The body is not UTF-8.") from error
    if "\0" in text:
        raise Refused(400, "The body holds zero bytes.")
    return text


def _problem(status: int, sentence: str, *headers: tuple[bytes, bytes]) -> Reply:
    """A refusal as RFC 9457 has it."""
    body = f'{{"status": {status}, "title": "{sentence}"}}'.encode()
    return Reply(status, body, ((b"content-type", b"application/problem+json"), *JSON[1:], *headers))
