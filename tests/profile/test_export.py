"""What is taken away is what the reader may see, one row for each human being."""

import pytest

from regulars.identity.models import Person
from regulars.profile import export
from regulars.profile.kinds import FieldKind
from tests.make import identity, profile

pytestmark = pytest.mark.django_db


def table(staff):
    wanted = [column.key for column in export.columns(staff)]
    people = Person.objects.visible_to(staff)
    return [dict(zip(wanted, row, strict=True)) for row in export.rows(people, staff)]


@pytest.fixture
def _known(circle, li, wu):
    profile.of(li, name="Li Wei", street="1 Tea Lane", city="Leeds", tags=("vip",))
    profile.says(li, profile.field(circle, "Remarks"), "call 555")
    profile.says(wu, profile.field(circle, "Size", FieldKind.NUMBER), "41")
    identity.merge(li, wu)


@pytest.mark.usefixtures("_known")
def test_a_human_being_is_one_row_with_all_that_is_known(mei, li):
    [row] = table(mei)

    assert (row["id"], row["name"], row["street"], row["tags"]) == (li.public_id, "Li Wei", "1 Tea Lane", ["vip"])
    assert row["email"] == ["li@teahouse.example", "wu@teahouse.example"]
    assert (row["custom:remarks"], row["custom:size"]) == ("call 555", 41)


@pytest.mark.usefixtures("_known")
def test_masked_readers_take_no_contact_details_away(anna):
    [row] = table(anna)

    assert not {"email", "phone", "street", "postcode", "born_on", "custom:remarks"} & set(row)
    assert (row["name"], row["city"], row["custom:size"]) == ("Li Wei", "Leeds", 41)


def test_batches_take_as_many_statements_whatever_they_hold(circle, mei, django_assert_max_num_queries, monkeypatch):
    for number in range(12):
        profile.of(identity.person(circle, email=f"{number}@teahouse.example"), name=str(number))
    monkeypatch.setattr(export, "AT_ONCE", 5)

    with django_assert_max_num_queries(2 + 3 * 5 + 1):
        assert len(table(mei)) == 12
