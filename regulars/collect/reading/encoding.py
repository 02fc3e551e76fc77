"""Settle the encoding of a text file over all of its bytes, before a row of it is believed.

UTF-8 proves itself. Where it fails, the legacy encodings are weighed by how ordinary the text would be that they
make of the lines outside ASCII, and the winner must then decode the whole file.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from regulars.collect.reading.container import CHUNK, opened
from regulars.collect.reading.refusals import BinaryFile, EmptyFile, GiganticCell, UnknownEncoding
from regulars.collect.reading.sheet import MOST_CHARACTERS

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LEGACY = ("cp1252", "gb18030", "big5hkscs", "latin-1")
LONGEST_LINE = 16 * MOST_CHARACTERS
SAMPLE = 256 * 1024
SAMPLE_PER_CHUNK = 16 * 1024
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
FOREIGN_RUN = re.compile(rb"[\x80-\xff]+")
TWO_BYTES = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽž£€¥©®°’‘“”–—…«»½¼¾·º\xa0")


def settled(path: Path, wanted: str | None = None) -> str:
    """
    The Python name of the encoding that decodes the whole file.

    :raises EmptyFile: if there is nothing but white space.
    :raises BinaryFile: if there are bytes that no text holds.
    :raises UnknownEncoding: if no encoding (or not the wanted one) fits from end to end.
    """
    scan = _scanned(path)
    if wanted:
        return _verified(path, [wanted])
    if scan.marked:
        return _verified(path, [scan.marked])
    if scan.bad_line is None:
        return "utf-8"
    lines = _foreign_lines(path)
    if _share_of_utf8(lines) > 0.5:
        raise UnknownEncoding(file=path.name, line=scan.bad_line)
    return _verified(path, sorted(LEGACY, key=lambda name: -_ordinariness(lines, name)))


@dataclass(slots=True)
class _Scan:
    """What one pass over the bytes has shown."""

    marked: str | None = None
    bad_line: int | None = None


def _scanned(path: Path) -> _Scan:
    scan = _Scan()
    decoder = codecs.getincrementaldecoder("utf-8")()
    position, line, blank, unbroken = 0, 1, True, 0
    for chunk in _chunks(path):
        if position == 0:
            scan.marked = _mark(chunk)
        blank = blank and not chunk.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe")
        if not scan.marked or scan.marked == "utf-8-sig":
            _refuse_binary(path, chunk, position)
        if not scan.marked and scan.bad_line is None:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                scan.bad_line = line + chunk[: error.start].count(b"\n")
        position += len(chunk)
        line += chunk.count(b"\n")
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        unbroken = len(chunk) - end - 1 + (unbroken if end < 0 else 0)
        if unbroken > LONGEST_LINE:
            raise GiganticCell(file=path.name, line=line, most=MOST_CHARACTERS)
    if blank:
        raise EmptyFile(file=path.name)
    if not scan.marked and scan.bad_line is None and decoder.getstate()[0]:
        scan.bad_line = line
    return scan


def _foreign_lines(path: Path) -> list[bytes]:
    """Some lines that hold bytes outside ASCII, from all over the file."""
    lines: list[bytes] = []
    left = SAMPLE
    for chunk in _chunks(path):
        room, end = min(SAMPLE_PER_CHUNK, left), 0
        while room > 0 and (match := FOREIGN_RUN.search(chunk, end)):
            start = chunk.rfind(b"\n", end, match.start()) + 1 or end
            end = chunk.find(b"\n", match.end())
            end = len(chunk) if end < 0 else end
            lines.append(chunk[start:end][:room])
            room -= len(lines[-1])
            left -= len(lines[-1])
    return lines


def _chunks(path: Path) -> Iterator[bytes]:
    with opened(path) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _mark(head: bytes) -> str | None:
    """The encoding told by a byte order mark, or by the rhythm of zero bytes in unmarked UTF-16."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    start = head[:4096]
    zeros = (start[0::2].count(0), start[1::2].count(0))
    if len(start) >= 4 and max(zeros) > 0.3 * len(start) / 2 and min(zeros) < 0.05 * len(start) / 2:
        name = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
        text = start[: len(start) // 2 * 2].decode(name, "replace")
        return None if CONTROL_CHARACTERS.search(text) else name
    return None


def _refuse_binary(path: Path, chunk: bytes, position: int) -> None:
    found = CONTROLS.search(chunk) if position == 0 else None
    byte = found.start() if found else chunk.find(b"\x00")
    if byte >= 0:
        raise BinaryFile(file=path.name, byte=position + byte + 1)


def _share_of_utf8(lines: list[bytes]) -> float:
    """How much of the text outside ASCII is UTF-8 all the same: one broken line does not make it Latin-1."""
    good = 0
    for line in lines:
        try:
            line.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            pass
    return good / max(1, len(lines))


def _ordinariness(lines: list[bytes], name: str) -> float:
    """The share of common letters in what an encoding makes of the lines; -1 where it fails on one of them."""
    text = b"\n".join(lines)
    try:
        text.decode(name)
    except UnicodeDecodeError:
        return -1.0
    if name == "gb18030":
        return _share_of_pairs(text, range(0xB0, 0xD8), lowest_trail=0xA1)
    if name == "big5hkscs":
        return _share_of_pairs(text, range(0xA4, 0xC7), lowest_trail=0x40)
    runs = FOREIGN_RUN.findall(text)
    ordinary = sum(1 for run in runs if len(run) == 1 and run.decode(name) in WESTERN)
    return (ordinary / max(1, len(runs))) - (0.01 if name == "latin-1" else 0.0)


def _share_of_pairs(text: bytes, common: range, *, lowest_trail: int) -> float:
    """The share of characters that the standard puts on its first level, the few thousand most used."""
    pairs = TWO_BYTES.findall(text)
    punctuation = range(0xA1, 0xA4)
    ordinary = sum(
        1
        for pair in pairs
        if len(pair) == 2 and pair[1] >= lowest_trail and (pair[0] in common or pair[0] in punctuation)
    )
    return ordinary / max(1, len(pairs))


def _verified(path: Path, names: list[str]) -> str:
    """The first of the encodings that decodes the file from end to end."""
    line = 1
    for name in names:
        try:
            decoder = codecs.getincrementaldecoder(name)()
        except LookupError as error:
            raise UnknownEncoding(file=path.name, line=1) from error
        line = 1
        try:
            for chunk in _chunks(path):
                line += decoder.decode(chunk).count("\n")
            decoder.decode(b"", final=True)
            return name
        except UnicodeError:
            continue
    raise UnknownEncoding(file=path.name, line=line)
