"""Machines write down what is known of people, under their own name, and each act can be undone."""

import json

import pytest

from regulars.base.events.models import Operation
from regulars.base.workspace.kinds import Role
from regulars.profile.kinds import FieldKind
from tests.make import identity, profile, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(caller):
    """Send JSON, and get the parsed answer of a call that must succeed."""

    def said(method, path, body=None, *, status=200, **query):
        content = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        response = caller.call(method, path, query_params=query, **content)
        assert response.status_code == status, response.content
        return response.json() if response.content else None

    return said


@pytest.fixture
def at_li(li):
    return f"/people/{li.public_id}"


def test_a_profile_says_what_it_is_told_and_keeps_the_rest(say, at_li, li):
    profile.of(li, name="Li Wei", city="Leeds")

    person = say("PATCH", at_li, {"city": "York", "born_on": "1990-03-08", "accepts_email": False})

    assert (person["name"], person["city"], person["born_on"]) == ("Li Wei", "York", "1990-03-08")
    assert person["accepts_email"] is False


def test_fields_are_written_and_read_by_key(say, at_li, circle):
    profile.field(circle, "Shoe size", FieldKind.NUMBER)
    profile.field(circle, "Diet", FieldKind.CHOICES, choices=["vegan", "kosher"])
    profile.field(circle, "Trade", FieldKind.FLAG)

    person = say("PATCH", f"{at_li}/fields", {"fields": {"shoe_size": 41.5, "diet": ["kosher"], "trade": True}})
    assert person["fields"] == {"shoe_size": "41.50", "diet": ["kosher"], "trade": True}
    person = say("PATCH", f"{at_li}/fields", {"fields": {"shoe_size": None}})

    assert person["fields"] == {"diet": ["kosher"], "trade": True}


def test_one_unusable_field_keeps_the_others_from_being_set(caller, say, at_li, circle):
    profile.field(circle, "Diet", FieldKind.CHOICE, choices=["vegan"])
    profile.field(circle, "Size", FieldKind.NUMBER)

    body = {"fields": {"size": 1, "diet": "meat"}}
    problem = say("PATCH", f"{at_li}/fields", body, status=422)

    assert problem["code"] == "unusable_value"
    assert say("PATCH", f"{at_li}/fields", {"fields": {"height": 1}}, status=422)["code"] == "no_such_field"
    assert caller.get(at_li)["fields"] == {}


def test_masked_fields_and_notes_are_for_keys_that_may_export(say, caller_in, at_li, circle, li):
    profile.says(li, profile.field(circle, "Remarks"), "call 555")
    profile.says(li, profile.field(circle, "Size", FieldKind.NUMBER), "41")
    say("POST", "/notes", {"person_id": li.public_id, "text": "call 555"})
    masked = caller_in(circle, "people:see")

    assert masked.get(at_li)["fields"] == {"size": "41.00"}
    assert [note["text"] for note in masked.get("/notes")["items"]] == [None]
    assert [field["key"] for field in masked.get("/fields")["items"]] == ["size"]


def test_a_tag_is_put_on_found_and_taken_off(say, caller, at_li, li, wu):
    assert say("POST", f"{at_li}/tags", {"name": "vip"})["tags"] == ["vip"]
    assert [person["id"] for person in caller.get("/people", tag="VIP")["items"]] == [li.public_id]

    assert say("DELETE", f"{at_li}/tags", name="Vip")["tags"] == []
    assert caller.get("/people", tag="vip")["items"] == []


def test_a_person_is_given_to_a_colleague_and_to_nobody(say, caller, at_li, li, bo):
    assert say("PATCH", f"{at_li}/assignment", {"owner_id": bo.public_id})["owner_id"] == bo.public_id
    assert [person["id"] for person in caller.get("/people", owner=bo.public_id)["items"]] == [li.public_id]

    assert say("PATCH", f"{at_li}/assignment", {"owner_id": None})["owner_id"] is None


def test_nobody_is_given_to_somebody_of_another_circle(say, at_li):
    kim = workspace.staff(workspace.store("Elsewhere", circle="Other").circle, Role.AGENT, name="Kim")

    assert say("PATCH", f"{at_li}/assignment", {"owner_id": kim.public_id}, status=404)["code"] == "not_found"


def test_a_key_that_another_has_is_refused(say, at_li, wu):
    body = {"kind": "email", "value": "wu@teahouse.example"}

    assert say("POST", f"{at_li}/identifiers", body, status=409)["code"] == "belongs_to_another"
    assert (
        "new@teahouse.example"
        in say("POST", f"{at_li}/identifiers", body | {"value": "new@teahouse.example"})["emails"]
    )


def test_preferences_are_stated_and_withdrawn(say, caller, at_li):
    said = {"key": "size", "value": "M", "stated_on": "2026-03-01", "source": "phone"}

    assert say("PUT", f"{at_li}/preferences", said) == said
    assert caller.get(f"{at_li}/preferences")["items"] == [said]
    assert say("DELETE", f"{at_li}/preferences", key="size") == {"items": []}


def test_notes_of_a_person_include_those_of_people_merged_in(say, caller, li, wu):
    made = say("POST", "/notes", {"person_id": wu.public_id, "text": "Likes oolong"})
    identity.merge(li, wu)

    [note] = caller.get("/notes", person=li.public_id)["items"]
    assert (note["id"], note["person_id"], note["text"]) == (made["id"], li.public_id, "Likes oolong")
    assert say("PATCH", f"/notes/{made['id']}", {"is_pinned": True})["pinned_at"] is not None
    say("DELETE", f"/notes/{made['id']}", status=204)
    assert caller.get("/notes")["items"] == []


def test_a_task_is_opened_changed_done_and_opened_again(say, caller, li, bo):
    task = say("POST", "/tasks", {"person_id": li.public_id, "title": "Call", "due_on": "2026-03-01"})
    changed = say("PATCH", f"/tasks/{task['id']}", {"assignee_id": bo.public_id})
    assert (changed["title"], changed["due_on"], changed["assignee_id"]) == ("Call", "2026-03-01", bo.public_id)

    assert say("POST", f"/tasks/{task['id']}/completion")["done_at"] is not None
    assert caller.get("/tasks", is_done="false")["items"] == []
    assert say("DELETE", f"/tasks/{task['id']}/completion")["done_at"] is None
    assert [row["id"] for row in caller.get("/tasks", due_until="2026-03-02")["items"]] == [task["id"]]


def test_tags_are_defined_renamed_merged_and_removed(say, caller, at_li):
    vip = say("POST", "/tags", {"name": "vip", "color": "red"})
    say("POST", f"{at_li}/tags", {"name": "important"})
    [other] = caller.get("/tags", is_defined="false")["items"]

    say("POST", f"/tags/{other['id']}/merge", {"into_id": vip["id"]})
    say("PATCH", f"/tags/{vip['id']}", {"name": "Regular"})

    assert caller.get(at_li)["tags"] == ["Regular"]
    say("DELETE", f"/tags/{vip['id']}", status=204)
    assert caller.get(at_li)["tags"] == []


def test_fields_are_defined_changed_archived_and_brought_back(say, caller):
    field = say("POST", "/fields", {"name": "Shoe size", "kind": "choice", "choices": ["40", "41"]})
    assert (field["key"], field["is_masked"]) == ("shoe_size", False)

    assert say("PATCH", f"/fields/{field['id']}", {"help": "EU sizes"})["choices"] == ["40", "41"]
    assert say("POST", f"/fields/{field['id']}/archiving")["archived_at"] is not None
    assert caller.get("/fields", is_archived="false")["items"] == []
    assert say("DELETE", f"/fields/{field['id']}/archiving")["archived_at"] is None


def test_an_attempt_is_noted_under_the_name_of_the_key(say, caller, at_li):
    tried = say("POST", f"{at_li}/attempts", {"channel": "call", "outcome": "reached"})

    assert caller.get(f"{at_li}/attempts")["items"] == [tried]
    assert Operation.objects.order_by("-id")[0].actor == caller.key.public_id
