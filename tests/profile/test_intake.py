"""What files say of people is in their profiles, and goes with the file that said it."""

import json

import pytest

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import lanes, query
from regulars.commerce.kinds import Supported
from regulars.identity.models import Identifier, Person
from regulars.profile import faces, intake
from regulars.profile.models import Profile
from tests.make.profile import tags_of
from tests.make.staging import staged, unstage

pytestmark = pytest.mark.django_db

ORDER = {"order_number": "1", "user_id": "li", "name": "L. Wei", "street": "Tea Lane 1"}
LI = {"user_id": "li", "email": "li@example.org", "name": "Li Wei", "city": "London"}


def merged(number, store, rows, at, kind="customers"):
    return intake.merge(staged(number, store, rows, kind=kind), at=at("2026-06-01"))


def undone(number, store, at):
    return intake.undo(staged(number, store, []), by=None, at=at("2026-06-02"))


def test_a_customer_has_a_profile_that_finds_them(teahouse, at):
    report = merged(1, teahouse, [LI | {"tags": ["vip"], "phone": "+442071234567"}], at)

    profile = Profile.objects.get()
    assert (profile.name, profile.city, profile.sort_key) == ("Li Wei", "London", "li wei")
    assert tags_of(profile.person) == ["vip"]
    assert {"li@example.org", "+442071234567", "london"} <= set(profile.search.split())
    assert (report.people_new, report.profiles_new) == (1, 1)


def test_a_newer_file_updates_and_unites_tags_but_blanks_nothing(teahouse, at):
    merged(1, teahouse, [LI | {"tags": ["vip"]}], at)

    report = merged(2, teahouse, [LI | {"city": "Leeds", "name": None, "tags": ["tea"]}], at)

    profile = Profile.objects.get()
    assert (profile.name, profile.city, tags_of(profile.person)) == ("Li Wei", "Leeds", ["tea", "vip"])
    assert (report.profiles_changed, report.people_known) == (1, 1)
    assert "leeds" in profile.search


@pytest.mark.django_db(transaction=True)
def test_parts_side_by_side_never_meet_on_one_person(teahouse, at, monkeypatch):
    monkeypatch.setattr(intake, "ROWS_IN_A_BATCH", 2)
    monkeypatch.setattr(lanes, "at_once", lambda: 3)
    rows = [
        {"user_id": f"u{n}", "email": f"u{n}@example.org", "name": "First", "tags": ["tea"], "created_at": "2026-01-01"}
        for n in range(12)
    ]
    rows += [{"email": f"u{n}@example.org", "name": "Newest", "created_at": "2026-02-01"} for n in range(12)]

    report = merged(1, teahouse, rows, at)
    unstage(1)

    assert report.profiles_new == 12
    assert set(Profile.objects.values_list("name", flat=True)) == {"Newest"}


def test_what_somebody_wrote_is_not_overwritten(teahouse, at):
    merged(1, teahouse, [LI], at)
    with operations.doing(OperationKind.EDIT, store=teahouse, at=at("2026-06-01")):
        Profile.objects.update(city="Kyoto")

    merged(2, teahouse, [LI | {"city": "Leeds"}], at)

    assert Profile.objects.get().city == "Kyoto"


def test_orders_fill_only_what_is_blank(teahouse, at):
    merged(1, teahouse, [ORDER], at, "orders")
    assert Profile.objects.get().name == "L. Wei"

    merged(2, teahouse, [LI], at)

    profile = Profile.objects.get()
    assert (profile.name, profile.street, profile.city) == ("Li Wei", "Tea Lane 1", "London")


def test_undoing_in_any_order_leaves_what_the_others_say(teahouse, at):
    merged(1, teahouse, [ORDER], at, "orders")
    merged(2, teahouse, [LI | {"tags": ["vip"]}], at)
    merged(3, teahouse, [LI | {"city": "Leeds", "tags": ["vip", "tea"]}], at)

    undone(2, teahouse, at)
    profile = Profile.objects.get()
    assert (profile.name, profile.city, tags_of(profile.person)) == ("Li Wei", "Leeds", ["tea", "vip"])

    undone(3, teahouse, at)
    profile = Profile.objects.get()
    assert (profile.name, profile.city, profile.street, tags_of(profile.person)) == ("L. Wei", "", "Tea Lane 1", [])

    undone(1, teahouse, at)
    assert not Person.objects.exists()
    assert not Identifier.objects.exists()


def test_the_same_customers_twice_change_nothing(teahouse, at):
    merged(1, teahouse, [LI, {"email": "wu@example.org", "given_name": "Wu", "family_name": "Ming"}], at)

    report = merged(2, teahouse, [LI, {"email": "wu@example.org", "given_name": "Wu", "family_name": "Ming"}], at)

    assert (report.profiles_new, report.profiles_changed, report.people_new) == (0, 0, 0)


def test_rows_with_a_name_alone_are_people_each_by_themselves_and_found_again(teahouse, at):
    rows = [{"name": "Li Wei"}, {"name": "Li Wei"}, {"name": "Li Wei", "city": "Leeds"}, {"company": "Tea Ltd"}]
    report = merged(1, teahouse, rows, at)
    again = merged(2, teahouse, list(reversed(rows)), at)

    assert (report.rows_without_key, report.people_new) == (4, 4)
    assert (again.rows_without_key, again.people_new) == (4, 0)
    assert set(Identifier.objects.values_list("kind", "scope")) == {("record", teahouse.public_id)}

    undone(1, teahouse, at)
    undone(2, teahouse, at)
    assert not Person.objects.exists()


def test_a_list_knows_in_which_lines_somebody_stands(teahouse, at):
    merged(1, teahouse, [LI, {"name": "Wu"}, LI], at)

    li = Identifier.objects.get(kind="user").person
    assert json.loads(supports_of(li)) == [[1, 3]]


def supports_of(person):
    [[lines]] = query.rows(
        "select said -> 'lines' from commerce_support where kind = %(kind)s and row_id = %(person)s",
        kind=Supported.PERSON.value, person=person.id,
    )  # fmt: skip
    return lines


def test_a_chinese_name_is_put_together_and_sorted_by_its_sound(teahouse, at):
    merged(1, teahouse, [{"user_id": "1", "family_name": "王", "given_name": "小明"}], at)

    profile = Profile.objects.get()
    assert (profile.name, profile.sort_key) == ("王小明", "wang xiao ming")


def test_accents_and_case_do_not_matter_for_sorting():
    assert faces.sort_key("Émile  ZOLA") == "emile zola"
