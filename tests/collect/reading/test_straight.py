"""Text parsed by the column gives what `csv.reader` gives, or nothing; files of both sorts are read alike."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.collect.reading import delimited, straight
from tests.collect.conftest import ReadAll

HEADINGS = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price\n"
PIECES = ["a", '"', ",", "\n", '"a"', '""', " ", "\r\n", "\r", "é", "\0", '7" x', '"a\nb"', "\ufeff"]


@given(text=st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_what_is_parsed_by_the_column_is_what_the_csv_reader_gives(text: str) -> None:
    columns = straight.columns(text, ",")

    if columns is not None:
        rows = [list(row) for row in zip(*(column.to_pylist() for column in columns), strict=True)]
        assert rows == list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "text", ["a,b\n\nc,d\n", "a,b\nc\n", 'a,"b\nc"\n', "a,b\rc,d\r", 'a,b\nc,"d\n', "a,b\nc,\0\n", "a,b\n\n"]
)
def test_text_that_is_not_straight_is_left_to_the_csv_reader(text: str) -> None:
    assert straight.columns(text, ",") is None


def test_parts_of_both_sorts_keep_their_lines(read: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "PART", 100)
    line = "{0},T{0},{1},1,2024-05-01,2\n"
    titles = ["Tea", '"Tea\nbags"', "Tea", "Tea", '"a ""b"" c"'] * 20
    lines = [line.format(number, title) for number, title in enumerate(titles)]

    result = read(HEADINGS + "".join(lines[:50]) + "\n,,,,,\n" + "".join(lines[50:]))

    tall = [sum(text.count("\n") for text in lines[:number]) for number in range(100)]
    assert result.column("line_no") == [2 + height + (2 if number >= 50 else 0) for number, height in enumerate(tall)]
    assert result.column("title")[4] == 'a "b" c'


def test_cells_beyond_the_headings_do_no_harm_where_they_are_empty(read: ReadAll) -> None:
    result = read(HEADINGS + "1,T1,Tea,1,2024-05-01,2,,\n2,T2,Tea,1,2024-05-01,2,,\n,,,,,,,\n")

    assert (result.column("line_no"), result.rejected) == ([2, 3], [])
