"""The page of one person: what is written down, changed in place, and taken back."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace import branches
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.identity import crowds, owners
from regulars.identity.models import Identifier, Link, Person, Suggestion
from regulars.profile import notes, tasks
from regulars.profile.kinds import FieldKind
from regulars.profile.models import Note, Preference, Profile, Task
from tests.conftest import At
from tests.make import identity, profile, workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def shown(client: Client, name: str, *ids: Any) -> str:
    answer = client.get(reverse(name, args=ids))
    assert answer.status_code == 200
    return answer.content.decode()


def done(client: Client, view: str, /, *ids: Any, **given: Any) -> str:
    """Send a form, follow it, and give the page that comes."""
    answer = client.post(reverse(view, args=ids), given, follow=True)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def undone(client: Client, page: str) -> None:
    """Press the Undo of the page."""
    last = Operation.objects.order_by("-id")[0]
    assert last.public_id in page
    client.post(reverse("operation_undoing", args=[last.public_id]))


def test_a_note_is_kept_changed_pinned_and_removed(at_work: Client, li: Person):
    page = done(at_work, "person_notes", li.public_id, text="Likes oolong")
    assert "Likes oolong" in page
    note = Note.objects.get()

    assert "Likes sencha" in done(at_work, "note", note.public_id, text="Likes sencha")
    assert "note--pinned" in done(at_work, "note_pin", note.public_id)
    assert "Likes sencha" not in done(at_work, "note_removal", note.public_id)


def test_a_removed_note_comes_back_by_the_undo_of_the_page(at_work: Client, li: Person):
    done(at_work, "person_notes", li.public_id, text="Likes oolong")

    undone(at_work, done(at_work, "note_removal", Note.objects.get().public_id))

    assert "Likes oolong" in shown(at_work, "person_notes", li.public_id)


def test_a_task_is_opened_changed_and_done(at_work: Client, owner: Staff, li: Person):
    done(at_work, "person_tasks", li.public_id, title="Call", due_on="2020-01-01", assignee=owner.public_id)
    task = Task.objects.get()
    assert "was due" in shown(at_work, "person_notes", li.public_id)

    done(at_work, "task", task.public_id, title="Write", due_on="2020-01-02", assignee="")
    assert "task--done" in done(at_work, "task_completion", task.public_id)

    task.refresh_from_db()
    assert (task.title, task.assignee, task.done_by) == ("Write", None, owner)


def test_a_preference_is_stated_and_withdrawn(at_work: Client, li: Person):
    said = {"key": "size", "value": "M", "source": "phone", "stated_on": "2026-03-01"}
    assert "phone" in done(at_work, "person_preferences", li.public_id, **said)

    done(at_work, "preference_withdrawal", li.public_id, key="size")

    assert not Preference.objects.exists()


def test_the_profile_is_changed_in_place_and_its_history_told(at_work: Client, li: Person):
    profile.of(li, name="Li Wei", city="Leeds")
    part = at_work.get(reverse("person_profile", args=[li.public_id]), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b'value="Leeds"' in part.content

    done(at_work, "person_profile", li.public_id, name="Li Wei", city="York")

    stored = Profile.objects.get()
    assert (stored.name, stored.city) == ("Li Wei", "York")
    history = shown(at_work, "person_history", li.public_id)
    assert history.index("York") < history.index("Leeds")


def test_custom_fields_of_every_kind_are_filled_and_shown(at_work: Client, li: Person):
    circle = li.circle
    for number, kind in enumerate(FieldKind):
        profile.field(circle, f"Field {number}", kind, choices=["S", "M"], currency="GBP")
    given = {
        "field_0": "words", "field_1": "1,5", "field_2": "2026-03-01", "field_3": "S", "field_4": ["S", "M"],
        "field_5": "yes", "field_6": "12.50", "field_7": "example.org",
    }  # fmt: skip

    page = done(at_work, "person_fields", li.public_id, **given)

    for words in ("words", "1.5", "1 Mar 2026", "S, M", "£12.50", "https://example.org"):
        assert words in page, words


def test_a_field_that_does_not_fit_says_so_and_keeps_the_rest(at_work: Client, li: Person):
    profile.field(li.circle, "Size", FieldKind.NUMBER)

    page = done(at_work, "person_fields", li.public_id, size="large")

    assert "does not fit" in page
    assert 'value="large"' in page


def test_tags_and_owner_are_given_and_taken(at_work: Client, owner: Staff, li: Person):
    assert "tag--gray" in done(at_work, "person_tags", li.public_id, name="vip")
    done(at_work, "person_owner", li.public_id, owner=owner.public_id)
    li.refresh_from_db()
    assert li.owner == owner

    tag = profile.Tagging.objects.get().tag
    done(at_work, "tag_taking", li.public_id, tag.public_id)
    assert profile.tags_of(li) == []


def test_identifiers_are_claimed_and_removed(at_work: Client, li: Person, wu: Person):
    assert "new@teahouse.example" in done(
        at_work, "person_identifiers", li.public_id, kind="email", value="New@teahouse.example"
    )
    key = Identifier.objects.get(value="new@teahouse.example")

    done(at_work, "identifier_removal", li.public_id, key.id)

    assert not Identifier.objects.filter(id=key.id).exists()
    refused = at_work.post(
        reverse("person_identifiers", args=[li.public_id]), {"kind": "email", "value": "wu@teahouse.example"}
    )
    assert refused.status_code == 409


def test_two_who_may_be_one_are_merged_and_told_apart_again(at_work: Client, li: Person, wu: Person, at: At):
    with operations.doing(OperationKind.SYSTEM, circle=li.circle, at=at("2026-03-01")):
        pair = Suggestion.objects.create(circle=li.circle, older=li, newer=wu, evidence={}, made_at=at("2026-03-01"))
    assert "May be one" in shown(at_work, "person_details", li.public_id)

    done(at_work, "suggestion_answer", li.public_id, pair.id, answer="one")
    wu.refresh_from_db()
    assert wu.canonical_id == li.id

    done(at_work, "link_removal", li.public_id, Link.objects.get().id)
    wu.refresh_from_db()
    assert wu.canonical_id == wu.id


def test_a_masked_reader_sees_no_notes_streets_or_masked_fields(anna: Staff, li: Person):
    profile.of(li, name="Li Wei", street="1 Tea Lane", city="Leeds")
    profile.says(li, profile.field(li.circle, "Remarks"), "call 555")
    analyst = signed_in(anna)

    page = shown(analyst, "person_details", li.public_id)

    assert "Leeds" in page
    assert "1 Tea Lane" not in page
    assert "call 555" not in page
    assert "li@teahouse.example" not in page
    assert "1 Tea Lane" not in shown(analyst, "person_history", li.public_id)
    assert analyst.get(reverse("person_notes", args=[li.public_id])).status_code == 403


@pytest.mark.parametrize("name", ["person", "person_notes", "person_details", "person_history"])
def test_a_page_takes_a_bounded_number_of_statements(name: str, at_work: Client, li: Person):
    for number in range(12):
        profile.says(li, profile.field(li.circle, f"Field {number}", FieldKind.NUMBER), str(number))
        profile.tagged(li, f"tag {number}")
        done(at_work, "person_notes", li.public_id, text=f"Note {number}")
    identity.merge(li, identity.person(li.circle, email="other@teahouse.example"))

    with CaptureQueriesContext(connection) as counted:
        shown(at_work, name, li.public_id)

    assert len(counted) <= MOST_QUERIES


def test_the_timeline_says_what_was_done_and_narrows_down(at_work: Client, li: Person):
    done(at_work, "person_tags", li.public_id, name="vip")
    done(at_work, "person_tasks", li.public_id, title="Call", due_on="", assignee="")
    done(at_work, "person_attempts", li.public_id, outcome="reached")

    page = shown(at_work, "person", li.public_id)
    for words in ("Tagged “vip”", "To be done: Call", "Contact: Reached"):
        assert words in page, words
    answer = at_work.get(reverse("person_timeline", args=[li.public_id]), {"about": "work"})
    assert "To be done: Call" in answer.content.decode()
    assert "Tagged" not in answer.content.decode()


def test_every_event_of_a_person_has_words():
    from regulars.base.events.event import Event
    from regulars.contact import events as contact
    from regulars.identity import events as identity
    from regulars.profile import events as profile
    from regulars.web.customers import timeline

    kinds = [
        kind for module in (identity, profile, contact) for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
    ]  # fmt: skip

    of_stores = {"contact.quiet_changed", "consent.rules_changed", "erasure.asked", "erasure.done", "quality.checked",
                 "company.opened"}  # fmt: skip
    assert {kind.name for kind in kinds} - set(timeline.SENTENCES) - of_stores == {"contact.tried"}


def test_the_playbook_of_the_stage_stands_beside_the_person(at_work: Client, li: Person, learned: Any):
    from regulars.insight.models import Score

    person = Score.objects.filter(run=learned, stage="at_risk").select_related("person").first()
    assert person is not None

    assert "Win them back" in shown(at_work, "person", person.person.public_id)


@pytest.fixture
def kim(li: Person) -> Staff:
    """A sales rep, who sees their own people alone."""
    return workspace.staff(li.circle, Role.SALES, name="Kim")


def given_to(kim: Staff, person: Person, at: At) -> None:
    owners.assign(crowds.one(person), owner=kim, circle=person.circle, by=None, at=at("2026-01-01"))


def test_who_was_merged_into_somebody_elses_is_out_of_reach(kim: Staff, li: Person, wu: Person, at: At):
    given_to(kim, wu, at)
    note = notes.write(wu, text="Likes oolong", by=kim, at=at("2026-01-02"))
    task = tasks.open_task(wu, title="Call", due_on=None, assignee=kim, by=kim, at=at("2026-01-02"))
    rep = signed_in(kim)
    assert "Likes oolong" in shown(rep, "person_notes", wu.public_id)

    identity.merge(li, wu)

    pages = {"person_details": wu, "person_notes": wu, "person_profile": wu, "note": note, "task": task}
    answers = {name: rep.get(reverse(name, args=[row.public_id])).status_code for name, row in pages.items()}
    assert set(answers.values()) == {404}, answers


def test_somebody_elses_customer_is_neither_suggested_nor_merged(kim: Staff, li: Person, wu: Person, at: At):
    given_to(kim, li, at)
    with operations.doing(OperationKind.SYSTEM, circle=li.circle, at=at("2026-03-01")):
        pair = Suggestion.objects.create(circle=li.circle, older=li, newer=wu, evidence={}, made_at=at("2026-03-01"))
    rep, answer = signed_in(kim), reverse("suggestion_answer", args=[li.public_id, pair.id])

    assert "May be one" not in shown(rep, "person_details", li.public_id)
    assert rep.post(answer, {"answer": "one"}).status_code == 404
    given_to(kim, wu, at)
    assert "May be one" in shown(rep, "person_details", li.public_id)


def test_where_nothing_was_done_there_is_nothing_to_undo(at_work: Client, li: Person):
    done(at_work, "person_identifiers", li.public_id, kind="email", value="new@teahouse.example")
    before = Operation.objects.order_by("-id")[0]

    page = done(at_work, "person_identifiers", li.public_id, kind="email", value="new@teahouse.example")

    assert Operation.objects.order_by("-id")[0] == before
    assert before.public_id not in page


def test_fields_filled_together_are_undone_together(at_work: Client, li: Person):
    size, remarks = profile.field(li.circle, "Size", FieldKind.NUMBER), profile.field(li.circle, "Remarks")
    begun = Operation.objects.count()

    page = done(at_work, "person_fields", li.public_id, **{size.key: "41", remarks.key: "calls often"})
    assert Operation.objects.count() == begun + 1
    assert "calls often" in page
    undone(at_work, page)

    page = shown(at_work, "person_details", li.public_id)
    assert "calls often" not in page
    assert "41" not in re.sub(r"<script.*?</script>|<[^>]*>", "", page)


def test_what_somebody_likes_is_not_told_to_a_masked_reader(at_work: Client, anna: Staff, li: Person):
    done(
        at_work, "person_preferences", li.public_id, key="allergy", value="nuts", stated_on="2026-01-01", source="phone"
    )

    assert "Said what they like: allergy" in shown(at_work, "person", li.public_id)
    assert "allergy" not in shown(signed_in(anna), "person", li.public_id)


def test_birthday_and_permission_have_a_history(at_work: Client, li: Person, anna: Staff):
    done(at_work, "person_profile", li.public_id, born_on="1980-05-01")
    done(at_work, "person_profile", li.public_id, born_on="1980-05-02")
    for word in ("withdrawn", "given"):
        said = {"matter": "email:marketing", "manner": "phone", "said_on": "2026-03-01", "reason": "a call"}
        done(at_work, "person_consents", li.public_id, **said, word=word)

    page = shown(at_work, "person_history", li.public_id)

    for words in ("1 May 1980", "2 May 1980", "Accepts e-mail", "Olga"):
        assert words in page
    assert re.findall(r"<li>(yes|no) ", page) == ["yes", "no"]
    assert "1980" not in shown(signed_in(anna), "person_history", li.public_id)


def test_a_customer_is_moved_to_a_branch_and_back(at_work: Client, owner: Staff, li: Person, at: At):
    north = branches.open_branch(owner.circle, "North", by=owner, at=at("2026-01-01"))

    page = done(at_work, "person_branch", li.public_id, branch=north.public_id)
    li.refresh_from_db()
    assert li.branch == north

    undone(at_work, page)
    li.refresh_from_db()
    assert li.branch is None


def test_nobody_is_moved_to_a_closed_branch(at_work: Client, owner: Staff, li: Person, at: At):
    north = branches.open_branch(owner.circle, "North", by=owner, at=at("2026-01-01"))
    branches.close(north, by=owner, at=at("2026-01-02"))

    done(at_work, "person_branch", li.public_id, branch=north.public_id)

    li.refresh_from_db()
    assert li.branch is None


def test_an_agent_who_gives_a_customer_away_is_led_to_the_list(teahouse: Store, owner: Staff, li: Person, at: At):
    north, south = (branches.open_branch(teahouse.circle, n, by=owner, at=at("2026-01-01")) for n in ("North", "South"))
    owners.move(crowds.one(li), branch=north, circle=teahouse.circle, by=owner, at=at("2026-01-02"))
    bo = signed_in(workspace.staff(teahouse.circle, Role.AGENT, name="Bo", branch=north))

    answer = bo.post(reverse("person_branch", args=[li.public_id]), {"branch": south.public_id})

    assert answer.headers["Location"] == reverse("customers")
