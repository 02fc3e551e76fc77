"""Bytes that wait come out as they went in, in bounded memory."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.config.edge.spool import IN_MEMORY, Spool
from tests.config.edge.waiting import awaited

SIZES = st.lists(st.integers(1, IN_MEMORY), max_size=12)
# True: the writer goes first; False: the reader.
TURNS = st.lists(st.booleans(), max_size=24)


async def passed_through(blocks: Sequence[bytes], turns: Sequence[bool], *, limit: int) -> bytes:
    with TemporaryDirectory() as folder:
        async with Spool(Path(folder), limit=limit) as spool:
            writing = asyncio.create_task(write(spool, blocks, turns))
            received = b""
            for is_writers_turn in turns:
                if not is_writers_turn and spool.waiting:
                    received += await spool.take()
                await asyncio.sleep(0)
            while block := await spool.take():
                received += block
            await writing
    return received


async def write(spool: Spool, blocks: Sequence[bytes], turns: Sequence[bool]) -> None:
    for index, block in enumerate(blocks):
        await spool.put(block)
        if turns[index : index + 1] == [True]:
            await asyncio.sleep(0)
    spool.finish()


@settings(max_examples=40, deadline=None)
@given(sizes=SIZES, turns=TURNS, limit=st.sampled_from([1, IN_MEMORY, 4 * IN_MEMORY]))
def test_what_goes_in_comes_out(sizes: list[int], turns: list[bool], limit: int) -> None:
    blocks = [bytes([index]) * size for index, size in enumerate(sizes)]

    received = awaited(passed_through(blocks, turns, limit=limit))

    assert received == b"".join(blocks)
