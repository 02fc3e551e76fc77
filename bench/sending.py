"""A client for the benches that costs little itself: raw HTTP over connections that stay open."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

type Requests = Iterator[tuple[list[str], bytes]]

PATIENCE_SECONDS = 10
PAUSE_SECONDS = 0.2


@dataclass
class Sent:
    """What was answered with 200, and how long each answer took."""

    messages: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failures: int = 0


# A product view as a shop's page sends it, of one of 5,000 customers on one of 9,000 browsers.
MESSAGE = (
    '{"type":"track","event":"Product Viewed","messageId":"%(name)s","userId":"U%(user)d","anonymousId":"v%(visitor)d",'
    '"properties":{"product_id":"SKU-%(ware)d","price":9.5,"currency":"GBP","category":"teas","n":"%(name)s"},'
    '"context":{"page":{"url":"https://shop.example/products/tea-%(ware)d","path":"/products/tea-%(ware)d","title":"Tea"},'
    '"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36","locale":"en-GB"},"writeKey":"%(key)s"}'
)


def requests(key: str, lane: int | str, size: int) -> Requests:
    """Endless requests of so many messages, each with the names of what it carries."""
    path = "/v1/track" if size == 1 else "/v1/batch"
    for turn in itertools.count():
        names = [f"{lane}-{turn}-{number}" for number in range(size)]
        body = ",".join(message(key, name, turn * size + number) for number, name in enumerate(names))
        body = body if size == 1 else f'{{"batch":[{body}],"writeKey":"{key}"}}'
        head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n\r\n"
        yield names, (head + body).encode()


def message(key: str, name: str, number: int) -> str:
    """One message, as JSON."""
    known = {"key": key, "name": name, "user": number % 5_000, "visitor": number % 9_000, "ware": number % 500}
    return MESSAGE % known


async def send(port: int, made: Requests, until: float, sent: Sent, *, pause: float = 0) -> None:
    """
    Send until a moment of the loop's clock; what is not answered with 200 is sent again, as clients do.

    :param pause: seconds from the beginning of one request to that of the next, at least.
    """
    clock = asyncio.get_running_loop().time
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    for names, content in made:
        began = clock()
        while True:
            try:
                if reader is None or writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(content)
                async with asyncio.timeout(PATIENCE_SECONDS):
                    if await _status(reader) == 200:
                        break
            except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
                if writer is not None:
                    writer.close()
                reader = writer = None
            sent.failures += 1
            await asyncio.sleep(PAUSE_SECONDS)
        sent.messages += names
        sent.seconds.append(clock() - began)
        if pause:
            await asyncio.sleep(max(0, began + pause - clock()))
        if clock() > until:
            break
    if writer is not None:
        writer.close()


async def _status(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lowered = head.lower()
    start = lowered.index(b"content-length:") + 15
    await reader.readexactly(int(lowered[start : lowered.index(b"\r\n", start)]))
    return int(head[9:12])
