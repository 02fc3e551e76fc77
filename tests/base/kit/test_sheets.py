"""Tables leave the house as CSV and XLSX, with nothing in them that reckons."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from regulars.base.kit import sheets

DANGEROUS = ["=1+1", "+1", "-1", "@x", "\tx", "\rx"]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_text_becomes_a_formula_in_csv(cell):
    said = "".join(sheets.csv_lines(["=Name"], [[cell]]))

    assert said.startswith("\ufeff'=Name")
    assert f"'{cell}"[:2] in said


def test_numbers_keep_their_sign_and_their_digits():
    said = "".join(sheets.csv_lines(["a"], [[Decimal("-12.500000"), -3, True, date(2026, 3, 1), ["a", "b"], None]]))

    assert said.splitlines()[1] == '-12.5,-3,yes,2026-03-01,"a, b",'


def test_a_list_is_guarded_as_a_text():
    assert sheets.guarded(["+44", "1"]) == "'+44, 1"


def test_csv_comes_in_portions():
    portions = list(sheets.csv_lines(["n"], ([number] for number in range(1_200))))

    assert len(portions) == 3
    assert len("".join(portions).splitlines()) == 1_201


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers():
    file = io.BytesIO()
    table = [[cell, Decimal("1.5"), date(2026, 3, 1)] for cell in DANGEROUS]

    sheets.write_xlsx(file, ["name", "worth", "day"], table)

    [_, *rows] = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert [row[0].strip() for row in rows] == [cell.strip() for cell in DANGEROUS]
    assert rows[0][1:] == [1.5, date(2026, 3, 1)]


def test_a_workbook_begins_a_new_sheet_when_one_is_full(monkeypatch):
    monkeypatch.setattr(sheets, "ROWS_IN_A_SHEET", 3)
    file = io.BytesIO()

    sheets.write_xlsx(file, ["n"], [[number] for number in range(5)])

    book = CalamineWorkbook.from_filelike(file)
    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names] == [3, 3, 2]
