"""Data quality over the API: scores with what to fix first, their trend, and one person."""

from datetime import date

import pytest

from regulars.base.kit import clock
from regulars.insight import stakes
from regulars.profile.quality import checking
from tests.make import identity, insight, profile, shop

pytestmark = pytest.mark.django_db


def test_a_store_that_was_not_looked_at_says_so(caller, teahouse):
    assert caller.refused("/quality", store=teahouse.public_id) == (404, "nothing_checked")


def test_a_store_tells_its_scores_and_what_costs_most(caller, teahouse):
    shop.filled(teahouse, buyers=12, today=date(2026, 3, 1))
    checking.check(teahouse.circle, at=clock.now())
    stakes.reckon(teahouse, at=clock.now())

    found = caller.get("/quality", store=teahouse.public_id)
    days = caller.get("/quality/trend", store=teahouse.public_id)["items"]

    assert set(found["dimensions"]) == {"validity", "completeness", "uniqueness", "freshness", "plausibility"}
    assert found["currency"] == teahouse.currency
    stakes_known = [float(each["at_stake"]) for each in found["rules"] if each["at_stake"] is not None]
    assert stakes_known == sorted(stakes_known, reverse=True)
    assert [each["score"] for each in days] == [found["score"]]
    assert caller.get("/quality/sources", store=teahouse.public_id)["items"] == []


def test_one_person_is_told_with_their_flaws(caller, teahouse):
    person = identity.person(teahouse.circle, email="li@gmial.com")
    profile.of(person, name="Li Wei", given_name="Wei", family_name="Li", country="GB")
    insight.run(teahouse)
    checking.check(teahouse.circle, at=identity.SEEN)

    found = caller.get(f"/quality/people/{person.public_id}")

    assert found["flaws"] == ["slipped_domain"]
    assert found["score"] < 100
