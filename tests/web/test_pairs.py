"""Pairs of people are judged side by side, by mouse or keyboard, and every answer can be taken back."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace.models import Staff
from regulars.identity import links, rules
from regulars.identity.models import Apart, DuplicateRun, Identifier, Link, Person, Suggestion
from tests.conftest import At
from tests.make import identity, profile
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 16
REASONS = [
    {"field": "given", "level": "misspelt", "bits": 4.6}, {"field": "family", "level": "same", "bits": 11.0},
    {"field": "birth", "level": "different", "bits": -3.7},
]  # fmt: skip


def suggested(older: Person, newer: Person, probability: float | None, **evidence: Any) -> Suggestion:
    with operations.doing(OperationKind.SYSTEM, circle=older.circle, at=identity.SEEN):
        return Suggestion.objects.create(
            circle=older.circle, older=older, newer=newer, probability=probability, made_at=identity.SEEN,
            evidence=evidence or {"bits": 9.0, "reasons": REASONS},
        )  # fmt: skip


@pytest.fixture
def pair(li: Person, wu: Person) -> Suggestion:
    profile.of(li, name="Wei Li", given_name="Wei", family_name="Li", street="1 Tea Lane", city="Leeds")
    profile.of(wu, name="Wie Li", given_name="Wie", family_name="Li", street="1 Tea Ln", city="Leeds")
    return suggested(li, wu, 0.97)


def page(client: Client, **asked: str) -> str:
    answer = client.get(reverse("duplicates"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def answered(client: Client, pair: Suggestion, answer: str) -> str:
    given = {"answer": answer, "band": ""}
    return client.post(reverse("duplicate_answer", args=[pair.id]), given, follow=True).content.decode()


def undone(client: Client, shown: str) -> None:
    last = Operation.objects.order_by("-id")[0]
    assert last.public_id in shown
    client.post(reverse("operation_undoing", args=[last.public_id]))


def test_both_stand_side_by_side_with_what_speaks_for_it(at_work: Client, pair: Suggestion):
    shown = page(at_work)

    for words in ("1 Tea Lane", "1 Tea Ln", "97", "nearly the same", "speaks strongly for it", "speaks against it"):
        assert words in shown
    for key in "123":
        assert f'data-key="{key}"' in shown


def test_the_same_person_is_merged_and_undone(at_work: Client, pair: Suggestion):
    shown = answered(at_work, pair, "one")
    assert Link.objects.get().evidence["probability"] == 0.97
    assert "Nothing is left to decide here" in shown

    undone(at_work, shown)

    assert not Link.objects.filter(undone_at=None).exists()


def test_two_people_stay_two_until_that_is_undone(at_work: Client, pair: Suggestion):
    shown = answered(at_work, pair, "two")
    assert Apart.objects.get().evidence["bits"] == 9.0

    undone(at_work, shown)

    assert (Suggestion.objects.count(), Apart.objects.count()) == (1, 0)


def test_later_brings_the_next_pair(at_work: Client, pair: Suggestion, sol: Person, li: Person):
    profile.of(sol, name="Sol Weiss")
    suggested(li, sol, 0.6)

    shown = answered(at_work, pair, "later")

    assert "Sol Weiss" in shown
    assert Suggestion.objects.count() == 2


def test_pairs_are_passed_over_and_come_again(at_work: Client, pair: Suggestion, sol: Person, li: Person):
    profile.of(sol, name="Sol Weiss")
    suggested(li, sol, 0.6)

    assert "Sol Weiss" not in page(at_work)
    assert "Sol Weiss" in page(at_work, skip="1")
    assert "Sol Weiss" in page(at_work, skip="999")
    assert "Wie" in page(at_work, skip="x")


def test_bands_are_counted_and_filter(at_work: Client, pair: Suggestion, sol: Person, li: Person):
    profile.of(sol, name="Sol Weiss")
    suggested(li, sol, None, kind="email", value="li@teahouse.example", source="import:1")

    assert "Sol Weiss" in page(at_work, band="shared")
    assert "both came with the same E-mail" in page(at_work, band="shared")
    assert "Sol Weiss" not in page(at_work, band="likely")
    assert "Nothing is left to decide here" in page(at_work, band="certain")
    assert "1 Tea Lane" in page(at_work, band="no such band")


def test_home_and_the_list_of_customers_lead_to_the_pairs(at_work: Client, pair: Suggestion):
    address = reverse("duplicates")

    assert address in at_work.get(reverse("customers")).content.decode()
    assert Operation.objects.exists()


def test_who_may_not_edit_people_is_not_asked(anna: Staff, pair: Suggestion):
    assert signed_in(anna).get(reverse("duplicates")).status_code == 403
    assert signed_in(anna).post(reverse("duplicate_answer", args=[pair.id]), {"answer": "one"}).status_code == 403


def test_the_number_of_statements_does_not_grow_with_the_pairs(at_work: Client, pair: Suggestion, li: Person):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(at_work)
        return len(queries)

    before = asked()
    for _number in range(5):
        suggested(li, identity.person(li.circle), 0.8)

    assert asked() == before <= MOST_QUERIES


def test_the_limits_are_set_and_what_the_last_comparison_did_is_told(at_work: Client, owner: Staff, at: At):
    DuplicateRun.objects.create(
        circle=owner.circle, version=1, weights={}, decisions=7, people=1234, compared=99, found=12, merged=3,
        began_at=at("2026-03-01"), ended_at=at("2026-03-01"),
    )  # fmt: skip
    address = reverse("settings_duplicates")

    assert "1,234" in at_work.get(address).content.decode()
    refused = at_work.post(address, {"suggest_from": "90", "merge_from": "80"})
    assert "Merging cannot begin below suggesting." in refused.content.decode()
    at_work.post(address, {"suggest_from": "70", "merge_from": "99.5", "merges_alone": "on"})

    assert rules.of(owner.circle) == rules.Limits(0.7, 0.995, merges_alone=True)


def test_who_somebody_is_and_why_is_told_on_their_page(at_work: Client, pair: Suggestion, li: Person, at: At):
    links.link(pair.older, pair.newer, evidence=pair.evidence | {"probability": 0.97}, by=None, at=at("2026-03-01"))

    shown = at_work.get(reverse("person_details", args=[li.public_id])).content.decode()

    for words in ("Who this is, and why we think so", "Wie Li", "wu@teahouse.example", "97", "Family name: the same"):
        assert words in shown


def test_a_person_is_split_on_their_page_and_put_together_again(at_work: Client, li: Person):
    with operations.doing(OperationKind.SYSTEM, circle=li.circle, at=identity.SEEN):
        moved = Identifier.objects.create(
            circle=li.circle, person=li, kind="phone", value="+441132960018", source="test", first_seen_at=identity.SEEN
        )
    given = {"identifier": [str(moved.id)], "name": "Tom"}

    shown = at_work.post(reverse("person_split", args=[li.public_id]), given, follow=True).content.decode()
    assert Person.objects.count() == 2
    assert "<h1>Tom</h1>" in shown
    undone(at_work, shown)

    moved.refresh_from_db()
    assert (Person.objects.count(), moved.person_id) == (1, li.id)


def test_nothing_is_split_off_where_nothing_was_chosen(at_work: Client, li: Person):
    answer = at_work.post(reverse("person_split", args=[li.public_id]), {"identifier": ["x"]})

    assert answer.status_code in (302, 409, 422)
    assert Person.objects.count() == 1
