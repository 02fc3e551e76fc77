"""Open a file whatever it is wrapped in, and say what kind of thing it is."""

import gzip
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

from regulars.collect.reading.refusals import BinaryFile, DamagedFile, EmptyFile, NoSuchFile

CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
MAGIC_WIDTH = 32
OTHER_MAGICS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"BZh")


class Form(StrEnum):
    """How rows are written in a file."""

    DELIMITED = "delimited"
    JSON_LINES = "json lines"
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    VCARD = "vcard"


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """
    The bytes of a file, unpacked where it is gzipped.

    :raises DamagedFile: while reading, if the gzip stream ends early or does not add up.
    """
    try:
        with path.open("rb") as probe:
            zipped = probe.read(2) == GZIP_MAGIC
        with gzip.open(path) if zipped else path.open("rb") as file:
            yield cast(IO[bytes], file)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DamagedFile(file=path.name, detail=str(error).rstrip(".")) from error
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise NoSuchFile(file=path.name) from error


def form_of(path: Path) -> Form:
    """
    How rows are written in a file, by its first bytes and never by its name.

    :raises EmptyFile: if it holds nothing.
    :raises BinaryFile: if it is something that holds no rows.
    """
    with opened(path) as file:
        head = file.read(MAGIC_WIDTH)
    if not head:
        raise EmptyFile(file=path.name)
    if head.startswith(b"PAR1"):
        return Form.PARQUET
    if head.startswith(b"PK\x03\x04"):
        return Form.WORKBOOK
    if head.startswith(OTHER_MAGICS):
        raise BinaryFile(file=path.name, byte=1)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCARD"):
        return Form.VCARD
    return Form.JSON_LINES if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else Form.DELIMITED


def unpacked(path: Path, folder: Path) -> Path:
    """A file that can be read at any place: the file itself, or its contents in `folder` where it is gzipped."""
    with path.open("rb") as probe:
        if probe.read(2) != GZIP_MAGIC:
            return path
    plain = folder / "unpacked"
    with opened(path) as packed, plain.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return plain
