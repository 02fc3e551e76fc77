"""How long, how large and how slow the body of a request may be."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regulars.config.edge import body
from regulars.config.edge.answers import Answer, Message
from regulars.config.edge.body import VisitorGone
from regulars.config.edge.room import Room
from regulars.config.edge.spool import Spool
from tests.config.edge.waiting import awaited


def collected(folder: Path, *messages: Message, length: int | None = None, pause: float = 0) -> bytes:
    """What is in the spool after a body of these messages."""

    async def receive() -> Message:
        await asyncio.sleep(pause)
        message = next(coming, None)
        return message if message is not None else await asyncio.Future()

    async def run() -> bytes:
        async with Spool(folder, limit=body.LARGEST) as spool:
            await body.collect({"headers": announced}, receive, spool, folder)
            content = b""
            while block := await spool.take():
                content += block
            return content

    coming: Iterator[Message] = iter(messages)
    announced: list[Any] = [(b"transfer-encoding", b"chunked")]
    if length is not None:
        announced = [(b"content-length", str(length).encode())]
    return awaited(run())


def part(content: bytes, *, more: bool = True) -> Message:
    return {"type": "http.request", "body": content, "more_body": more}


def test_parts_are_put_together(tmp_path: Path) -> None:
    assert collected(tmp_path, part(b"a"), part(b""), part(b"bc", more=False)) == b"abc"


def test_a_request_without_body_waits_for_nothing(tmp_path: Path) -> None:
    assert collected(tmp_path, length=0) == b""


def test_a_body_that_stops_coming_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "PATIENCE_SECONDS", 0.1)

    with pytest.raises(Answer) as answer:
        collected(tmp_path, part(b"a"))

    assert answer.value.status == 408


def test_a_body_that_trickles_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "PATIENCE_SECONDS", 0.3)

    with pytest.raises(Answer) as answer:
        collected(tmp_path, *[part(b"a")] * 100, pause=0.05)

    assert answer.value.status == 408


def test_a_body_that_grows_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "LARGEST", 10)

    with pytest.raises(Answer) as answer:
        collected(tmp_path, part(b"a" * 6), part(b"a" * 6))

    assert answer.value.status == 413


def test_a_visitor_who_leaves_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(VisitorGone):
        collected(tmp_path, part(b"a"), {"type": "http.disconnect"})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_disk_that_is_nearly_full_takes_no_uploads(tmp_path: Path) -> None:
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "small", tmp_path], check=False).returncode:
        pytest.skip("this system does not let us mount a small disk")
    try:
        with pytest.raises(Answer) as answer:
            collected(tmp_path, part(b"a", more=False), length=1)
    finally:
        subprocess.run(["umount", tmp_path], check=True)

    assert answer.value.status == 507


def test_whoever_takes_longest_gives_way_when_the_memory_for_bodies_is_full() -> None:
    room = Room(10)

    async def coming(*messages: Message) -> bytes | int:
        left = iter(messages)

        async def receive() -> Message:
            message = next(left, None)
            await asyncio.sleep(0.01)
            return message if message is not None else await asyncio.Future()

        try:
            return await body.whole(receive, limit=9, room=room)
        except Answer as answer:
            return answer.status

    async def run() -> list[bytes | int | str]:
        slow = [asyncio.ensure_future(coming(part(b"x" * 5))) for _ in range(3)]
        await asyncio.sleep(0.05)
        quick = await coming(part(b"y" * 4), part(b"z" * 4, more=False))
        found = [one.result() if one.done() else "waits" for one in slow]
        slow[-1].cancel()
        return [quick, *found]

    assert awaited(run()) == [b"yyyyzzzz", 503, 503, "waits"]
