"""Each kind of data goes after its time, and not before."""

import os

import pytest

from regulars.base.events import log
from regulars.base.kit import query
from regulars.base.lake.models import Batch
from regulars.base.workspace.models import Notice
from regulars.profile import edits, requests, retention
from regulars.profile.kinds import Kept, RequestKind, RequestState
from regulars.profile.models import Retention
from tests.base.events.test_log import CupFilled
from tests.make import profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def set_days(circle, kind, days, at):
    return retention.keep(kind, days=days, circle=circle, by=None, at=at)


def test_a_kind_is_kept_as_long_as_was_said_last(circle, at):
    assert retention.days(Kept.REJECTED) == 180
    set_days(circle, Kept.REJECTED, 10, at("2026-01-01"))
    set_days(circle, Kept.REJECTED, None, at("2026-01-02"))

    assert retention.days(Kept.REJECTED) is None
    assert Retention.objects.count() == 2


@pytest.mark.parametrize(("kind", "days"), [(Kept.CHANGES, 30), (Kept.BEHAVIOR, 10), (Kept.FILES, 0)])
def test_what_undo_and_readers_need_is_kept(circle, at, kind, days):
    with pytest.raises(retention.TooShort):
        set_days(circle, kind, days, at("2026-01-01"))


def test_old_notices_and_values_of_changes_go_and_are_counted_before(circle, mei, li, at):
    profile.of(li, name="Li")
    edits.edit(li, {"name": "Li Wei"}, by=mei, at=at("2026-01-01"))
    query.run("update events_change set changed_at = %s", [at("2026-01-01")])
    Notice.objects.create(staff=mei, message="x", made_at=at("2025-01-01"))
    set_days(circle, Kept.CHANGES, 100, at("2026-01-01"))

    found = {plan.kind: plan.due for plan in retention.plans(at=at("2026-06-01"))}
    done = retention.carry_out(at=at("2026-06-01"))

    assert found[Kept.CHANGES] == done[Kept.CHANGES] >= 1
    assert found[Kept.NOTICES] == done[Kept.NOTICES] == 1
    assert not Notice.objects.exists()
    assert query.value("select count(*) from events_change where personal <> '{}'") == 0


def test_visits_go_once_the_lake_has_them(circle, li, at):
    log.append(CupFilled(tea="oolong", person=li.id), by="x", at=at("2023-01-01"))
    query.run("update events set family = 'behavior' where name = %s", [CupFilled.name])
    set_days(circle, Kept.BEHAVIOR, 365, at("2026-01-01"))

    assert retention.carry_out(at=at("2026-06-01"))[Kept.BEHAVIOR] == 0
    [epoch, xid, seq] = query.row("select epoch, xid::text::bigint, seq from events order by seq desc limit 1")
    Batch.objects.create(
        number=1, epoch=epoch, xid=xid, seq=seq, planned_at=at("2026-05-01"), written_at=at("2026-05-01")
    )
    assert {plan.kind: plan.due for plan in retention.plans(at=at("2026-06-01"))}[Kept.BEHAVIOR] == 1

    assert retention.carry_out(at=at("2026-06-01"))[Kept.BEHAVIOR] == 1
    assert query.value("select count(*) from events where family = 'behavior'") == 0


def test_copies_of_imported_files_go(circle, settings, at):
    folder = settings.HOME / "imports"
    folder.mkdir()
    old, new = folder / "upl_old.csv", folder / "upl_new.csv"
    for path, moment in ((old, at("2026-01-01")), (new, at("2026-05-30"))):
        path.write_text("a")
        os.utime(path, (moment.timestamp(), moment.timestamp()))

    assert retention.carry_out(at=at("2026-06-01"))[Kept.FILES] == 1
    assert (old.exists(), new.exists()) == (False, True)


def test_a_request_is_due_in_a_month_and_is_answered_once(circle, mei, li, at):
    asked = requests.take_in(
        circle, kind=RequestKind.ACCESS, person=li, received_on=at("2026-01-31").date(), by=mei, at=at("2026-02-01")
    )
    assert str(asked.due_on) == "2026-02-28"

    requests.settle(asked, state=RequestState.ANSWERED, by=mei, at=at("2026-02-03"))

    assert (asked.answered_by, asked.answered_at) == (mei, at("2026-02-03"))
    with pytest.raises(requests.AnsweredAlready):
        requests.settle(asked, state=RequestState.REFUSED, by=mei, at=at("2026-02-04"))
    with pytest.raises(requests.NotReceivedYet):
        requests.take_in(
            circle, kind=RequestKind.ACCESS, person=li, received_on=at("2026-03-31").date(), by=mei, at=at("2026-02-01")
        )
