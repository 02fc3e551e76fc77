"""The page of data quality says what to fix first, and each repair is shown, done, kept up and taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import clock
from regulars.base.workspace.kinds import Role
from regulars.identity.models import Identifier, Person
from regulars.insight import stakes
from regulars.insight.models import Run, Score
from regulars.profile.models import Profile, StandingRepair
from regulars.profile.quality import checking
from tests.make import identity, workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def looked_at(run: Run, *, days_ago: int = 0) -> None:
    at = clock.now() - timedelta(days=days_ago)
    checking.check(run.store.circle, at=at)
    stakes.reckon(run.store, at=at)


def flawed(person: Person) -> Person:
    """Somebody who is written in capitals, and has a phone without a country."""
    with operations.doing(OperationKind.SYSTEM, circle=person.circle, at=identity.SEEN):
        profile, _ = Profile.objects.get_or_create(person=person)
        Profile.objects.filter(id=profile.id).update(name="LI WEI", given_name="Wei", family_name="Li", country="GB")
        Identifier.objects.create(
            circle=person.circle, person=person, kind="phone", value="020 7946 0958", source="test",
            first_seen_at=identity.SEEN,
        )  # fmt: skip
    return person


@pytest.fixture
def shouted(li: Person) -> Person:
    return flawed(li)


def page(client: Client, name: str = "quality", *args: str, **asked: Any) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_wrong_comes_with_its_money_its_people_and_what_helps(at_work, learned):
    score = Score.objects.filter(run=learned, value_365__isnull=False).select_related("person").first()
    assert score is not None
    flawed(score.person)
    looked_at(learned, days_ago=1)
    looked_at(learned)

    with CaptureQueriesContext(connection) as asked:
        shown = page(at_work)

    assert len(asked) <= MOST_QUERIES
    assert "Name in capitals, small letters or with stray spaces" in shown
    assert f"{reverse('customers')}?flaw=untidy_name" in shown
    assert reverse("quality_repair", args=["standardize_names"]) in shown
    assert 'class="trend__line"' in shown
    assert "LI WEI" in page(at_work, "customers", flaw="untidy_name")


def test_a_person_is_told_what_is_wrong_with_them(at_work, shouted):
    checking.check(shouted.circle, at=clock.now())

    assert "Phone has no country" in page(at_work, "person", shouted.public_id)


def test_a_repair_is_shown_then_done_and_can_be_undone_from_the_answer(at_work, shouted):
    shown = page(at_work, "quality_repair", "standardize_names")
    assert "<code>LI WEI</code>" in shown
    assert "<code>Li Wei</code>" in shown

    answer = at_work.post(reverse("quality_repair", args=["standardize_names"]), follow=True).content.decode()

    last = Operation.objects.latest("id")
    assert "1 value repaired." in answer
    assert last.public_id in answer
    assert Profile.objects.get(person=shouted).name == "Li Wei"
    at_work.post(reverse("operation_undoing", args=[last.public_id]))
    assert Profile.objects.get(person=shouted).name == "LI WEI"


def test_a_repair_that_asks_for_something_takes_it_along(at_work, shouted):
    asked = {"field": "name", "find": "li wei", "put": "Li Wei"}
    assert "<code>Li Wei</code>" in page(at_work, "quality_repair", "replace", **asked)
    assert "What it would change" not in page(at_work, "quality_repair", "replace", field="name", find="")

    at_work.post(reverse("quality_repair", args=["replace"]), asked)

    assert Profile.objects.get(person=shouted).name == "Li Wei"


def test_a_repair_can_go_on_and_be_stopped(at_work, shouted):
    shown = at_work.post(
        reverse("quality_repair", args=["standardize_phones"]), {"keep": "yes", "country": "gb"}, follow=True
    ).content.decode()
    kept = StandingRepair.objects.get()
    assert kept.options == {"country": "GB"}
    assert "Repairs that go on" in shown

    at_work.post(reverse("quality_stopping", args=[kept.public_id]))

    assert not StandingRepair.objects.at_work().exists()
    assert "Repairs that go on" not in page(at_work)


def test_who_sees_contact_details_in_part_repairs_their_own_people_without_examples(teahouse, shouted):
    bo = signed_in(workspace.staff(teahouse.circle, Role.AGENT, name="Bo"))

    bo.post(reverse("quality_repair", args=["standardize_names"]), follow=True)

    assert Profile.objects.get(person=shouted).name == "LI WEI"
    assert bo.post(reverse("quality_repair", args=["standardize_names"]), {"keep": "yes"}).status_code == 403
