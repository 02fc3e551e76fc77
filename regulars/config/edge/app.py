"""Edge as one ASGI application."""

import json
from collections.abc import Sequence

from regulars.config.edge import answers
from regulars.config.edge.answers import Answer, Receive, Scope, Send
from regulars.config.edge.body import VisitorGone
from regulars.config.edge.events import Events
from regulars.config.edge.health import Health
from regulars.config.edge.pages import Pages
from regulars.storefront import tag

JSON = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]


class Edge:
    """Answers health and the tag itself, keeps what is sent for the inbox, and passes every other path on."""

    def __init__(self, pages: Pages, ways_in: Sequence[Events], health: Health) -> None:
        self._pages = pages
        self._ways_in = ways_in
        self._health = health
        self._tag = tag.read()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Follow the life of the server, from its start to its end."""
        while True:
            kind = (await receive())["type"]
            if kind == "lifespan.shutdown":
                for way in self._ways_in:
                    await way.close()
                await self._pages.close()
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["path"] == "/health/live":
                await _send_json(send, 200, {"live": True})
            elif scope["path"] == "/health/ready":
                found = await self._health.ask()
                await _send_json(send, 200 if all(found.values()) else 503, found)
            elif scope["path"] == tag.PATH:
                await answers.send_whole(send, *self._tag.answer(scope["method"], dict(scope["headers"])))
            else:
                taker = next((way for way in self._ways_in if way.takes(scope["path"])), self._pages)
                await taker.answer(scope, receive, send)
        except Answer as answer:
            await answers.send_whole(send, answer.status, answer.headers, answer.body)
        except VisitorGone:
            return


async def _send_json(send: Send, status: int, content: dict[str, bool]) -> None:
    await answers.send_whole(send, status, JSON, json.dumps(content).encode())
