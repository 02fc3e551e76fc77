"""A tar that is written and read as a stream, encrypted on its way."""

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Buffer, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyrage

from regulars.config.archive.faults import NotABackup, WrongKey

PART_BYTES = 8 * 1024**2
BLOCK = 1024**2
MODE = 0o600


class Tape(io.RawIOBase):
    """Blocks that come one after another, read as if they were a file."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = memoryview(b"")
        self.error: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            try:
                block = next(self._blocks, None)
            except BaseException as error:
                self.error = error
                raise
            if block is None:
                return b""
            self._rest = memoryview(block)
        taken = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(taken) :]
        return bytes(taken)


class Sink(io.RawIOBase):
    """A file that remembers why it could not be written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: BaseException | None = None

    def writable(self) -> bool:
        return True

    def write(self, block: Buffer) -> int:
        try:
            return self._file.write(block)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        """The one who opened the file flushes it."""


def member(name: str, content: bytes) -> Iterator[bytes]:
    """A whole member of the tar."""
    yield from member_of(name, len(content), [content])


def member_of(name: str, length: int, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """A member whose length is known before its content."""
    header = tarfile.TarInfo(name)
    header.size = length
    header.mode = MODE
    yield header.tobuf(tarfile.PAX_FORMAT)
    yield from blocks
    yield b"\0" * (-length % tarfile.BLOCKSIZE)


def end() -> bytes:
    return b"\0" * (2 * tarfile.BLOCKSIZE)


def parts(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Collect blocks into parts of equal length, since a tar wants to know lengths beforehand."""
    part = bytearray()
    for block in blocks:
        part += block
        while len(part) >= PART_BYTES:
            yield bytes(part[:PART_BYTES])
            del part[:PART_BYTES]
    if part:
        yield bytes(part)


def write(blocks: Generator[bytes], target: IO[bytes], recipient: pyrage.x25519.Recipient) -> None:
    """Encrypt the blocks of a tar for the holder of a key; a fault of either side is raised as it is."""
    source, sink = Tape(blocks), Sink(target)
    try:
        pyrage.encrypt_io(source, sink, [recipient])
    except pyrage.EncryptError as fault:
        # It knows errors of its two ends by their text alone.
        raise source.error or sink.error or fault from None
    finally:
        blocks.close()


@contextmanager
def opened(path: Path, key: pyrage.x25519.Identity) -> Iterator[tarfile.TarFile]:
    """
    The members of an encrypted tar, one after another, in bounded memory.

    :raises WrongKey, NotABackup: if it cannot be decrypted, or breaks off.
    """
    reading, writing = os.pipe()
    errors: list[Exception] = []
    decrypting = threading.Thread(target=_decrypt, args=(path, key, writing, errors), daemon=True)
    decrypting.start()
    try:
        with os.fdopen(reading, "rb") as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            yield tar
            # What follows the last member belongs to the seal of the whole.
            while stream.read(BLOCK):
                pass
    except (tarfile.TarError, EOFError) as error:
        decrypting.join()
        raise _fault(path, errors or [error]) from error
    decrypting.join()
    if errors:
        raise _fault(path, errors)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _decrypt(path: Path, key: pyrage.x25519.Identity, target: int, errors: list[Exception]) -> None:
    with os.fdopen(target, "wb") as decrypted, suppress(BrokenPipeError):
        try:
            with path.open("rb") as encrypted:
                pyrage.decrypt_io(encrypted, decrypted, [key])
            decrypted.flush()
        except Exception as error:
            errors.append(error)


def _fault(path: Path, errors: list[Exception]) -> WrongKey | NotABackup:
    reason = str(errors[0]) or type(errors[0]).__name__
    return WrongKey(path=path) if "No matching keys" in reason else NotABackup(path=path, reason=reason)
