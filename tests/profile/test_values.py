"""Custom fields hold typed values of people, one by one or in sets, from hand or from file."""

from datetime import date
from decimal import Decimal

import pytest

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.identity import crowds
from regulars.identity.models import Person
from regulars.profile import fieldhistory, fields, intake, reading, values
from regulars.profile.kinds import FieldKind
from regulars.profile.models import FieldValue, Profile, Tag
from tests.make import identity, profile
from tests.make.staging import staged

pytestmark = pytest.mark.django_db
LI = {"user_id": "li", "email": "li@example.org", "name": "Li Wei"}


def shown(person: Person, *fields):
    return values.plain(fields, values.of([person.id], fields).get(person.id, {}))


def last() -> Operation:
    return Operation.objects.order_by("-id")[0]


@pytest.mark.parametrize(
    ("kind", "given", "meant"),
    [
        (FieldKind.TEXT, " oolong ", "oolong"),
        (FieldKind.NUMBER, "1,234.5", Decimal("1234.5")),
        (FieldKind.NUMBER, "1.234,5", Decimal("1234.5")),
        (FieldKind.NUMBER, "12,500", Decimal("12500")),
        (FieldKind.NUMBER, "0,5", Decimal("0.5")),
        (FieldKind.MONEY, "£ 12.50", Decimal("12.5")),
        (FieldKind.DATE, "2026年3月1日", date(2026, 3, 1)),
        (FieldKind.DATE, "2026-03-01", date(2026, 3, 1)),
        (FieldKind.FLAG, "Yes", True),
        (FieldKind.FLAG, "否", False),
        (FieldKind.CHOICE, "m", "M"),
        (FieldKind.CHOICES, "l, s", ["S", "L"]),
        (FieldKind.LINK, "example.org/li", "https://example.org/li"),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_kind(circle, li, kind, given, meant):
    field = profile.field(circle, "Field", kind, choices=["S", "M", "L"], currency="GBP")

    profile.says(li, field, given)

    assert shown(li, field) == {"field": meant}


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (FieldKind.NUMBER, "many"),
        (FieldKind.NUMBER, "1e400"),
        (FieldKind.MONEY, "NaN"),
        (FieldKind.DATE, "2026-02-30"),
        (FieldKind.DATE, "01/02/2026"),
        (FieldKind.FLAG, "perhaps"),
        (FieldKind.CHOICE, "XXL"),
        (FieldKind.CHOICES, "S, XXL"),
        (FieldKind.LINK, "javascript:alert(1)"),
    ],
)
def test_what_does_not_fit_is_refused(circle, kind, given):
    field = profile.field(circle, "Field", kind, choices=["S", "M"], currency="GBP")

    with pytest.raises(reading.UnusableValue):
        reading.read(field, given)


def test_a_set_is_given_a_value_and_undo_restores_each(circle, mei, li, wu, at):
    field = profile.field(circle, "Size", FieldKind.CHOICE, choices=["S", "M"])
    profile.says(wu, field, "S")

    changed = values.put(Person.objects.visible_to(mei), field=field, given="M", by=mei, at=at("2026-03-01"))

    assert changed == 2
    assert (shown(li, field), shown(wu, field)) == ({"size": "M"}, {"size": "M"})
    undo.undo(last(), by=mei, at=at("2026-03-02"))
    assert (shown(li, field), shown(wu, field)) == ({}, {"size": "S"})


def test_the_history_of_a_field_names_value_moment_and_author(circle, mei, li, at):
    field = profile.field(circle, "Shoe size", FieldKind.NUMBER)
    for day, given in (("2026-03-01", "41"), ("2026-03-02", ""), ("2026-03-03", "42")):
        values.put(crowds.one(li), field=field, given=given, by=mei, at=at(day))

    history = fieldhistory.of_fields(li, [field])[field.id]

    assert [(entry.value, entry.since, entry.by) for entry in history] == [
        (42, at("2026-03-03"), "Mei"),
        (None, at("2026-03-02"), "Mei"),
        (41, at("2026-03-01"), "Mei"),
    ]


def test_three_hundred_fields_are_read_in_one_statement(circle, li, django_assert_num_queries):
    made = [profile.field(circle, f"Field {number}", FieldKind.NUMBER) for number in range(300)]
    for number, field in enumerate(made):
        profile.says(li, field, str(number))

    with django_assert_num_queries(1):
        found = values.of([li.id], made)

    assert len(found[li.id]) == 300
    assert found[li.id][made[7].id].number == 7


def test_the_oldest_of_those_merged_into_one_speaks(circle, li, wu):
    field = profile.field(circle, "Size", FieldKind.CHOICE, choices=["S", "M"])
    profile.says(li, field, "S")
    profile.says(wu, field, "M")
    identity.merge(li, wu)

    assert shown(li, field) == {"size": "S"}


def test_free_text_finds_the_person(circle, li):
    profile.of(li, name="Li Wei")

    profile.says(li, profile.field(circle, "Allergy"), "Gluten")

    assert "gluten" in Profile.objects.get(person=li).search


def test_a_choice_is_renamed_wherever_it_was_chosen(circle, mei, li, wu, at):
    field = profile.field(circle, "Diet", FieldKind.CHOICES, choices=["vegan", "kosher"])
    profile.says(li, field, "vegan, kosher")

    count = fields.rename_choice(field, old="vegan", new="Plant-based", by=mei, at=at("2026-03-01"))

    assert (count, shown(li, field)) == (1, {"diet": ["Plant-based", "kosher"]})


def test_a_field_needs_a_free_name_and_something_to_choose_from(circle, mei, at):
    profile.field(circle, "Size", FieldKind.NUMBER)

    with pytest.raises(fields.FieldExists):
        profile.field(circle, "SIZE")
    with pytest.raises(fields.NeedsChoices):
        profile.field(circle, "Diet", FieldKind.CHOICE, choices=["", " "])


def test_keys_are_plain_and_never_twice_the_same(circle):
    names = ["Schuhgröße", "Schuh größe", "尺码", "9 lives"]

    assert [profile.field(circle, name).key for name in names] == ["schuhgroße".replace("ß", "ss"), "schuh_grosse",
                                                                  "field", "field_9_lives"]  # fmt: skip


def test_an_archived_field_is_not_filled(circle, mei, li, at):
    field = fields.archive(profile.field(circle, "Size"), by=mei, at=at("2026-03-01"))

    with pytest.raises(values.IsArchived):
        values.put(crowds.one(li), field=field, given="S", by=mei, at=at("2026-03-01"))


def test_free_text_is_hidden_from_masked_roles_unless_said_otherwise(circle, anna, mei):
    hidden, open_ = profile.field(circle, "Remarks"), profile.field(circle, "Shoe size", FieldKind.NUMBER)

    assert set(type(hidden).objects.visible_to(anna)) == {open_}
    assert set(type(hidden).objects.visible_to(mei)) == {hidden, open_}


def merged(number, store, rows, at):
    return intake.merge(staged(number, store, rows, kind="customers"), at=at("2026-06-01"))


def extra(**values):
    from psycopg.types.json import Jsonb

    return {"extra": Jsonb(values)}


def test_a_file_fills_fields_by_name_or_key_and_keeps_the_rest_as_it_is(circle, teahouse, at):
    size = profile.field(circle, "Shoe size", FieldKind.NUMBER)
    diet = profile.field(circle, "Diet", FieldKind.CHOICE, choices=["Vegan"])

    row = LI | extra(**{"SHOE SIZE": "41", "custom:diet": "vegan", "Fax": "1"})
    report = merged(1, teahouse, [row, {"user_id": "wu"} | extra(**{"SHOE SIZE": "large"})], at)

    li = Person.objects.get(identifiers__value="li")
    assert shown(li, size, diet) == {"shoe_size": Decimal("41"), "diet": "Vegan"}
    assert Profile.objects.get(person=li).attributes == {"Fax": "1"}
    assert (report.field_values_new, report.field_values_unusable) == (2, 1)


def test_what_somebody_wrote_into_a_field_is_not_overwritten_by_a_file(circle, teahouse, mei, at):
    size = profile.field(circle, "Shoe size", FieldKind.NUMBER)
    merged(1, teahouse, [LI | extra(**{"Shoe size": "41"})], at)
    li = Person.objects.get()
    values.put(crowds.one(li), field=size, given="43", by=mei, at=at("2026-06-02"))

    merged(2, teahouse, [LI | extra(**{"Shoe size": "42"})], at)

    assert shown(li, size) == {"shoe_size": Decimal("43")}


def test_undoing_files_in_any_order_leaves_what_the_others_say(circle, teahouse, at):
    size = profile.field(circle, "Shoe size", FieldKind.NUMBER)
    merged(1, teahouse, [LI | extra(**{"Shoe size": "41"}) | {"tags": ["vip"]}], at)
    merged(2, teahouse, [LI | extra(**{"Shoe size": "42"}) | {"tags": ["VIP", "tea"]}], at)
    li = Person.objects.get()
    assert (shown(li, size), profile.tags_of(li)) == ({"shoe_size": Decimal("42")}, ["tea", "vip"])

    intake.undo(staged(2, teahouse, []), by=None, at=at("2026-06-02"))
    assert (shown(li, size), profile.tags_of(li)) == ({"shoe_size": Decimal("41")}, ["vip"])
    intake.undo(staged(1, teahouse, []), by=None, at=at("2026-06-02"))

    assert not FieldValue.objects.exists()
    assert not Tag.objects.exists()
    assert not Person.objects.exists()
