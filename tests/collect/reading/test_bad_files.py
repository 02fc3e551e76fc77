# ruff: noqa: E501
"""Whatever a file holds, it is read, or refused in one sentence; it never crashes and never runs away."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.collect.reading import refusals, spool
from regulars.collect.reading.refusals import Unreadable
from tests.collect.conftest import ReadAll

HEADINGS = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price\n"
LINE = "1,T1,Tea,2,2024-05-01,1\n"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", refusals.EmptyFile),
        (b" \r\n\t\n", refusals.EmptyFile),
        (b"\xef\xbb\xbf\n", refusals.EmptyFile),
        (HEADINGS.encode(), refusals.HeadingsOnly),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), refusals.BinaryFile),
        (b"MZ\x90\x00\x03\x00" * 50, refusals.BinaryFile),
        ((HEADINGS + LINE).encode() + b"2,T\x00,Tea,2,2024-05-01,1\n" + LINE.encode() * 90_000, refusals.BinaryFile),
        (gzip.compress((HEADINGS + LINE * 9).encode(), mtime=0)[:-9], refusals.DamagedFile),
        (gzip.compress((HEADINGS + LINE * 9).encode(), mtime=0)[:40], refusals.DamagedFile),
        (b"PK\x03\x04" + bytes(50), refusals.DamagedFile),
        (b"PAR1" + bytes(50) + b"PAR1", refusals.DamagedFile),
        ((",".join(f"c{n}" for n in range(2001)) + "\n" + "1," * 2000 + "1\n").encode(), refusals.TooWide),
        ((HEADINGS + '1,T1,"' + "x" * 1_100_000 + '",2,2024-05-01,1\n').encode(), refusals.GiganticCell),
        ((HEADINGS + "x" * 20_000_000).encode(), refusals.GiganticCell),
        ((HEADINGS + '1,T1,"Tea,2,2024-05-01,1\n' + LINE).encode(), refusals.OpenQuote),
        (b"name,city\nAnna,Lund\n", refusals.MissingColumn),
        (b'{"order": 1}\nnot json\n', refusals.BadRow),
        (b'{"order": 1}\n{"order": 1\n', refusals.BadRow),
        ((HEADINGS + "1,T1,Tea,2,soon,1\n").encode(), refusals.NoDates),
        ((HEADINGS + LINE + "1,T1,Gr\u00fcner Tee,2,2024-05-01,1\n" * 9).encode() + b"1,T1,\xff\xfe,2,2024-05-01,1\n", refusals.UnknownEncoding),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    read: ReadAll, content: bytes, refusal: type[Unreadable]
) -> None:
    with pytest.raises(refusal) as caught:
        read(content)

    sentence = str(caught.value)
    assert "%" not in sentence.replace("%)", "")
    assert "\n" not in sentence


def test_a_workbook_that_is_another_archive_is_refused(read: ReadAll) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "hello")

    with pytest.raises(refusals.BinaryFile):
        read(packed.getvalue())


def test_a_full_disk_is_said_in_one_sentence() -> None:
    with (
        pytest.raises(refusals.DiskFull, match="not enough room"),
        spool.disk_watched(Path("/spool"), "a.csv"),
        Path("/dev/full").open("w") as full,
    ):
        full.write("x" * 100_000)


@given(content=st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(read: ReadAll, content: bytes) -> None:
    try:
        result = read(content)
    except Unreadable:
        return

    assert result.totals.read == result.totals.accepted + result.totals.rejected


@given(cells=st.lists(st.lists(st.text(max_size=12), min_size=6, max_size=7), min_size=1, max_size=8))
def test_random_cells_below_good_headings_are_accepted_or_rejected(read: ReadAll, cells: list[list[str]]) -> None:
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)
    content = (HEADINGS + LINE + "\n".join(lines) + "\n").encode("utf-8", "ignore")
    try:
        result = read(content)
    except Unreadable:
        return

    assert result.totals.accepted >= 1
    assert (
        result.totals.read == result.totals.accepted + result.totals.rejected == len(result.rows) + len(result.rejected)
    )


@given(cut=st.integers(0, 2_000), flip=st.integers(0, 2_000))
def test_a_damaged_workbook_or_parquet_file_is_read_or_refused(read: ReadAll, cut: int, flip: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(
        pa.table({"order": ["1"], "date": ["2024-05-01"], "sku": ["T"], "quantity": [1], "price": [2.5]}), buffer
    )
    content = bytearray(buffer.getvalue())
    content[flip % len(content)] ^= 0x41
    try:
        read(bytes(content[: max(5, cut)]))
    except Unreadable:
        return
