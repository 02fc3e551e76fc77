"""Let what shops and platforms send by themselves through to the inbox, past the pages."""

from collections.abc import Mapping
from typing import Protocol

from regulars.collect.receive.endpoint import Reply
from regulars.config.edge import answers, body, headers
from regulars.config.edge.answers import Answer, Receive, Scope, Send
from regulars.config.edge.headers import Proxies
from regulars.config.edge.room import Room


class WayIn(Protocol):
    """What takes requests into the inbox: which paths, how large, and what it answers."""

    @property
    def largest(self) -> int: ...
    def takes(self, path: str) -> bool: ...
    async def answer(
        self, method: str, path: str, headers: Mapping[bytes, bytes], body: bytes, *, ip: str, base: str
    ) -> Reply: ...
    def too_large(self) -> Reply: ...
    async def close(self) -> None: ...


class Events:
    """A way in, seen from edge."""

    def __init__(self, endpoint: WayIn, proxies: Proxies) -> None:
        self._endpoint = endpoint
        self._proxies = proxies
        self._room = Room()

    def takes(self, path: str) -> bool:
        return self._endpoint.takes(path)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Take the request into memory, within its small limit, and answer it.

        :raises VisitorGone: if the visitor gave up.
        """
        named = dict(scope["headers"])
        try:
            content = await body.whole(receive, limit=self._endpoint.largest, room=self._room)
        except Answer as answer:
            if answer.status != answers.TOO_LARGE:
                raise
            await _send(send, self._endpoint.too_large())
            return
        address, scheme = headers.visitor(scope, scope["headers"], self._proxies)
        base = f"{scheme}://{named.get(b'host', b'localhost').decode('latin-1')}"
        reply = await self._endpoint.answer(scope["method"], scope["path"], named, content, ip=address, base=base)
        await _send(send, reply)

    async def close(self) -> None:
        await self._endpoint.close()


async def _send(send: Send, reply: Reply) -> None:
    await answers.send_whole(send, reply.status, [*reply.headers], reply.body)
