"""An edit that is undone leaves no trace: what files have said since is said, as if nobody had written anything."""

from decimal import Decimal

import pytest
from psycopg.types.json import Jsonb

from regulars.base.events.models import Operation
from regulars.identity import crowds, identifiers
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Person
from regulars.profile import edits, intake, reversals, tags, values
from regulars.profile.kinds import FieldKind, TagColor
from regulars.profile.models import FieldValue, Profile, Tag
from tests.make import profile
from tests.make.profile import tags_of
from tests.make.staging import staged

pytestmark = pytest.mark.django_db
LI = {"user_id": "li", "email": "li@example.org", "name": "Li Wei", "city": "London"}


@pytest.fixture
def merged(teahouse, at):
    def merge(number, *rows):
        return intake.merge(staged(number, teahouse, list(rows), kind="customers"), at=at("2026-06-01"))

    return merge


@pytest.fixture
def withdrawn(teahouse, at):
    return lambda number: intake.undo(staged(number, teahouse, []), by=None, at=at("2026-06-05"))


@pytest.fixture
def put_back(at, mei):
    def put(operation):
        return reversals.put_back(operation, by=mei, actor="", at=at("2026-06-03")).operation

    return put


def last() -> Operation:
    return Operation.objects.order_by("-id")[0]


@pytest.fixture
def edited(at, mei):
    def edit(**facts):
        edits.edit(Person.objects.get(), facts, by=mei, at=at("2026-06-02"))
        return last()

    return edit


def city() -> str:
    return Profile.objects.get().city


def test_an_undone_edit_gives_way_to_the_file_that_came_after_it(merged, edited, put_back):
    merged(1, LI)
    edit = edited(city="Kyoto")
    merged(2, LI | {"city": "Leeds"})

    put_back(edit)
    assert city() == "Leeds"
    assert "leeds" in Profile.objects.get().search

    merged(3, LI | {"city": "Bath"})
    assert city() == "Bath"


def test_an_undone_edit_gives_way_to_the_hand_that_wrote_before_it(merged, edited, put_back):
    merged(1, LI)
    edited(city="Kyoto")
    second = edited(city="Osaka")
    merged(2, LI | {"city": "Leeds"})

    put_back(second)

    assert city() == "Kyoto"


def test_edits_undone_in_any_order_leave_the_files(merged, edited, put_back):
    merged(1, LI)
    first, second = edited(city="Kyoto"), edited(city="Osaka")

    put_back(first)
    assert city() == "Osaka"
    put_back(second)

    assert city() == "London"


def test_an_edit_done_again_stays_whatever_files_say(merged, edited, put_back):
    merged(1, LI)
    again = put_back(put_back(edited(city="Kyoto")))

    merged(2, LI | {"city": "Leeds"})
    assert city() == "Kyoto"
    put_back(again)

    assert city() == "Leeds"


def test_an_undone_edit_does_not_keep_an_import_from_going(merged, withdrawn, edited, put_back):
    merged(1, LI)
    put_back(edited(city="Kyoto"))

    withdrawn(1)

    assert not Person.objects.exists()
    assert not Profile.objects.exists()


def test_an_edit_undone_after_its_import_leaves_no_profile(merged, withdrawn, edited, put_back):
    merged(1, LI)
    edit = edited(city="Kyoto")
    withdrawn(1)
    assert city() == "Kyoto"

    put_back(edit)

    assert not Profile.objects.exists()


def test_a_value_that_a_file_says_too_stays_as_the_file_says_it(merged, withdrawn, circle, mei, put_back, at):
    size = profile.field(circle, "Shoe size", FieldKind.NUMBER)
    merged(1, LI)
    values.put(crowds.one(Person.objects.get()), field=size, given="43", by=mei, at=at("2026-06-02"))
    by_hand = last()
    merged(2, LI | {"extra": Jsonb({"Shoe size": "41"})})
    assert FieldValue.objects.get().number == Decimal(43)

    put_back(by_hand)
    assert FieldValue.objects.get().number == Decimal(41)
    merged(3, LI | {"extra": Jsonb({"Shoe size": "42"})})
    assert FieldValue.objects.get().number == Decimal(42)

    for number in (3, 2, 1):
        withdrawn(number)
    assert not FieldValue.objects.exists()
    assert not Person.objects.exists()


def test_a_tag_that_a_file_gives_too_stays_when_its_giving_is_undone(merged, withdrawn, circle, mei, put_back, at):
    merged(1, LI)
    li = Person.objects.get()
    tags.put(crowds.one(li), name="vip", circle=circle, by=mei, at=at("2026-06-02"))
    by_hand = last()
    merged(2, LI | {"tags": ["VIP"]})

    put_back(by_hand)
    assert tags_of(li) == ["vip"]
    withdrawn(2)

    assert not Tag.objects.exists()


def test_a_tag_taken_off_and_given_by_a_file_since_is_borne_once_for_both_files(
    merged, withdrawn, circle, mei, put_back, at
):
    merged(1, LI | {"tags": ["vip"]})
    li = Person.objects.get()
    tags.take(crowds.one(li), tag=Tag.objects.get(), by=mei, at=at("2026-06-02"))
    taken = last()
    merged(2, LI | {"tags": ["vip"]})

    put_back(taken)
    assert tags_of(li) == ["vip"]
    withdrawn(2)
    assert tags_of(li) == ["vip"]
    withdrawn(1)

    assert not Tag.objects.exists()


def test_a_removed_tag_comes_back_as_one_with_what_files_have_called_so_since(merged, withdrawn, mei, put_back, at):
    merged(1, LI | {"tags": ["vip"]}, {"user_id": "wu", "tags": ["vip"]})
    tags.remove(Tag.objects.get(), by=mei, at=at("2026-06-02"))
    removed = last()
    merged(2, LI | {"tags": ["VIP"]}, {"user_id": "sol", "tags": ["VIP"]})

    put_back(removed)

    people = Person.objects.order_by("id")
    assert [tags_of(person) for person in people] == [["vip"]] * 3
    withdrawn(1)
    assert [tags_of(person) for person in people.all()] == [["vip"]] * 2


def test_a_name_that_somebody_else_has_taken_is_not_given_back(circle, mei, li, put_back, at):
    profile.tagged(li, "vip")
    tags.change(Tag.objects.get(), name="Regular", color=TagColor.GREEN, by=mei, at=at("2026-06-02"))
    renaming = last()
    tags.define(circle, name="vip", color=TagColor.RED, by=mei, at=at("2026-06-02"))

    with pytest.raises(reversals.InTheWay):
        put_back(renaming)

    assert tags_of(li) == ["Regular"]


def test_the_outlook_says_what_files_keep(merged, circle, mei, at):
    merged(1, LI)
    tags.put(Person.objects.all(), name="vip", circle=circle, by=mei, at=at("2026-06-02"))
    by_hand = last()
    merged(2, LI | {"tags": ["vip"]})

    seen = reversals.outlook(by_hand)

    assert (seen.removed, {table for table, _, _ in seen.kept}) == (0, {"profile_tag", "profile_tagging"})


def test_an_address_written_by_hand_stays_when_a_file_has_brought_it_too(merged, mei, put_back, at):

    merged(1, {"user_id": "li"})
    given = {"kind": IdentifierKind.EMAIL, "value": "li@example.org"}
    identifiers.claim(Person.objects.get(), **given, by=mei, at=at("2026-06-02"))
    by_hand = last()
    merged(2, LI)

    put_back(by_hand)

    assert Identifier.objects.filter(value="li@example.org").exists()
