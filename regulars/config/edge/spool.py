"""Bytes that wait between a fast side and a slow one: the first in memory, the rest on disk."""

import asyncio
import os
import tempfile
from collections import deque
from pathlib import Path
from typing import IO, Self

IN_MEMORY = 256 * 1024
BLOCK = 64 * 1024


class Spool:
    """
    A queue of bytes with one writer and one reader.

    It grows up to `limit` bytes that have not been read yet; then the writer waits. Files have no name, so
    that nothing is left behind however the process ends.
    """

    def __init__(self, folder: Path, *, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._memory: deque[bytes] = deque()
        self._in_memory = 0
        self._file: IO[bytes] | None = None
        self._written = 0
        self._read = 0
        self._is_complete = False
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *reason: object) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def waiting(self) -> int:
        """Bytes that were put and not yet taken."""
        return self._in_memory + self._written - self._read

    async def put(self, block: bytes) -> None:
        """
        Add bytes, waiting while the spool is full.

        :raises OSError: if the disk is full.
        """
        while self.waiting >= self._limit:
            await self._change()
        if self._is_on_disk or self._in_memory + len(block) > IN_MEMORY:
            await self._write(block)
        else:
            self._memory.append(block)
            self._in_memory += len(block)
        self._changed.set()

    def finish(self) -> None:
        """Say that nothing more will be put."""
        self._is_complete = True
        self._changed.set()

    async def take(self) -> bytes:
        """The next bytes, waiting for them; empty at the end."""
        while not self.waiting and not self._is_complete:
            await self._change()
        if self._memory:
            block = self._memory.popleft()
            self._in_memory -= len(block)
        else:
            block = await self._fetch()
        self._changed.set()
        return block

    @property
    def _is_on_disk(self) -> bool:
        return self._written > self._read

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _write(self, block: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 (closed on exit)
        if not self._is_on_disk:
            self._file.truncate(0)
            self._written = self._read = 0
        file, position = self._file, self._written
        # Counted after it is written, so that the reader never comes before the writer.
        await asyncio.to_thread(_write_all, file, block, position)
        self._written += len(block)

    async def _fetch(self) -> bytes:
        if self._file is None or not self._is_on_disk:
            return b""
        length = min(BLOCK, self._written - self._read)
        block = await asyncio.to_thread(os.pread, self._file.fileno(), length, self._read)
        self._read += len(block)
        return block


def _write_all(file: IO[bytes], block: bytes, position: int) -> None:
    remaining = memoryview(block)
    while remaining:
        count = os.pwrite(file.fileno(), remaining, position)
        remaining = remaining[count:]
        position += count
