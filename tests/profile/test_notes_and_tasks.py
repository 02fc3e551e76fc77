"""Notes, tasks, stated preferences and edits by hand, each under an operation with its history."""

from datetime import date

import pytest

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.profile import edits, fieldhistory, intake, notes, preferences, tasks
from regulars.profile.models import Note, Preference, Profile, Task
from tests.make import identity, profile, workspace
from tests.make.staging import staged

pytestmark = pytest.mark.django_db


def undone(by, at) -> None:
    undo.undo(Operation.objects.order_by("-id")[0], by=by, at=at("2026-03-09"))


def test_pinned_notes_come_first_then_the_newest(mei, li, at):
    first, second, third = (notes.write(li, text=t, by=mei, at=at("2026-03-01")) for t in ("one", "two", "three"))

    notes.pin(first, by=mei, at=at("2026-03-02"))

    assert list(Note.objects.all().of(li)) == [first, third, second]


def test_an_edited_note_can_be_put_back(mei, li, at):
    note = notes.write(li, text="Likes oolong", by=mei, at=at("2026-03-01"))
    notes.edit(note, text="Likes sencha", by=mei, at=at("2026-03-02"))
    assert Note.objects.get().text == "Likes sencha"

    undone(mei, at)

    assert (Note.objects.get().text, Note.objects.get().edited_at) == ("Likes oolong", None)


def test_a_removed_note_can_be_brought_back(mei, li, at):
    notes.remove(notes.write(li, text="Likes oolong", by=mei, at=at("2026-03-01")), by=mei, at=at("2026-03-02"))
    assert not Note.objects.exists()

    undone(mei, at)

    assert Note.objects.get().text == "Likes oolong"


def test_a_note_says_something(mei, li, at):
    with pytest.raises(notes.EmptyNote):
        notes.write(li, text=" \n ", by=mei, at=at("2026-03-01"))


def test_a_task_is_due_until_it_is_done(mei, li, at):
    task = tasks.open_task(li, title="Call", due_on=date(2026, 3, 1), assignee=mei, by=mei, at=at("2026-03-01"))
    assert list(Task.objects.all().due(date(2026, 3, 2))) == [task]
    assert task.is_overdue(date(2026, 3, 2))

    done = tasks.finish(task, by=mei, at=at("2026-03-02"))

    assert not Task.objects.all().due(date(2026, 3, 2)).exists()
    assert (done.done_by, done.is_overdue(date(2026, 3, 5))) == (mei, False)
    with pytest.raises(tasks.DoneAlready):
        tasks.finish(task, by=mei, at=at("2026-03-03"))
    assert tasks.reopen(done, by=mei, at=at("2026-03-03")).done_at is None


def test_nothing_is_given_to_people_who_work_elsewhere(mei, li, at):
    from regulars.base.workspace.kinds import Role

    stranger = workspace.staff(workspace.store("Elsewhere", circle="Other").circle, Role.AGENT, name="Kim")

    with pytest.raises(tasks.NotAColleague):
        tasks.open_task(li, title="Call", due_on=None, assignee=stranger, by=mei, at=at("2026-03-01"))


def test_the_newest_word_of_a_human_being_counts(mei, li, wu, at):
    said = {"key": "Size", "source": "phone", "by": mei, "at": at("2026-03-01")}
    preferences.state(li, value="S", stated_on=date(2026, 1, 1), **said)
    preferences.state(wu, value="M", stated_on=date(2026, 2, 1), **said)
    identity.merge(li, wu)

    [preference] = preferences.of(li)

    assert (preference.key, preference.value) == ("size", "M")
    preferences.withdraw(li, key="size", by=mei, at=at("2026-03-02"))
    assert not Preference.objects.exists()
    undone(mei, at)
    assert Preference.objects.count() == 2


def test_an_edit_writes_only_what_differs_and_the_person_is_found_by_it(mei, li, at):
    profile.of(li, name="Li Wei", city="Leeds")

    edits.edit(li, {"name": "Li Wei", "city": " York ", "country": "China"}, by=mei, at=at("2026-03-01"))

    stored = Profile.objects.get()
    assert (stored.city, stored.country, "york" in stored.search) == ("York", "CN", True)
    assert {name for name, said in fieldhistory.of(li).items() if len(said) > 1} == {"city"}


def test_the_history_tells_files_from_hands(teahouse, mei, at):
    row = {"user_id": "li", "name": "Li Wei", "city": "Leeds"}
    intake.merge(staged(1, teahouse, [row], kind="customers"), at=at("2026-01-01"))
    person = Profile.objects.get().person
    edits.edit(person, {"city": "York"}, by=mei, at=at("2026-03-01"))

    history = fieldhistory.of(person)["city"]

    assert [(entry.value, entry.by, entry.source) for entry in history] == [
        ("York", "Mei", ""),
        ("Leeds", "", "import:1"),
    ]


def test_nobody_is_born_tomorrow_and_no_field_is_made_up(mei, li, at):
    with pytest.raises(edits.BadBirthday):
        edits.edit(li, {"born_on": date(2026, 3, 2)}, by=mei, at=at("2026-03-01"))
    with pytest.raises(edits.NotEditable):
        edits.edit(li, {"attributes": "x"}, by=mei, at=at("2026-03-01"))
