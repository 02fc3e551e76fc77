"""What edge itself answers, in full or as the start of a stream."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]

TOO_LARGE = 413

PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<h1>{title}</h1>
<p>{text}</p>
</html>
"""


class Answer(Exception):
    """An answer that ends the handling of a request from wherever it is raised."""

    def __init__(self, status: int, title: str, text: str, *, headers: Iterable[Header] = ()) -> None:
        super().__init__(title)
        self.status = status
        self.headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"cache-control", b"no-store"),
            *headers,
        ]
        self.body = PAGE.format(title=title, text=text).encode()


def too_large(limit: int) -> Answer:
    return Answer(TOO_LARGE, "Too large", f"No request may be larger than {limit // 1024**2} MB.")


def too_slow() -> Answer:
    return Answer(408, "Too slow", "The request did not arrive in time.", headers=[(b"connection", b"close")])


def no_room() -> Answer:
    return Answer(507, "Disk full", "There is no room left on this server to take the request.")


def unavailable() -> Answer:
    return Answer(
        503,
        "Starting",
        "Regulars is starting or busy. Please try again in a few seconds.",
        headers=[(b"retry-after", b"5")],
    )


def broken() -> Answer:
    return Answer(502, "Broken answer", "Regulars did not give a whole answer. Its log says why.")


def late() -> Answer:
    return Answer(504, "No answer", "This took too long and was given up.")


async def send_whole(send: Send, status: int, headers: list[Header], body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
