"""Files of people from other programs are understood, with their numbers, houses and birthdays."""

import json
from datetime import date

import pytest

from regulars.collect.kinds import Kind
from tests.collect.conftest import ReadAll
from tests.make import misspelt


def test_a_register_is_understood_with_blanks_after_its_commas(read: ReadAll) -> None:
    head = ", ".join(misspelt.COLUMNS)
    line = "rec-1, lachlan, berry, 69, giblin street, killarney, bittern, 4814, qld, 19840312, 7364009"

    [row] = read(f"{head}\n{line}\n".encode(), kind=Kind.CUSTOMERS).rows

    assert (row["user_id"], row["given_name"], row["family_name"]) == ("rec-1", "lachlan", "berry")
    assert (row["street"], row["city"], row["region"]) == ("69 giblin street, killarney", "bittern", "qld")
    assert (row["postcode"], row["born_on"]) == ("4814", date(1984, 3, 12))
    assert json.loads(row["extra"]) == {"soc_sec_id": "7364009"}


def test_a_short_list_is_understood(read: ReadAll) -> None:
    head = "unique_id,first_name,surname,dob,city,email,cluster"

    [row] = read(f"{head}\n7,Rob,Allen,1971-06-24,London,rob@smith.example,0\n".encode(), kind=Kind.CUSTOMERS).rows

    assert (row["user_id"], row["given_name"], row["family_name"]) == ("7", "Rob", "Allen")
    assert (row["born_on"], row["city"], row["email"]) == (date(1971, 6, 24), "London", "rob@smith.example")


@pytest.mark.parametrize("birthday", ["19721342", "1972134", "1972032101", "19x20321"])
def test_a_birthday_that_is_none_is_kept_as_written_and_rejects_nobody(read: ReadAll, birthday: str) -> None:
    found = read(f"id,name,dob\n1,Li,19840312\n2,Wu,{birthday}\n".encode(), kind=Kind.CUSTOMERS)

    assert [row["born_on"] for row in found.rows] == [date(1984, 3, 12), None]
    assert json.loads(found.rows[1]["extra"]) == {"birthday": birthday}
    assert found.totals.unusable_birthdays == 1
    assert found.rejected == []


def test_birthdays_in_two_orders_are_read_in_that_of_most_and_keep_every_row(read: ReadAll) -> None:
    days = ["24/06/1971", "31/01/1980", "03/12/1979", "01/31/1980"]

    found = read(
        "\n".join(["given name,surname,dob", *(f"Li,Wei,{day}" for day in days)]).encode(), kind=Kind.CUSTOMERS
    )

    assert [row["born_on"] for row in found.rows][:3] == [date(1971, 6, 24), date(1980, 1, 31), date(1979, 12, 3)]
    assert json.loads(found.rows[3]["extra"]) == {"birthday": "01/31/1980"}


def test_a_list_of_names_or_companies_alone_is_understood(read: ReadAll) -> None:
    [person] = read(b"Vorname,Nachname,Ort,PLZ\nIda,Kusch,Bonn,53111\n", kind=Kind.CUSTOMERS).rows
    [firm] = read("公司,住址\n清茶有限公司,中山路1号\n".encode(), kind=Kind.CUSTOMERS).rows

    assert (person["given_name"], person["family_name"], person["city"]) == ("Ida", "Kusch", "Bonn")
    assert (firm["company"], firm["street"]) == ("清茶有限公司", "中山路1号")


def test_all_records_of_a_misspelt_register_are_taken(read: ReadAll) -> None:
    records = misspelt.records(200, 200, seed=11)

    found = read(misspelt.as_csv(records).encode(), kind=Kind.CUSTOMERS)

    assert len(found.rows) == 400
    assert found.rejected == []
