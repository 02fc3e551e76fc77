"""Each imported file keeps how it looked, column by column."""

from pathlib import Path

import pytest

from regulars.base.workspace.models import Store
from regulars.collect import imports, profiling
from regulars.collect.kinds import Kind
from regulars.collect.models import FileProfile
from tests.conftest import At

pytestmark = pytest.mark.django_db
FILE = """Customer,E-mail,City,Spent,Since,Hint,Empty
1,li@teahouse.test,Leeds,12.50,2024-01-05,a,
2,wu@teahouse.test,Leeds ,7,2024-02-01,a,
3,sol@teahouse.test,Leeds,"1,300.00",2024-03-09,a,
3,anna@teahouse.test,n/a,4,2023-12-24,a,
5,bo@teahouse.test,York,9,2024-03-01,a,
6,mei@teahouse.test,N/A,many,2024-03-02,a,
"""


@pytest.fixture
def described(teahouse: Store, tmp_path: Path, at: At) -> FileProfile:
    path = tmp_path / "customers.csv"
    path.write_text(FILE)
    row = imports.register(path, teahouse, Kind.CUSTOMERS, at=at("2026-03-01"))
    imports.stage(row, at=at("2026-03-01"), work=tmp_path)
    found = profiling.describe(row, at=at("2026-03-01"))
    assert found is not None
    return found


def test_each_column_says_how_full_it_is_what_it_looks_like_and_between_which_ends_it_lies(described):
    columns = {each["heading"]: each for each in described.columns}

    assert described.rows == 6
    assert [(each["shape"], each["filled"], each["distinct"]) for each in columns.values()] == [
        ("number", 6, 5), ("email", 6, 6), ("text", 6, 5), ("number", 6, 6), ("day", 6, 6), ("text", 6, 1),
        ("text", 0, 0),
    ]  # fmt: skip
    assert (columns["Spent"]["least"], columns["Spent"]["most"]) == (4, 1300)
    assert (columns["Since"]["least"], columns["Since"]["most"]) == ("2023-12-24", "2024-03-09")


def test_what_looks_wrong_is_counted_and_only_values_that_repeat_are_kept(described):
    wrong = {each["heading"]: dict(each["wrong"]) for each in described.columns}
    often = {each["heading"]: each["often"] for each in described.columns}

    assert wrong["Customer"] == {"repeated": 1}
    assert wrong["E-mail"] == {}
    assert wrong["City"]["blanks"] == 2
    assert wrong["Spent"]["mixed"] == 1
    assert wrong["Hint"]["one_value"] == 6
    assert wrong["Empty"] == {"empty": 6}
    assert often["Hint"] == [["a", 6]]
    assert often["E-mail"] == []


def test_a_file_that_is_gone_is_left_alone(teahouse: Store, tmp_path: Path, at: At):
    path = tmp_path / "customers.csv"
    path.write_text(FILE)
    row = imports.register(path, teahouse, Kind.CUSTOMERS, at=at("2026-03-01"))
    path.unlink()

    assert profiling.describe(row, at=at("2026-03-01")) is None
