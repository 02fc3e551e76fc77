"""What is done by hand beside an import or its undoing waits for one batch, holds nobody back, and is not lost."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from regulars.base.events import log
from regulars.base.events.models import Operation
from regulars.base.kit import lanes, query
from regulars.commerce import notes, release
from regulars.commerce.merging import STORE_LOCK
from regulars.identity import crowds, identifiers, links, owners, resolve
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Person
from regulars.profile import edits, extras, fieldhistory, intake, reversals, tags, tasks, values
from regulars.profile import notes as person_notes
from regulars.profile.events import NoteWritten
from regulars.profile.kinds import FieldKind
from regulars.profile.models import FieldValue, Profile, Tagging
from tests.make import identity, profile
from tests.make.commerce import order
from tests.make.staging import staged, unstage

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "select backend_xid is null from pg_stat_activity where wait_event_type = 'Lock' and wait_event = 'advisory'"
PATIENCE = 20


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Do a work on a connection of its own while the block runs, and wait for its end."""
    faults: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=guarded)
    thread.start()
    yield
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert faults == []


class Pause:
    """Lets a work stand still where it calls this, until the test lets it go on."""

    def __init__(self) -> None:
        self.is_reached, self.may_go = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.is_reached.set()
        assert self.may_go.wait(PATIENCE)

    def after(self, work: Callable[..., object]) -> Callable[..., object]:
        def paused(*given: object, **named: object) -> object:
            result = work(*given, **named)
            self()
            return result

        return paused


def waits_with_nothing_written() -> bool:
    """Whether whoever waits has written nothing yet; asked until somebody waits."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := query.rows(WAITING):
            return all(is_clean for (is_clean,) in found)
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")


@pytest.fixture
def acts(circle, teahouse, mei, li, wu, at):
    """Each way in which staff change what is known of people."""
    profile.tagged(wu, "tea")
    field, sale = profile.field(circle, "Diet"), order(teahouse, "N1", placed_at=at("2026-06-01"))
    by = {"by": mei, "at": at("2026-06-02")}
    edits.edit(wu, {"city": "Bath"}, **by)
    return {
        "edit": lambda: edits.edit(li, {"city": "Kyoto"}, **by),
        "tag": lambda: tags.put(crowds.one(li), name="vip", circle=circle, **by),
        "untag": lambda: tags.take(crowds.one(wu), tag=tags.named(circle, "tea"), **by),
        "field": lambda: values.put(crowds.one(li), field=field, given="vegan", **by),
        "link": lambda: links.link(li, wu, evidence={}, **by),
        "key": lambda: identifiers.claim(li, kind=IdentifierKind.EMAIL, value="li@leaves.example", **by),
        "owner": lambda: owners.assign(crowds.one(li), owner=mei, circle=circle, **by),
        "note": lambda: person_notes.write(li, text="Likes oolong.", **by),
        "task": lambda: tasks.open_task(li, title="Call", due_on=None, assignee=None, **by),
        "order": lambda: notes.write(sale, "Fragile", **by),
        "undo": lambda: undo_last(**by),
    }


def undo_last(**by):
    reversals.put_back(Operation.objects.filter(kind="edit").latest("id"), actor="", **by)


@pytest.mark.parametrize(
    "name", ["edit", "tag", "untag", "field", "link", "key", "owner", "note", "task", "order", "undo"]
)
def test_an_act_by_hand_that_waits_for_a_batch_does_not_hold_the_readers_of_the_log_back(acts, teahouse, li, at, name):
    batch, (_, position) = Pause(), log.read(log.START)

    def at_work():
        with transaction.atomic():
            lanes.enter((STORE_LOCK, teahouse.id))
            lanes.enter((resolve.LOCK, teahouse.circle_id))
            batch()

    with beside(at_work):
        batch.is_reached.wait(PATIENCE)
        with beside(acts[name]):
            assert waits_with_nothing_written()
            log.append(NoteWritten(person=li.id, note="not_1"), by="test", at=at("2026-06-02"))
            assert [event.name for event in log.read(position)[0]] == [NoteWritten.name]
            batch.may_go.set()


def test_an_edit_comes_between_two_batches_of_an_import(teahouse, mei, li, at, monkeypatch):
    monkeypatch.setattr(intake, "ROWS_IN_A_BATCH", 1)
    monkeypatch.setattr(lanes, "at_once", lambda: 1)
    rows = [{"user_id": f"u{n}", "name": "Somebody"} for n in range(4)]
    seen = []

    def between(done, of):
        if done == 2:
            with beside(lambda: edits.edit(li, {"city": "Kyoto"}, by=mei, at=at("2026-06-02"))):
                pass
            seen.append((Profile.objects.get(person=li).city, Profile.objects.filter(name="Somebody").count()))

    intake.merge(staged(40, teahouse, rows, kind="customers"), at=at("2026-06-01"), progress=between)
    unstage(40)

    assert seen == [("Kyoto", 2)]
    assert Profile.objects.filter(name="Somebody").count() == 4


def test_nobody_is_tagged_or_described_whom_an_undoing_removes(teahouse, circle, mei, at, monkeypatch):
    intake.merge(staged(40, teahouse, [{"user_id": "li"}], kind="customers"), at=at("2026-06-01"))
    li, field, pause = Person.objects.get(), profile.field(circle, "Diet"), Pause()
    monkeypatch.setattr(release, "people", pause.after(release.people))
    by = {"by": mei, "at": at("2026-06-03")}

    with beside(lambda: intake.undo(staged(40, teahouse, []), by=None, at=at("2026-06-02"))):
        pause.is_reached.wait(PATIENCE)
        with (
            beside(lambda: tags.put(crowds.one(li), name="vip", circle=circle, **by)),
            beside(lambda: values.put(crowds.one(li), field=field, given="vegan", **by)),
        ):
            assert waits_with_nothing_written()
            pause.may_go.set()
    unstage(40)

    assert not Person.objects.exists()
    assert not Tagging.objects.exists()
    assert not FieldValue.objects.exists()


def test_a_field_keeps_what_staff_write_while_a_file_says_otherwise(teahouse, circle, mei, at, monkeypatch):
    size, pause = profile.field(circle, "Shoe size", FieldKind.NUMBER), Pause()
    li = identity.person(circle, email="li@leaves.example")
    rows = [{"email": "li@leaves.example", "extra": Jsonb({"Shoe size": "41"})}]
    monkeypatch.setattr(lanes, "at_once", lambda: 1)
    monkeypatch.setattr(extras, "store", pause.after(extras.store))

    with beside(lambda: intake.merge(staged(40, teahouse, rows, kind="customers"), at=at("2026-06-01"))):
        pause.is_reached.wait(PATIENCE)
        with beside(lambda: values.put(crowds.one(li), field=size, given="43", by=mei, at=at("2026-06-02"))):
            assert waits_with_nothing_written()
            pause.may_go.set()
    unstage(40)

    told = fieldhistory.of_fields(li, [size])[size.id]
    assert [(entry.value, entry.by, entry.source) for entry in told] == [(43, "Mei", ""), (41, "", "import:40")]
    assert FieldValue.objects.get().number == 43
