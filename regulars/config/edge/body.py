"""Take the body of a request from a visitor, however slowly it comes, within limits."""

import asyncio
import shutil
from pathlib import Path

from regulars.config.edge import answers
from regulars.config.edge.answers import Receive, Scope
from regulars.config.edge.room import Place, Room
from regulars.config.edge.spool import Spool

LARGEST = 2 * 1024**3
# Room that must remain on the disk for the database, whatever visitors send.
RESERVE = 256 * 1024**2
# A body of unknown length is measured against the disk each time so much of it has come.
CHECK_BYTES = 32 * 1024**2
PATIENCE_SECONDS = 30
SLOWEST_BYTES_PER_SECOND = 1024


class VisitorGone(Exception):
    """The connection was closed before the request was whole."""


def announced_length(scope: Scope) -> int | None:
    """What Content-Length says; none for a chunked body, zero for no body at all."""
    named = dict(scope["headers"])
    length = named.get(b"content-length")
    if length is not None:
        return int(length) if length.isdigit() else None
    return None if b"transfer-encoding" in named else 0


async def collect(scope: Scope, receive: Receive, spool: Spool, folder: Path) -> int:
    """
    Put the whole body into the spool and tell its length.

    :raises VisitorGone: if the visitor gave up.
    :raises Answer: if the body is too large or comes too slowly, or the disk is full.
    """
    announced = announced_length(scope)
    if announced == 0:
        spool.finish()
        return 0
    _check_room(folder, announced or 0)
    length, checked, is_whole = 0, 0, False
    start = asyncio.get_running_loop().time()
    while not is_whole:
        deadline = start + PATIENCE_SECONDS + length / SLOWEST_BYTES_PER_SECOND
        message = await _next(receive, deadline)
        block = message.get("body", b"")
        length += len(block)
        if length > LARGEST:
            raise answers.too_large(LARGEST)
        if length - checked > CHECK_BYTES:
            _check_room(folder, 0)
            checked = length
        await _keep(spool, block)
        is_whole = not message.get("more_body", False)
    spool.finish()
    return length


async def whole(receive: Receive, *, limit: int, room: Room) -> bytes:
    """
    A small body, in memory, of which there is `room`.

    :raises VisitorGone: if the visitor gave up.
    :raises Answer: if the body is larger than the limit, comes too slowly, or had to give way to others.
    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS) as patience:
            with room.place(patience) as place:
                return await _gather(receive, limit, place)
    except TimeoutError as error:
        raise (answers.unavailable() if place.has_given_way else answers.too_slow()) from error


async def _gather(receive: Receive, limit: int, place: Place) -> bytes:
    blocks: list[bytes] = []
    is_whole = False
    while not is_whole:
        message = await receive()
        if message["type"] != "http.request":
            raise VisitorGone
        block = message.get("body", b"")
        place.take(len(block))
        if place.bytes > limit:
            raise answers.too_large(limit)
        blocks.append(block)
        is_whole = not message.get("more_body", False)
    return b"".join(blocks)


def _check_room(folder: Path, announced: int) -> None:
    if announced > LARGEST:
        raise answers.too_large(LARGEST)
    if announced + RESERVE > shutil.disk_usage(folder).free:
        raise answers.no_room()


async def _next(receive: Receive, deadline: float) -> answers.Message:
    remaining = deadline - asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(min(PATIENCE_SECONDS, max(0, remaining))):
            message = await receive()
    except TimeoutError as error:
        raise answers.too_slow() from error
    if message["type"] != "http.request":
        raise VisitorGone
    return message


async def _keep(spool: Spool, block: bytes) -> None:
    if not block:
        return
    try:
        await spool.put(block)
    except OSError as error:
        raise answers.no_room() from error
