"""What people say of themselves on a site reaches their profiles, and takes nobody's word away."""

from datetime import timedelta
from typing import Any

import pytest

from regulars.base.workspace.models import Staff, Store
from regulars.collect.models import Source
from regulars.identity.models import Identifier, Person
from regulars.profile import edits, fieldhistory, intake, values
from regulars.profile.kinds import FieldKind
from regulars.profile.models import Profile
from tests.make import profile as make
from tests.make import sources
from tests.make.sources import NOW, letter, take_in
from tests.make.staging import staged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(teahouse: Store) -> Source:
    return sources.source(teahouse)


def said(site: Source, user: str = "U1", **traits: Any) -> Person:
    letter(site, {"type": "identify", "userId": user, "traits": traits})
    take_in()
    sources.heard("traits")
    return Identifier.objects.get(kind="user", value=user).person


def known(person: Person) -> Profile:
    return Profile.objects.get(person=person)


def test_traits_make_a_profile_that_is_found_by_its_name(site: Source):
    person = said(
        site, firstName="Li", lastName="Tan", birthday="1990-05-04", email="li@tea.example",
        address={"city": "Chengdu", "postalCode": "610000", "country": "China"}, company={"name": "Tea & Co"},
    )  # fmt: skip

    profile = known(person)
    assert (profile.name, profile.city, profile.postcode, profile.country) == ("Li Tan", "Chengdu", "610000", "CN")
    assert (str(profile.born_on), profile.company) == ("1990-05-04", "Tea & Co")
    assert "li tan" in profile.search


def test_a_chinese_name_is_written_in_its_order(site: Source):
    assert known(said(site, firstName="丽", lastName="谭")).name == "谭丽"


def test_the_newest_word_of_a_site_takes_the_place_of_its_last(site: Source):
    said(site, name="Li")

    person = said(site, name="Li Tan")

    [newest, first] = fieldhistory.of(person)["name"]
    assert (newest.value, first.value) == ("Li Tan", "Li")
    assert newest.source == "source:Site"


def test_what_staff_wrote_stays(site: Source, mei: Staff):
    person = said(site, name="Li", address={"city": "Chengdu"})
    edits.edit(person, {"name": "Li Tan"}, by=mei, at=NOW + timedelta(minutes=1))

    said(site, name="xx", address={"city": "Chongqing"})

    assert (known(person).name, known(person).city) == ("Li Tan", "Chongqing")


def test_what_was_known_before_from_elsewhere_stays_and_blanks_are_filled(site: Source):
    letter(site, {"type": "track", "event": "A", "userId": "U1"})
    take_in()
    person = Identifier.objects.get(kind="user", value="U1").person
    make.of(person, name="Li Tan")

    said(site, name="xx", address={"city": "Chengdu"})

    assert (known(person).name, known(person).city) == ("Li Tan", "Chengdu")


def test_what_a_file_states_goes_before_what_was_said_on_a_site(site: Source, teahouse: Store):
    person = said(site, name="Li", address={"city": "Chengdu"})
    intake.merge(staged(1, teahouse, [{"user_id": "U1", "name": "Li Tan"}], kind="customers"), at=NOW)

    assert (known(person).name, known(person).city) == ("Li Tan", "Chengdu")


def test_what_was_not_said_again_still_holds(site: Source):
    said(site, name="Li", address={"city": "Chengdu"})

    person = said(site, email="li@tea.example")

    assert (known(person).name, known(person).city) == ("Li", "Chengdu")


def test_traits_fill_the_custom_fields_whose_keys_they_bear(site: Source, mei: Staff):
    teas = make.field(site.store.circle, "Cups a day", FieldKind.NUMBER)

    person = said(site, cups_a_day="3", other="x")
    said(site, cups_a_day="4")
    said(site, cups_a_day="many")

    assert values.plain([teas], values.of([person.id], [teas])[person.id]) == {"cups_a_day": 4}


def test_nonsense_costs_nothing_else(site: Source):
    person = said(site, name={"a": 1}, birthday="3000-01-01", address="12 Tea Street", company=["x"], lastName="Tan")

    profile = known(person)
    assert (profile.name, profile.born_on, profile.street) == ("Tan", None, "")


def test_a_visitor_who_says_nothing_gets_no_profile(site: Source):
    letter(site, {"type": "identify", "anonymousId": "v1", "traits": {}})
    take_in()
    sources.heard("traits")

    assert not Profile.objects.exists()
