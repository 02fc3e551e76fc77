"""Answer the calls of the Segment HTTP API: 200 once the messages are on the disk.

As there, 200 is the answer to nearly everything, since browsers can do nothing about a refusal; who sends
`X-Strict-Mode: 1` gets the status that fits.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from regulars.collect.receive import calls, sender
from regulars.collect.receive.calls import Refused
from regulars.collect.receive.keys import Keys, Known
from regulars.collect.receive.writer import NotKept, Parcel, Writer

type Headers = Mapping[bytes, bytes]

SETTINGS_HEAD, SETTINGS_TAIL = "/v1/projects/", "/settings"
BUSY = 503
REFUSED = "refused"
"""The kind under which a request is kept that could not be taken, so that its source's page can show it."""
KEPT_OF_A_REFUSED = 2_000
JSON = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"authorization, content-type, content-encoding, x-strict-mode"),
    (b"access-control-max-age", b"86400"),
]


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers and body of an answer."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Endpoint:
    """The public way in for events."""

    largest = calls.LARGEST_BODY

    def __init__(self, database: str) -> None:
        self.keys = Keys(database)
        self.writer = Writer(database)

    @staticmethod
    def takes(path: str) -> bool:
        """Whether a path is one of its calls."""
        return calls.kind_of(path) is not None or _settings_key(path) is not None

    async def answer(self, method: str, path: str, headers: Headers, body: bytes, *, ip: str, base: str) -> Reply:
        """
        The answer to a request.

        :param base: scheme and host by which we were called, such as `https://crm.example`.
        """
        if method == "OPTIONS":
            return _reply(204)
        key = _settings_key(path)
        if key is not None:
            return await self._settings(key, base) if method in {"GET", "HEAD"} else _problem(405, "Use GET.")
        if method != "POST":
            return _problem(405, "Use POST.")
        is_strict = headers.get(b"x-strict-mode") == b"1"
        try:
            return await self._take(calls.kind_of(path) or "", headers, body, ip)
        except Refused as refused:
            if is_strict or refused.is_always:
                return _problem(refused.status, refused.sentence)
            return _reply(200, {"success": True})
        except (NotKept, psycopg.Error, OSError):
            return _problem(BUSY, "Nothing was kept. Please send it again.", (b"retry-after", b"5"))

    async def close(self) -> None:
        await self.writer.close()

    async def _take(self, kind: str, headers: Headers, body: bytes, ip: str) -> Reply:
        received_at = datetime.now(UTC)
        try:
            taken = calls.taken(kind, body, headers)
        except Refused as refused:
            source = await self.keys.find(calls.key_of(headers))
            if source is not None:
                told = sender.described(headers, ip, refused=refused.sentence)
                rest = body[:KEPT_OF_A_REFUSED].decode("utf-8", "replace").replace("\0", "")
                await self.writer.keep(Parcel(source.id, REFUSED, received_at, told, [rest]))
            raise
        source = await self._source(taken.write_key)
        if taken.messages:
            told = sender.described(headers, ip, sent_at=taken.sent_at)
            await self.writer.keep(Parcel(source.id, taken.kind, received_at, told, taken.messages))
        return _reply(200, {"success": True})

    async def _source(self, key: str) -> Known:
        source = await self.keys.find(key)
        if source is None:
            raise Refused(401, "No open source has this write key." if key else "The request names no write key.")
        return source

    @staticmethod
    def too_large() -> Reply:
        """The answer to a body that is larger than any may be, and was not read to its end."""
        refused = calls.too_large()
        return _problem(refused.status, refused.sentence)

    async def _settings(self, key: str, base: str) -> Reply:
        """What analytics.js asks for before it sends anything: only our own destination, at our own address."""
        source = await self.keys.find(key)
        if source is None:
            return _problem(404, "No open source has this write key.")
        scheme, _, host = base.partition("://")
        ours = {"apiKey": key, "apiHost": f"{host}/v1", "protocol": scheme, "unbundledIntegrations": []}
        plan = {"track": {"__default": {"enabled": True, "integrations": {}}}}
        return _reply(200, {"integrations": {"Segment.io": ours}, "plan": plan, "edgeFunction": {}, "metrics": {}})


def _settings_key(path: str) -> str | None:
    if not (path.startswith(SETTINGS_HEAD) and path.endswith(SETTINGS_TAIL)):
        return None
    key = path.removeprefix(SETTINGS_HEAD).removesuffix(SETTINGS_TAIL)
    return key if key and "/" not in key else None


def _reply(status: int, content: object = None, *headers: tuple[bytes, bytes]) -> Reply:
    body = b"" if content is None else json.dumps(content).encode()
    return Reply(
        status, body, ((b"content-type", b"application/json"), (b"cache-control", b"no-store"), *CORS, *headers)
    )


def _problem(status: int, sentence: str, *headers: tuple[bytes, bytes]) -> Reply:
    """A refusal as RFC 9457 has it, beside the `success` that Segment's clients look at."""
    return _reply(status, {"success": False, "status": status, "title": sentence}, *headers)
