"""An import is registered, read into its staging table, and leaves nothing behind where it should not."""

from pathlib import Path

import pytest
from django.db import connection, connections

from regulars.base.kit.child import ChildFailed
from regulars.base.workspace.models import Store
from regulars.collect import imports, rejects, tries
from regulars.collect.kinds import DateOrder, Kind, State
from regulars.collect.models import Import, SourceAnswer
from regulars.collect.reading.plan import Answers, Terms
from regulars.collect.reading.refusals import AskDateOrder, EmptyFile, MissingColumn, NoSuchFile
from tests.conftest import At

HEADINGS = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID\n"
LINES = (
    HEADINGS + "1,T1,Tea,2,2024-05-01 10:00,1.25,7\n1,T1,Tea,x,2024-05-01 10:00,1.25,7\n2,T2,=cmd(),1,2024-05-02,3,8\n"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(LINES)
    return path


def staged(import_: Import) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select order_number, quantity, unit_price, placed_on from {import_.staging_table} order by line_no"
        )
        return list(cursor.fetchall())


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where tablename like 'staging%'")
        return [name for (name,) in cursor.fetchall()]


def test_a_file_is_staged_with_its_rejects_and_totals(orders: Path, teahouse: Store, at: At) -> None:
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))

    imports.stage(import_, at=at("2026-03-01"))

    import_.refresh_from_db()
    assert [row[:3] for row in staged(import_)] == [("1", 2, 1.25), ("2", 1, 3)]
    assert (import_.state, import_.totals["read"], import_.totals["money"]) == (State.STAGED, 3, "5.5")
    assert [(row.line, row.column, row.value) for row in import_.rejected_rows.all()] == [(3, "Quantity", "x")]


def test_rejected_rows_are_downloaded_without_formulas(orders: Path, teahouse: Store, at: At) -> None:
    orders.write_text(HEADINGS + "1,T1,Tea,=1+1,2024-05-01,1,7\n")
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))
    imports.stage(import_, at=at("2026-03-01"))

    text = "".join(rejects.as_csv(import_, with_values=True))

    assert "2,Quantity,'=1+1," in text


def test_an_interrupted_import_is_found_again_and_starts_over(orders: Path, teahouse: Store, at: At) -> None:
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))
    imports.stage(import_, at=at("2026-03-01"))
    Import.objects.filter(id=import_.id).update(state=State.STAGING)

    again = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-02"))
    imports.stage(again, at=at("2026-03-02"))

    assert again.id == import_.id
    assert len(staged(again)) == 2
    assert again.rejected_rows.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_file_is_not_read_twice_at_once(orders: Path, teahouse: Store, at: At) -> None:
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))
    other = connections.create_connection("default")
    key = f"import {teahouse.id} orders {import_.sha256}"
    with other.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(hashtextextended(%s, 0))", [key])

    with pytest.raises(imports.AlreadyRunning):
        imports.stage(import_, at=at("2026-03-01"))

    other.close()


def test_a_cancelled_import_leaves_no_table(orders: Path, teahouse: Store, at: At) -> None:
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))
    imports.stage(import_, at=at("2026-03-01"))

    imports.cancel(import_, at=at("2026-03-01"))

    assert tables() == []
    with pytest.raises(imports.NotWaiting):
        imports.cancel(import_, at=at("2026-03-01"))


def test_an_import_that_is_cancelled_while_it_is_read_stops(orders: Path, teahouse: Store, at: At) -> None:
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))

    def cancel(done: int, rows: int) -> None:
        Import.objects.filter(id=import_.id).update(state=State.CANCELLED)

    with pytest.raises(imports.Cancelled):
        imports.stage(import_, at=at("2026-03-01"), progress=cancel)

    assert tables() == []
    assert import_.state == State.CANCELLED


def test_an_answer_is_asked_once_and_remembered(orders: Path, teahouse: Store, at: At) -> None:
    orders.write_text(HEADINGS + "1,T1,Tea,2,01/02/2024,1,7\n")
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))
    with pytest.raises(AskDateOrder):
        imports.stage(import_, at=at("2026-03-01"))
    answered = imports.register(
        orders, teahouse, Kind.ORDERS, at=at("2026-03-01"), answers=Answers(dates=DateOrder.MONTH_FIRST)
    )
    imports.stage(answered, at=at("2026-03-01"))
    orders.write_text(HEADINGS + "2,T1,Tea,2,03/04/2024,1,7\n")

    later = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))
    imports.stage(later, at=at("2026-03-01"))

    assert SourceAnswer.objects.get().dates == DateOrder.MONTH_FIRST
    assert str(staged(later)[0][3]) == "2024-03-04"


def test_a_refused_import_says_why(orders: Path, teahouse: Store, at: At) -> None:
    orders.write_text("a,b\n1,2\n")
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))

    with pytest.raises(MissingColumn):
        imports.stage(import_, at=at("2026-03-01"))

    assert (import_.state, import_.problem_code) == (State.REFUSED, "missing_column")


def test_a_dry_run_keeps_nothing(orders: Path, teahouse: Store, at: At) -> None:
    found = imports.dry_run(orders, teahouse, Terms(Kind.ORDERS, "Europe/London", "GBP", at("2026-03-01")))

    assert (found.totals["accepted"], found.totals["rejected"], len(found.rejected)) == (2, 1, 1)
    assert tables() == []


def test_tables_that_nobody_will_merge_are_swept(orders: Path, teahouse: Store, at: At) -> None:
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01"))
    imports.stage(import_, at=at("2026-03-01"))
    Import.objects.filter(id=import_.id).update(state=State.DONE)

    assert imports.sweep() == 1
    assert tables() == []


def test_a_missing_or_empty_file_is_not_registered(tmp_path: Path, teahouse: Store, at: At) -> None:
    (tmp_path / "empty.csv").touch()

    with pytest.raises(NoSuchFile):
        imports.register(tmp_path / "none.csv", teahouse, Kind.ORDERS, at=at("2026-03-01"))
    with pytest.raises(EmptyFile):
        imports.register(tmp_path / "empty.csv", teahouse, Kind.ORDERS, at=at("2026-03-01"))


def test_an_import_that_nobody_has_begun_is_found_after_a_while(orders: Path, teahouse: Store, at: At) -> None:
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01 09:00"))

    assert imports.interrupted(at=at("2026-03-01 09:01")) == []
    assert imports.interrupted(at=at("2026-03-01 09:10")) == [import_.id]


def test_an_import_that_nobody_has_begun_and_whose_file_is_gone_is_refused(
    orders: Path, teahouse: Store, at: At
) -> None:
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01 09:00"))
    orders.unlink()

    with pytest.raises(NoSuchFile):
        imports.stage(import_, at=at("2026-03-01 09:10"))

    assert (import_.state, import_.problem_code) == (State.REFUSED, "no_such_file")
    assert imports.interrupted(at=at("2026-03-02")) == []


def test_an_import_that_kills_whoever_is_at_it_is_given_up_in_words_until_it_is_wanted_again(
    orders: Path, teahouse: Store, at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = tmp_path / "python"
    deadly.write_text("#!/bin/sh\nkill -9 $$")
    deadly.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(deadly))
    import_ = imports.register(orders, teahouse, Kind.ORDERS, at=at("2026-03-01 09:00"))

    for fault in (ChildFailed, ChildFailed, tries.GaveUp, tries.GaveUp):
        with pytest.raises(fault):
            tries.run(import_.id)

    import_.refresh_from_db()
    assert import_.problem.startswith("The system has ended the work on orders.csv 3 times")
    assert (import_.is_at_work, import_.is_given_up) == (False, True)
    assert imports.interrupted(at=at("2026-03-02")) == []
    tries.again(import_)
    deadly.write_text("#!/bin/sh\nexit 2")
    with pytest.raises(ChildFailed):
        tries.run(import_.id)
    assert imports.interrupted(at=at("2026-03-02")) == [import_.id]
