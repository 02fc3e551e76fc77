"""The quality of what is known is judged by named rules, set by set, and repaired in bulk; all can be undone."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.base.events import operations, undo
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace.models import Circle, Staff
from regulars.identity import crowds
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Person, Suggestion
from regulars.profile import edits
from regulars.profile.models import FieldValue, Profile, Quality, QualityFigure
from regulars.profile.quality import checking, domains, mending, repairing, scores, standing
from regulars.profile.quality.repairs import NothingToFind, Options
from regulars.profile.quality.rules import Dimension
from tests.conftest import At
from tests.make import identity, profile

pytestmark = pytest.mark.django_db
WHOLE = {"given_name": "Ann", "family_name": "Lee", "name": "Ann Lee", "country": "GB", "city": "Leeds"}


@pytest.fixture
def now(at: At) -> datetime:
    return at("2024-03-01 09:00")


def somebody(circle: Circle, *, phone: str = "", email: str = "ann@teahouse.test", **facts: Any) -> Person:
    keys = {"email": email, "phone": phone}
    made = identity.person(circle, **{kind: value for kind, value in keys.items() if value})
    profile.of(made, **WHOLE | facts)
    return made


def flaws(person: Person) -> set[str]:
    found = Quality.objects.filter(person=person).first()
    return set(found.flaws) if found else set()


def known(person: Person, kind: IdentifierKind) -> list[str]:
    return sorted(Identifier.objects.filter(person=person, kind=kind).values_list("value", flat=True))


def undone(operation: Operation | None, by: Staff, at: datetime) -> None:
    assert operation is not None
    undo.undo(operation, by=by, at=at)


def test_whoever_fails_nothing_has_no_flaw_and_a_full_score(circle, now):
    ann = somebody(circle)

    assert checking.check(circle, at=now) == 1
    assert not Quality.objects.exists()
    assert scores.of_person(ann) == (100, [])


@pytest.mark.parametrize(
    ("facts", "flaw"),
    [
        ({"email": "", "phone": "020 7946 0958"}, {"no_email", "loose_phone"}),
        ({"email": "", "company": "Tea Ltd"}, {"no_email", "unreachable"}),
        ({"country": "", "postcode": "LS1 4AP"}, {"no_country"}),
        ({"country": "Untied Kingdom"}, {"unknown_country"}),
        ({"postcode": "12345"}, {"wrong_postcode"}),
        ({"name": "ANN LEE", "given_name": "Ann"}, {"untidy_name"}),
        ({"city": " Leeds", "street": "1 Tea Lane"}, {"untidy_place"}),
        ({"born_on": date(2031, 1, 1)}, {"wrong_birthday"}),
        ({"name": "test", "given_name": "Test", "family_name": "Test"}, {"placeholder_name", "untidy_name"}),
        ({"email": "ann@gmial.com"}, {"slipped_domain"}),
        ({"email": "nomail@teahouse.test"}, {"placeholder_email"}),
        ({"given_name": "", "family_name": ""}, {"name_in_one"}),
    ],
)  # fmt: skip
def test_each_rule_finds_what_it_names(circle, now, facts, flaw):
    person = somebody(circle, **facts)

    checking.check(circle, at=now)

    assert flaws(person) == flaw


def test_those_not_heard_of_and_those_who_may_be_one_are_told(circle, now, at):
    older, newer = somebody(circle), somebody(circle, email="lee@teahouse.test")
    with operations.doing(OperationKind.SYSTEM, circle=circle, at=identity.SEEN):
        Suggestion.objects.create(circle=circle, older=older, newer=newer, evidence={}, made_at=now)

    checking.check(circle, at=at("2026-03-01"))

    assert flaws(older) == flaws(newer) == {"stale", "doubtful"}


def test_figures_of_a_day_make_the_scores_of_dimensions(circle, now):
    for number in range(3):
        somebody(circle, email=f"ann{number}@teahouse.test")
    somebody(circle, email="ann@gmial.com")

    checking.check(circle, at=now)
    checking.check(circle, at=now)

    found = scores.of_circle(circle)
    assert found is not None
    assert found.dimensions[Dimension.VALIDITY] == 100
    # One of four fails, of a weight of 3 among 3 + 2 + 1 + 1: 1 - 3 / 7 / 4.
    assert found.dimensions[Dimension.PLAUSIBILITY] == 89
    assert QualityFigure.objects.get(rule="slipped_domain", store=None).failed == 1


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("  JAN   VAN DER BERG ", "Jan van der Berg"), ("anne-marie o'brien", "Anne-Marie O'Brien"),
        ("MCDONALD", "McDonald"), ("McDonald", "McDonald"),
        ("ＡＮＮ　ＬＥＥ", "Ann Lee"), ("JP", "JP"), ("李 伟", "李 伟"), ("DE LA CRUZ", "De la Cruz"),
    ],
)  # fmt: skip
def test_names_are_written_as_usual(said, meant):
    assert mending.titled(said) == meant


def test_slips_of_domains_are_told_from_domains_of_their_own():
    used = {"gmail.com": 9_000, "gmial.com": 3, "gmail.co": 2, "teahouse.test": 400, "teahuose.test": 1, "bol.com": 4,
            "ymail.com": 5, "gmailx.com": 300}  # fmt: skip

    assert domains.slips(used) == {
        "gmial.com": "gmail.com", "gmail.co": "gmail.com", "teahuose.test": "teahouse.test"
    }  # fmt: skip


def test_a_repair_is_shown_first_then_done_in_bulk_and_undone_as_a_whole(circle, mei, now):
    ann, bob = somebody(circle, name="ANN LEE"), somebody(circle, name="bob  lee", email="bob@teahouse.test")
    checking.check(circle, at=now)

    seen = repairing.preview(circle, "standardize_names", Options())
    done = repairing.run(circle, "standardize_names", Options(), by=mei, at=now)

    assert (seen.rows, seen.people) == (done.rows, done.people) == (2, 2)
    assert {(each.old[0], each.new[0]) for each in seen.examples} == {("ANN LEE", "Ann Lee"), ("bob  lee", "Bob Lee")}
    assert [Profile.objects.get(person=each).name for each in (ann, bob)] == ["Ann Lee", "Bob Lee"]
    assert Profile.objects.get(person=bob).search.startswith("bob lee")
    assert not Quality.objects.exists()
    undone(done.operation, mei, now)
    assert [Profile.objects.get(person=each).name for each in (ann, bob)] == ["ANN LEE", "bob  lee"]


def test_phones_become_international_by_the_country_of_the_person_or_the_one_that_is_given(circle, mei, now):
    ann = somebody(circle, phone="020 7946 0958")
    bob = somebody(circle, phone="0912 345 678", email="bob@teahouse.test", country="")

    first = repairing.preview(circle, "standardize_phones", Options())
    repairing.run(circle, "standardize_phones", Options(country="TW"), by=mei, at=now)

    assert first.rows == 1
    assert known(ann, IdentifierKind.PHONE) == ["+442079460958"]
    assert known(bob, IdentifierKind.PHONE) == ["+886912345678"]


def test_a_number_that_another_person_has_is_left_and_the_two_are_suggested_as_one(circle, mei, now):
    ann = somebody(circle, phone="020 7946 0958")
    bob = somebody(circle, phone="+442079460958", email="bob@teahouse.test")

    done = repairing.run(circle, "standardize_phones", Options(), by=mei, at=now)

    assert (done.rows, done.left) == (0, 1)
    assert known(ann, IdentifierKind.PHONE) == ["020 7946 0958"]
    assert Suggestion.objects.get(older=ann, newer=bob).evidence["value"] == "+442079460958"


def test_a_number_that_the_person_has_already_goes_and_comes_back_with_an_undo(circle, mei, now):
    ann = identity.person(circle, email="ann@teahouse.test", phone="+442079460958")
    bob = identity.person(circle, phone="020 7946 0958")
    profile.of(bob, **WHOLE)
    identity.merge(ann, bob)

    done = repairing.run(circle, "standardize_phones", Options(), by=mei, at=now)

    assert known(bob, IdentifierKind.PHONE) == []
    undone(done.operation, mei, now)
    assert known(bob, IdentifierKind.PHONE) == ["020 7946 0958"]


def test_countries_are_filled_from_phones_and_cities_and_put_into_codes(circle, mei, now):
    for number in range(5):
        somebody(circle, email=f"ann{number}@teahouse.test", city="Lyon", country="FR")
    by_phone = somebody(circle, email="a@teahouse.test", phone="+886912345678", country="", city="")
    by_city = somebody(circle, email="b@teahouse.test", country="", city="lyon")
    by_name = somebody(circle, email="c@teahouse.test", country="Untied Kingdom")

    repairing.run(circle, "fill_countries", Options(), by=mei, at=now)
    repairing.run(circle, "standardize_countries", Options(), by=mei, at=now)

    found = [Profile.objects.get(person=each).country for each in (by_phone, by_city, by_name)]
    assert found == ["TW", "FR", "GB"]


def test_names_are_taken_apart_put_together_and_swapped_back(circle, mei, now):
    for number in range(6):
        somebody(circle, email=f"ann{number}@teahouse.test")
    turned = somebody(circle, email="a@teahouse.test", given_name="Lee", family_name="Ann", name="Lee Ann")
    whole = somebody(circle, email="b@teahouse.test", given_name="", family_name="", name="欧阳娜娜")
    parts = somebody(circle, email="c@teahouse.test", name="")
    checking.check(circle, at=now)
    assert flaws(turned) == {"swapped_names"}

    for repair in ("swap_names", "fill_names"):
        repairing.run(circle, repair, Options(), by=mei, at=now)

    found = [Profile.objects.get(person=each) for each in (turned, whole, parts)]
    names = [(each.name, each.given_name, each.family_name) for each in found]
    assert names == [("Ann Lee", "Ann", "Lee"), ("欧阳娜娜", "娜娜", "欧阳"), ("Ann Lee", "Ann", "Lee")]


def test_words_are_found_and_replaced_in_one_field_also_one_of_our_own(circle, mei, now):
    ann = somebody(circle, city="St. Petersburg")
    field = profile.field(circle, "Cup")
    profile.says(ann, field, "porcelan cup")

    repairing.run(circle, "replace", Options(field="city", find="st. ", put="Saint "), by=mei, at=now)
    own = Options(field=f"custom:{field.public_id}", find="porcelan", put="porcelain")
    repairing.run(circle, "replace", own, by=mei, at=now)

    assert Profile.objects.get(person=ann).city == "Saint Petersburg"
    assert FieldValue.objects.get(person=ann).text == "porcelain cup"
    with pytest.raises(NothingToFind):
        repairing.preview(circle, "replace", Options(field="city"))


def test_a_repair_of_a_crowd_touches_nobody_else(circle, mei, now):
    ann, bob = somebody(circle, name="ANN LEE"), somebody(circle, name="BOB LEE", email="bob@teahouse.test")

    repairing.run(circle, "standardize_names", Options(), by=mei, at=now, crowd=crowds.one(bob))

    assert [Profile.objects.get(person=each).name for each in (ann, bob)] == ["ANN LEE", "Bob Lee"]


def test_a_standing_repair_repairs_what_arrives_and_leaves_alone_what_staff_wrote_or_put_back(circle, mei, now):
    standing.follow(circle, at=now)
    standing.keep(circle, "standardize_names", Options(), by=mei, at=now)
    ann, bob = somebody(circle, name="ANN LEE"), somebody(circle, email="bob@teahouse.test")
    edits.edit(bob, {"name": "DJ BOB"}, by=mei, at=now)

    [done] = standing.follow(circle, at=now)

    assert done.operation is not None
    assert done.operation.kind == OperationKind.RULE
    assert [Profile.objects.get(person=each).name for each in (ann, bob)] == ["Ann Lee", "DJ BOB"]
    assert flaws(bob) == {"untidy_name"}
    undone(done.operation, mei, now)
    assert standing.follow(circle, at=now) == []
    assert Profile.objects.get(person=ann).name == "ANN LEE"
    assert flaws(ann) == {"untidy_name"}


def test_a_standing_repair_that_was_stopped_repairs_no_more(circle, mei, now):
    kept = standing.keep(circle, "standardize_names", Options(), by=mei, at=now)
    standing.follow(circle, at=now)
    standing.stop(kept, by=mei, at=now)
    ann = somebody(circle, name="ANN LEE")

    assert standing.follow(circle, at=now) == []
    assert flaws(ann) == {"untidy_name"}
    with pytest.raises(standing.HasStopped):
        standing.stop(kept, by=mei, at=now)


def test_looking_at_all_people_takes_no_more_statements_for_more_people(circle, now):
    profile.crowd(circle, 3)
    with CaptureQueriesContext(connection) as few:
        checking.check(circle, at=now)
    profile.crowd(circle, 30)
    with CaptureQueriesContext(connection) as many:
        checking.check(circle, at=now)

    assert len(many) <= len(few) + 1
