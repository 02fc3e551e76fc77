"""A file is looked at and tried out before anything of it is kept."""

import json
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from regulars import flow
from regulars.base.kit import query
from regulars.base.workspace.models import Staff, Store
from regulars.collect import drafts, incoming
from regulars.collect.drafts import NotChecked
from regulars.collect.incoming import OutsideFolder
from regulars.collect.kinds import DateOrder, DraftState, Kind
from regulars.collect.models import Draft, Import
from regulars.collect.reading.plan import Answers
from tests.conftest import At

pytestmark = pytest.mark.django_db
FILE = """Invoice,When,E-mail,Stuff,Qty,Price
1,2026-02-01,li@example.org,Tea,2,4.50
2,2026-02-02,wu@example.org,Pot,x,38
"""
SAID = {"answers": Answers(), "timezone": "Europe/London", "currency": "GBP"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(FILE)
    return tmp_path / "orders.csv"


def made(path: Path, store: Store, by: Staff, at: At) -> Draft:
    return drafts.make(path, store, Kind.ORDERS, file_name=path.name, is_ours=True, by=by, at=at("2026-03-01"))


def checked(draft: Draft, at: At) -> Draft:
    drafts.check(draft.id, attempt=draft.attempt, at=at("2026-03-01 00:01"))
    draft.refresh_from_db()
    return draft


def test_a_check_is_asked_for_and_finds_what_each_column_means(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = made(path, teahouse, mei, at)

    checked(draft, at)

    asked = query.rows("select properties from events where name = 'import.check_requested'")
    assert [json.loads(row[0]) for row in asked] == [{"draft_id": draft.id, "attempt": 1}]
    assert {column["heading"]: (column["role"], column["trust"]) for column in draft.headings} == {
        "Invoice": ("order_number", "heading"), "When": ("placed_at", "content"), "E-mail": ("email", "heading"),
        "Stuff": ("", ""), "Qty": ("quantity", "heading"), "Price": ("unit_price", "heading"),
    }  # fmt: skip
    assert draft.sample[0] == ["1", "2026-02-01", "li@example.org", "Tea", "2", "4.50"]


def test_a_dry_run_counts_and_shows_what_would_be_rejected(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = checked(made(path, teahouse, mei, at), at)

    assert draft.state == DraftState.CHECKED
    assert [draft.found["totals"][name] for name in ("read", "accepted", "rejected")] == [2, 1, 1]
    assert draft.found["reasons"] == {"bad_amount": 1}
    assert draft.found["rejected"][0]["value"] == "x"
    assert not Import.objects.exists()


def test_a_heading_that_resembles_a_known_one_is_only_guessed(path: Path, teahouse: Store, mei: Staff, at: At):
    path.write_text(FILE.replace("Stuff", "Prodct name"))

    draft = checked(made(path, teahouse, mei, at), at)

    assert {"heading": "Prodct name", "role": "title", "trust": "guess"} in draft.headings
    assert "title" not in draft.found["understood"]["columns"]


def test_what_is_said_of_a_column_counts_and_can_be_taken_away(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = checked(made(path, teahouse, mei, at), at)

    drafts.say(draft, columns={"title": "Stuff", "email": ""}, **SAID, by=mei, at=at("2026-03-01"))
    checked(draft, at)

    assert {"heading": "Stuff", "role": "title", "trust": "said"} in draft.headings
    assert draft.found["understood"]["columns"]["title"] == ["Stuff"]
    assert "email" not in draft.found["understood"]["columns"]


def test_an_open_question_is_kept_with_its_example_until_it_is_answered(
    path: Path, teahouse: Store, mei: Staff, at: At
):
    path.write_text(FILE.replace("2026-02-01", "01/02/2026").replace("2026-02-02", "02/02/2026"))
    draft = checked(made(path, teahouse, mei, at), at)

    assert (draft.state, draft.problem_code) == (DraftState.REFUSED, "ask_date_order")
    assert (draft.problem_values["column"], draft.problem_values["example"]) == ("When", "“01/02/2026” in line 2")

    drafts.say(draft, columns={}, **SAID | {"answers": Answers(DateOrder.DAY_FIRST)}, by=mei, at=at("2026-03-01"))
    assert checked(draft, at).found["totals"]["first_on"] == "2026-02-01"


def test_a_check_that_was_overtaken_writes_nothing(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = made(path, teahouse, mei, at)
    drafts.say(draft, columns={"title": "Stuff"}, **SAID, by=mei, at=at("2026-03-01"))

    drafts.check(draft.id, attempt=1, at=at("2026-03-01"))

    draft.refresh_from_db()
    assert (draft.state, draft.headings) == (DraftState.WAITING, [])


def test_only_what_was_checked_is_handed_in(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = made(path, teahouse, mei, at)
    with pytest.raises(NotChecked):
        drafts.hand_in(draft, by=mei, at=at("2026-03-01"))

    import_ = drafts.hand_in(checked(draft, at), by=mei, at=at("2026-03-01"))

    assert (import_.path, import_.file_name, import_.by) == (str(path), "orders.csv", mei)
    assert not Draft.objects.exists()
    assert path.exists()


def test_drafts_go_with_their_file_after_a_week(path: Path, teahouse: Store, mei: Staff, at: At):
    made(path, teahouse, mei, at)

    assert drafts.sweep(at=at("2026-03-07")) == 0
    assert drafts.sweep(at=at("2026-03-09")) == 1
    assert not path.exists()


def test_a_path_leads_nowhere_but_below_the_folder(tmp_path: Path, settings):
    settings.INCOMING = tmp_path / "incoming"
    (tmp_path / "incoming" / "may").mkdir(parents=True)
    (tmp_path / "incoming" / "may" / "orders.csv").write_text(FILE)
    (tmp_path / "secret.csv").write_text(FILE)
    (tmp_path / "incoming" / "link.csv").symlink_to(tmp_path / "secret.csv")

    assert incoming.names() == ["link.csv", "may/orders.csv"]
    assert incoming.chosen("may/orders.csv") == tmp_path / "incoming" / "may" / "orders.csv"
    for path in ("../secret.csv", str(tmp_path / "secret.csv"), "link.csv", "/etc/passwd"):
        with pytest.raises(OutsideFolder):
            incoming.chosen(path)


@pytest.mark.parametrize("state", [DraftState.WAITING, DraftState.READING])
def test_a_check_that_was_killed_is_begun_again(path: Path, teahouse: Store, mei: Staff, at: At, state: DraftState):
    draft = made(path, teahouse, mei, at)
    Draft.objects.update(state=state)

    assert drafts.interrupted() == [(draft.id, 1)]
    checked(draft, at)

    assert draft.state == DraftState.CHECKED
    assert drafts.interrupted() == []


def test_a_check_that_was_killed_and_whose_file_is_gone_says_so(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = made(path, teahouse, mei, at)
    Draft.objects.update(state=DraftState.READING)
    path.unlink()

    checked(draft, at)

    assert (draft.state, draft.problem_code) == (DraftState.REFUSED, "no_such_file")


def test_a_check_that_is_done_is_not_done_again(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = checked(made(path, teahouse, mei, at), at)

    drafts.check(draft.id, attempt=draft.attempt, at=at("2026-03-02"))
    draft.refresh_from_db()

    assert draft.checked_at == at("2026-03-01 00:01")


@pytest.mark.django_db(transaction=True)
def test_a_file_is_checked_by_one_process_at_a_time(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = made(path, teahouse, mei, at)
    with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as other:
        other.execute("select pg_advisory_lock(%s, %s)", [drafts.LOCK, draft.id])

        assert checked(draft, at).state == DraftState.WAITING
        other.execute("select pg_advisory_unlock(%s, %s)", [drafts.LOCK, draft.id])

    assert checked(draft, at).state == DraftState.CHECKED


def test_a_fault_of_ours_is_told_and_raised(path: Path, teahouse: Store, mei: Staff, at: At):
    draft = made(path, teahouse, mei, at)
    Draft.objects.update(timezone="Nowhere/At-All")

    with pytest.raises(Exception, match="Nowhere"):
        checked(draft, at)

    draft.refresh_from_db()
    assert draft.state == DraftState.REFUSED


def test_a_worker_begins_with_what_a_killed_one_has_left(db: None, at: At):
    flow.begin(at=at("2026-03-01"))
    flow.begin(at=at("2026-03-01"))

    begun = query.rows("select task_name from procrastinate_jobs order by 1")
    assert [name for (name,) in begun] == ["collect.resume_checks", "collect.resume_imports"]
