"""Acts on many customers, the list as a file, the list of today, and the settings of fields and tags."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from psycopg import sql
from python_calamine import CalamineWorkbook

from regulars.base.kit import query
from regulars.base.workspace import branches
from regulars.base.workspace.models import Staff, Store
from regulars.contact import quiet
from regulars.contact.models import Attempt
from regulars.identity import crowds, owners
from regulars.identity.models import Person
from regulars.insight.models import Run
from regulars.profile.kinds import FieldKind, TagColor
from regulars.profile.models import Field, Tag
from regulars.web.customers import listing
from regulars.web.lists import clauses
from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import Op
from tests.conftest import At
from tests.make import identity, insight, profile
from tests.web.conftest import signed_in
from tests.web.test_customers import names_in
from tests.web.test_record import done, shown, undone

pytestmark = pytest.mark.django_db
NOW = date(2026, 3, 1)


@pytest.fixture
def named(li: Person, wu: Person) -> tuple[Person, Person]:
    profile.of(li, name="Li Wei")
    profile.of(wu, name="Wu Ming")
    return li, wu


def test_ticked_people_are_tagged_and_the_toast_undoes_it(at_work: Client, named: Any):
    li, wu = named

    page = done(at_work, "customers_bulk", "tag", ids=[li.public_id, wu.public_id], **{"tag-name": "vip"})
    assert (profile.tags_of(li), profile.tags_of(wu)) == (["vip"], ["vip"])
    undone(at_work, page)

    assert (profile.tags_of(li), profile.tags_of(wu)) == ([], [])


def test_all_that_match_are_untagged(at_work: Client, named: Any):
    li, wu = named
    profile.tagged(li, "vip")
    profile.tagged(wu, "vip")

    done(at_work, "customers_bulk", "untag", everybody="yes", query="q=li wei", **{"untag-name": "VIP"})

    assert (profile.tags_of(li), profile.tags_of(wu)) == ([], ["vip"])


def test_more_than_a_hundred_are_shown_first(at_work: Client, teahouse: Store, owner: Staff):
    for number in range(101):
        profile.of(identity.person(teahouse.circle), name=f"P {number}")
    given = {"everybody": "yes", "query": "", "assign-owner": owner.public_id}

    assert "101" in done(at_work, "customers_bulk", "assign", **given)
    assert not Person.objects.filter(owner=owner).exists()
    done(at_work, "customers_bulk", "assign", confirmed="yes", **given)

    assert Person.objects.filter(owner=owner).count() == 101


def test_a_field_is_set_for_many_and_filters_the_list(at_work: Client, named: Any):
    li, _ = named
    profile.field(li.circle, "Size", FieldKind.NUMBER)
    given = {"field-field": "size", "field-value": "41"}

    done(at_work, "customers_bulk", "field", ids=[li.public_id], **given)

    found = at_work.get(reverse("customers"), {"field_size_min": "40", "field_size_max": "42"})
    assert names_in(found) == ["Li Wei"]
    assert names_in(at_work.get(reverse("customers"), {"field_size_known": "no"})) == ["Wu Ming"]


def test_a_tag_an_owner_and_a_choice_filter_the_list(at_work: Client, owner: Staff, named: Any):
    li, wu = named
    profile.tagged(li, "vip")
    profile.says(wu, profile.field(li.circle, "Diet", FieldKind.CHOICES, choices=["vegan", "kosher"]), "vegan")
    done(at_work, "person_owner", wu.public_id, owner=owner.public_id)
    tag = Tag.objects.get().public_id

    for asked, names in (
        ({"tag": tag}, ["Li Wei"]),
        ({"tag_not": tag}, ["Wu Ming"]),
        ({"field_diet": "vegan"}, ["Wu Ming"]),
        ({"field_diet_not": "vegan"}, ["Li Wei"]),
        ({"owner": str(owner.id)}, ["Wu Ming"]),
    ):
        assert names_in(at_work.get(reverse("customers"), asked)) == names, asked


def test_who_may_not_edit_is_offered_no_acts(anna: Staff, named: Any):
    assert reverse("customers_bulk", args=["tag"]) not in shown(signed_in(anna), "customers")


def test_the_list_leaves_as_csv_as_it_is_asked_for(at_work: Client, named: Any):
    li, _ = named
    profile.says(li, profile.field(li.circle, "Remarks"), "=1+1")

    answer = at_work.get(reverse("customers_export", args=["csv"]), {"q": "li wei"})

    said = b"".join(answer.streaming_content).decode()
    assert "Li Wei" in said
    assert "Wu Ming" not in said
    assert "'=1+1" in said


def test_the_list_leaves_as_a_workbook_masked_for_an_analyst(anna: Staff, named: Any):
    answer = signed_in(anna).get(reverse("customers_export", args=["xlsx"]))

    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert "E-mail" not in head


@pytest.fixture
def overdue(teahouse: Store, li: Person) -> Run:
    profile.of(li, name="Li Wei", accepts_email=True)
    run = insight.run(teahouse)
    insight.score(run, li, stage="at_risk", occasions=4, orders=4, value_365=Decimal("120"))
    return run


def test_the_list_of_today_says_who_why_and_how_much(at_work: Client, overdue: Run):
    page = shown(at_work, "today")

    for words in ("Li Wei", "A regular is overdue", "£120", "E-mail: Allowed", "mailto:li@teahouse.example"):
        assert words in page, words


def test_home_shows_the_first_of_them_and_leads_to_all(at_work: Client, overdue: Run):
    part = at_work.get(reverse("today"), headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "Li Wei" in part
    assert reverse("today") in part


def test_an_outcome_is_remembered_and_takes_the_person_off(at_work: Client, overdue: Run, li: Person):
    shown(at_work, "today")

    page = done(at_work, "person_attempts", li.public_id, outcome="reached")

    assert Attempt.objects.get().outcome == "reached"
    assert "Done today" in page
    undone(at_work, page)
    assert not Attempt.objects.exists()


def test_one_may_put_somebody_off_by_a_week(at_work: Client, overdue: Run, li: Person):
    page = shown(at_work, "today")
    day = page.split('name="until" value="')[1][:10]

    done(at_work, "person_attempts", li.public_id, outcome="later", until=day)

    assert Attempt.objects.get().until.isoformat() == day


def test_an_address_and_a_number_can_be_copied_but_none_that_was_refused(
    at_work: Client, teahouse: Store, overdue: Run
):
    for number, accepts in (("+447700900123", True), ("+447700900999", False)):
        person = identity.person(teahouse.circle, email=f"{accepts}@teahouse.example", phone=number)
        insight.score(overdue, person, stage="at_risk", occasions=4, orders=4)
        profile.of(person, accepts_sms=accepts)

    page = shown(at_work, "today")

    assert 'data-text="True@teahouse.example"' in page
    assert page.count('data-text="+447700900123"') == 1
    assert 'href="sms:+447700900123"' in page
    assert 'data-text="False@teahouse.example"' in page
    assert "+447700900999" not in page


def test_a_store_sets_for_how_long_people_are_left_in_peace_and_takes_it_back(at_work: Client, teahouse: Store):
    page = done(at_work, "settings_store_quiet", teahouse.public_id, days="30")

    assert quiet.days(teahouse) == 30
    assert "Olga" in page.split('id="quiet"')[1]
    undone(at_work, page)
    assert quiet.days(teahouse) == quiet.USUAL


def test_days_that_make_no_sense_are_refused_on_the_form(at_work: Client, teahouse: Store):
    assert "less than or equal to 365" in done(at_work, "settings_store_quiet", teahouse.public_id, days="999")


def test_the_empty_list_of_today_teaches_what_fills_it(at_work: Client, teahouse: Store):
    assert "Nobody is waiting today" in shown(at_work, "today")
    assert "Choose customers" in shown(at_work, "today")


def test_chosen_customers_are_put_on_the_list_of_today(at_work: Client, overdue: Run, wu: Person):
    profile.of(wu, name="Wu Ming")

    page = done(at_work, "customers_bulk", "today", ids=[wu.public_id])

    assert "1 customer stands on your list of today." in page
    assert "Wu Ming" in shown(at_work, "today")


def test_fields_are_defined_changed_and_archived(at_work: Client, owner: Staff):
    page = done(at_work, "settings_fields", name="Diet", kind="choice", choices="vegan\nkosher", currency="")
    field = Field.objects.get()
    assert (field.choices, field.key) == (["vegan", "kosher"], "diet")
    assert "Diet" in page

    done(at_work, "settings_field", field.public_id, name="Eats", choices="vegan\nkosher\nhalal")
    done(at_work, "settings_field_archiving", field.public_id)

    field.refresh_from_db()
    assert (field.name, field.choices[-1], field.archived_at is not None) == ("Eats", "halal", True)


def test_a_field_without_choices_is_refused_on_its_form(at_work: Client, owner: Staff):
    assert "at least one thing to choose from" in done(at_work, "settings_fields", name="Diet", kind="choice")


def test_tags_are_defined_merged_and_removed(at_work: Client, li: Person):
    done(at_work, "settings_tags", name="VIP", color=TagColor.RED)
    profile.tagged(li, "important")
    vip, other = Tag.objects.get(name="VIP"), Tag.objects.get(name="important")

    done(at_work, "settings_tag_merge", other.public_id, into=vip.public_id)
    done(at_work, "settings_tag", vip.public_id, name="Regular", color=TagColor.GREEN)
    assert profile.tags_of(li) == ["Regular"]

    done(at_work, "settings_tag_removal", vip.public_id)
    assert profile.tags_of(li) == []


@pytest.mark.parametrize("asked", ["owner", "branch"])
def test_the_filters_by_owner_and_branch_go_along_an_index(asked: str, owner: Staff, li: Person, at: At):
    north = branches.open_branch(owner.circle, "North", by=owner, at=at("2026-01-01"))
    owners.assign(crowds.one(li), owner=owner, circle=li.circle, by=owner, at=at("2026-01-01"))
    owners.move(crowds.one(li), branch=north, circle=li.circle, by=owner, at=at("2026-01-01"))
    profile.crowd(owner.circle, 2_000)
    [by] = [field for field in listing.of(None, None, owner).fields if field.key == asked]
    wanted = clauses.of([Condition(by, Op.IS, (str(north.id if asked == "branch" else owner.id),))], today=NOW)

    statement = sql.SQL("explain select p.id from identity_person p where {}").format(wanted.parts[0])
    plan = "\n".join(line for (line,) in query.rows(statement, wanted.values))

    assert f"person_of_{asked}" in plan


def test_many_are_moved_to_a_branch_at_once_and_filtered_by_it(at_work: Client, owner: Staff, named: Any, at: At):
    li, _wu = named
    north = branches.open_branch(owner.circle, "North", by=owner, at=at("2026-01-01"))

    page = done(at_work, "customers_bulk", "branch", ids=[li.public_id], **{"branch-branch": north.public_id})
    assert names_in(at_work.get(reverse("customers"), {"branch": str(north.id)})) == ["Li Wei"]
    undone(at_work, page)

    li.refresh_from_db()
    assert li.branch is None
