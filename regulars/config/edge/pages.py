"""Pass a request to the pages over their Unix socket, and their answer back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
from yarl import URL

from regulars.config.edge import answers, body, headers
from regulars.config.edge.answers import Receive, Scope, Send
from regulars.config.edge.headers import Proxies
from regulars.config.edge.spool import BLOCK, IN_MEMORY, Spool

# As long as pages are restarted, requests wait instead of failing.
RESTART_SECONDS = 5
ANSWER_SECONDS = 120
STALLED_SECONDS = 60
# An answer may run ahead of a slow visitor by this much; then the page process waits.
RUN_AHEAD = 1024**3
LONGEST_HEADER = 64 * 1024

HEALTH = "/health/pages"
HEALTH_SECONDS = 5


class Pages:
    """The process group that renders pages, seen from edge."""

    def __init__(self, socket: Path, folder: Path, proxies: Proxies) -> None:
        self._socket = socket
        self._folder = folder
        self._proxies = proxies
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def are_ready(self) -> bool:
        try:
            patience = aiohttp.ClientTimeout(HEALTH_SECONDS)
            async with self._client().get(f"http://pages{HEALTH}", timeout=patience) as response:
                return response.status == 200
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Take the whole request, ask the pages, and stream their answer.

        :raises Answer: as long as nothing has been sent.
        """
        async with Spool(self._folder, limit=body.LARGEST) as request:
            length = await body.collect(scope, receive, request, self._folder)
            asking = asyncio.ensure_future(self._ask(scope, request, length))
            gone = asyncio.ensure_future(_until_gone(receive))
            try:
                await asyncio.wait((asking, gone), return_when=asyncio.FIRST_COMPLETED)
                if not asking.done():
                    return
                async with asking.result() as response:
                    await self._relay(response, send, gone)
            finally:
                gone.cancel()
                asking.cancel()

    def _client(self) -> aiohttp.ClientSession:
        """Connections are not kept: so each request goes to whichever page process is free."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.UnixConnector(str(self._socket), force_close=True, limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
                timeout=aiohttp.ClientTimeout(total=None),
                max_line_size=LONGEST_HEADER,
                max_field_size=LONGEST_HEADER,
            )
        return self._session

    async def _ask(self, scope: Scope, request: Spool, length: int) -> aiohttp.ClientResponse:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._send_request(scope, request, length)
        except TimeoutError as error:
            raise answers.late() from error
        except aiohttp.ClientConnectorError as error:
            raise answers.unavailable() from error
        except aiohttp.ClientError as error:
            raise answers.broken() from error

    async def _send_request(self, scope: Scope, request: Spool, length: int) -> aiohttp.ClientResponse:
        passed = headers.to_pages(scope, self._proxies)
        if length:
            passed.append(("Content-Length", str(length)))
        loop = asyncio.get_running_loop()
        give_up = loop.time() + RESTART_SECONDS
        while True:
            try:
                return await self._client().request(
                    scope["method"],
                    _address(scope),
                    headers=passed,
                    data=_blocks(request) if length else None,
                    allow_redirects=False,
                )
            except aiohttp.ClientConnectorError:
                # Nothing has been sent yet, so asking again does nothing twice.
                if loop.time() > give_up:
                    raise
                await asyncio.sleep(0.1)

    async def _relay(self, response: aiohttp.ClientResponse, send: Send, gone: asyncio.Future[None]) -> None:
        passed = headers.to_visitor(response.raw_headers)
        # Most answers are small and need no spool; a page process is free once it has handed them over.
        small = await _read_small(response)
        await send({"type": "http.response.start", "status": response.status, "headers": passed})
        if small is not None:
            await send({"type": "http.response.body", "body": small})
            return
        async with Spool(self._folder, limit=RUN_AHEAD) as answer:
            filling = asyncio.ensure_future(_fill(response, answer))
            sending = asyncio.ensure_future(_drain(answer, send))
            try:
                await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
                if sending.done():
                    sending.result()
                    await filling
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                filling.cancel()
                sending.cancel()


def _address(scope: Scope) -> URL:
    """The path exactly as the visitor wrote it: normalising it could lead past a check."""
    path = scope["raw_path"].decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    return URL(f"http://pages{path}{'?' if query else ''}{query}", encoded=True)


async def _blocks(request: Spool) -> AsyncIterator[bytes]:
    while block := await request.take():
        yield block


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _read_small(response: aiohttp.ClientResponse) -> bytes | None:
    if response.content_length is None or response.content_length > IN_MEMORY:
        return None
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await response.read()
    except TimeoutError as error:
        raise answers.late() from error
    except aiohttp.ClientError as error:
        raise answers.broken() from error


async def _fill(response: aiohttp.ClientResponse, answer: Spool) -> None:
    try:
        async for block in response.content.iter_chunked(BLOCK):
            await answer.put(block)
    finally:
        answer.finish()


async def _drain(answer: Spool, send: Send) -> None:
    while block := await answer.take():
        async with asyncio.timeout(STALLED_SECONDS):
            await send({"type": "http.response.body", "body": block, "more_body": True})
