"""Contact details are only for keys that may export people, also by way of searching."""

from datetime import date

import pytest

from regulars.profile import preferences, tasks
from tests.make import commerce, profile

pytestmark = pytest.mark.django_db
HIDDEN = ("emails", "phones", "street", "postcode", "born_on", "note", "attributes", "identifiers")


@pytest.fixture
def masked(circle, caller_in):
    return caller_in(circle, "people:see", "orders:see")


def test_a_key_that_may_only_see_gets_no_contact_details(masked, li):
    profile.of(li, name="Li Wei", street="1 Tea Lane")

    person = masked.get(f"/people/{li.public_id}")

    assert person["name"] == "Li Wei"
    assert [person[name] for name in HIDDEN] == [None] * len(HIDDEN)


def test_an_order_keeps_its_address_from_such_a_key(masked, teahouse, at):
    order = commerce.order(teahouse, "1", placed_at=at("2026-03-01"))

    shown = masked.get(f"/orders/{order.public_id}")

    assert (shown["note"], shown["address"]["name"], shown["address"]["street"]) == (None, None, None)


def test_such_a_key_cannot_find_out_an_address_by_searching(masked, caller, li):
    profile.of(li, name="Li Wei")
    profile.findable(li, "li wei li@teahouse.example")

    assert len(caller.get("/people", search="li@teahouse")["items"]) == 1
    assert len(masked.get("/people", search="li wei")["items"]) == 1
    assert masked.get("/people", search="li@teahouse")["items"] == []
    assert masked.refused("/people", email="li@teahouse.example") == (403, "no_right")


def test_a_person_is_found_by_the_whole_address(caller, li, wu):
    [person] = caller.get("/people", email="LI@teahouse.example")["items"]

    assert person["id"] == li.public_id


def test_such_a_key_learns_neither_what_somebody_likes_nor_what_is_to_be_done(masked, caller, li, at):
    stated = {"key": "allergy", "value": "nuts", "stated_on": date(2026, 1, 1), "source": "phone"}
    preferences.state(li, **stated, by=None, at=at("2026-01-01"))
    tasks.open_task(li, title="Call 555", due_on=None, assignee=None, by=None, at=at("2026-01-01"))

    def told(key):
        [said], [task] = key.get(f"/people/{li.public_id}/preferences")["items"], key.get("/tasks")["items"]
        return said["value"], task["title"]

    assert told(caller) == ("nuts", "Call 555")
    assert told(masked) == (None, None)
