"""A merge that is killed goes on where it stood, and merges that meet do not harm each other."""

import threading

import psycopg
import pytest
from django.db import OperationalError, connection

from regulars.base.kit import lanes
from regulars.collect import imports
from regulars.collect.kinds import Kind, State
from regulars.commerce import buyers, history, merging, products, retraction
from regulars.commerce.models import Merge, Order, OrderLine, Product
from regulars.identity.models import Person
from regulars.profile import arrivals
from tests.make.staging import staged, unstage

pytestmark = pytest.mark.django_db(transaction=True)

NUMBERS = range(30, 36)


class Crash(BaseException):
    """What ends a work from outside."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(history, "LINES_IN_A_BATCH", 4)
    monkeypatch.setattr(buyers, "TRACES_IN_A_BATCH", 3)
    yield
    with connection.cursor() as cursor:
        for number in NUMBERS:
            unstage(number)
            cursor.execute(f"drop table if exists commerce_support_{number}, commerce_order_said_{number}")


def rows(orders: int) -> list[dict[str, object]]:
    return [
        {
            "order_number": f"{number:03d}",
            "user_id": str(number % 7),
            "sku": sku,
            "quantity": -1 if number % 9 == 8 else 1,
        }
        for number in range(orders)
        for sku in ("CUP", "TEA")
    ]


def kill_own_backend() -> None:
    """End the connection of this thread as a crash would, from another connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as other:
        other.execute("select pg_terminate_backend(%s)", [pid])


@pytest.mark.parametrize("batch", [0, 1, 3])
def test_a_killed_merge_goes_on_after_the_last_batch_kept(teahouse, at, state, batch, monkeypatch):
    monkeypatch.setattr(lanes, "at_once", lambda: 1)

    def killer(done, of):
        if done == batch:
            kill_own_backend()

    import_ = staged(30, teahouse, rows(12))
    with pytest.raises(OperationalError):
        history.merge(import_, at=at("2026-06-01"), progress=killer)
    connection.close()
    assert Order.objects.count() == 2 * batch

    report = history.merge(staged(30, teahouse, rows(12)), at=at("2026-06-01"))

    assert (report.orders_new, report.lines_new, report.people_new) == (12, 24, 7)
    interrupted = state(teahouse)
    history.merge(staged(31, teahouse, rows(12)), at=at("2026-06-02"))
    assert state(teahouse) == interrupted


@pytest.mark.parametrize("batch", [0, 2, 4])
def test_a_merge_killed_in_its_lanes_loses_and_doubles_nothing(teahouse, at, state, batch):
    def killer(done, of):
        if done == batch:
            raise Crash

    with pytest.raises(Crash):
        history.merge(staged(30, teahouse, rows(12)), at=at("2026-06-01"), progress=killer)
    kept = Merge.objects.get(import_id=30)
    assert Order.objects.count() == 2 * len(kept.finished)

    report = history.merge(staged(30, teahouse, rows(12)), at=at("2026-06-01"))

    assert (report.orders_new, report.lines_new, report.people_new) == (12, 24, 7)
    assert OrderLine.objects.count() == 24


@pytest.mark.parametrize("done", [0, 2])
def test_rows_that_a_crash_of_postgresql_has_emptied_are_read_again(teahouse, at, tmp_path, monkeypatch, done):
    path = tmp_path / "orders.csv"
    lines = [f"N{n:03},2026-03-01,b{n % 7}@leaves.example,TEA,1,2.50" for n in range(24)]
    path.write_text("\n".join(["Order,Date,Email,SKU,Quantity,Price", *lines]))
    monkeypatch.setattr(lanes, "at_once", lambda: 1)
    import_ = imports.stage(imports.register(path, teahouse, Kind.ORDERS, at=at("2026-06-01")), at=at("2026-06-01"))

    def crash(merged, of):
        if merged == done:
            raise Crash

    with pytest.raises(Crash):
        arrivals.see_through(import_, at=at("2026-06-01"), reading=silent, merging=crash)
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {import_.staging_table}")  # as recovery does to unlogged tables
    assert Order.objects.count() == 4 * done

    arrivals.see_through(import_, at=at("2026-06-01"), reading=silent, merging=silent)

    assert (Order.objects.count(), OrderLine.objects.count(), Person.objects.count()) == (24, 24, 7)
    assert (import_.state, import_.totals["lines_new"], import_.totals["accepted"]) == (State.DONE, 24, 24)


def silent(done, of):
    """Nobody watches."""


def test_an_interrupted_merge_can_be_undone(teahouse, at, state):
    def killer(done, of):
        if done == 2:
            kill_own_backend()

    import_ = staged(30, teahouse, rows(12))
    with pytest.raises(OperationalError):
        history.merge(import_, at=at("2026-06-01"), progress=killer)
    connection.close()

    history.undo(import_, by=None, at=at("2026-06-02"))

    assert not any(state(teahouse).values())


@pytest.mark.parametrize("part", [0, 3, 5, 8])
def test_a_killed_undoing_goes_on_after_the_last_part_kept(teahouse, at, state, monkeypatch, part):
    history.merge(staged(30, teahouse, rows(6)), at=at("2026-06-01"))
    expected = state(teahouse)
    history.merge(import_ := staged(31, teahouse, rows(12)), at=at("2026-06-01"))
    monkeypatch.setattr(retraction, "ORDERS_AT_ONCE", 4)
    monkeypatch.setattr(retraction, "ROWS_AT_ONCE", 3)
    match, passed = merging.standing, iter(range(100))

    def deadly(work):
        if next(passed) == part:
            kill_own_backend()
        return match(work)

    monkeypatch.setattr(merging, "standing", deadly)
    with pytest.raises(OperationalError):
        history.undo(import_, by=None, at=at("2026-06-02"))
    connection.close()

    history.undo(import_, by=None, at=at("2026-06-02"))

    assert state(teahouse) == expected


@pytest.mark.parametrize("kind", ["products", "costs"])
@pytest.mark.parametrize("part", [1, 2])
def test_a_killed_merge_of_products_goes_on(teahouse, at, state, monkeypatch, kind, part):
    monkeypatch.setattr(products, "PRODUCTS_AT_ONCE", 3)
    goods = [{"sku": f"S{number}", "cost": number} for number in range(8)]
    import_ = staged(32, teahouse, goods, kind=kind)
    merge, passed = products.merge, iter(range(100))

    def deadly(*given, **named):
        if next(passed) == part:
            kill_own_backend()
        return merge(*given, **named)

    monkeypatch.setattr(products, "merge", deadly)
    with pytest.raises(OperationalError):
        history.merge(import_, at=at("2026-06-01"))
    connection.close()
    assert Product.objects.count() == 3 * part

    report = history.merge(staged(32, teahouse, goods, kind=kind), at=at("2026-06-01"))

    assert (report.products_new, report.products_changed) == (8, 8)
    assert Product.objects.count() == 8
    history.undo(import_, by=None, at=at("2026-06-02"))
    assert not any(state(teahouse).values())


def together(*works) -> list[BaseException]:
    """Run works in threads of their own at the same time."""
    faults: list[BaseException] = []

    def guarded(work):
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_two_imports_of_one_file_at_once_store_it_once(teahouse, at):
    imports = [staged(number, teahouse, rows(12)) for number in (30, 31)]

    faults = together(*(lambda i=i: history.merge(i, at=at("2026-06-01")) for i in imports))

    assert faults == []
    assert (Order.objects.count(), OrderLine.objects.count(), Person.objects.count()) == (12, 24, 7)
    reports = [merge.report for merge in Merge.objects.order_by("import_id")]
    assert sum(report["lines_new"] for report in reports) == 24


def test_one_import_is_merged_by_one_process_at_a_time(teahouse, at):
    import_ = staged(30, teahouse, rows(12))

    faults = together(*[lambda: history.merge(import_, at=at("2026-06-01"))] * 2)

    assert all(isinstance(fault, merging.AlreadyMerging) for fault in faults)
    assert (Order.objects.count(), OrderLine.objects.count()) == (12, 24)


def test_undoing_one_import_while_another_runs_leaves_the_other(teahouse, at, state):
    history.merge(staged(30, teahouse, rows(8)), at=at("2026-06-01"))
    other = staged(31, teahouse, rows(12))

    faults = together(
        lambda: history.merge(other, at=at("2026-06-02")),
        lambda: history.undo(staged(30, teahouse, []), by=None, at=at("2026-06-02")),
    )

    assert faults == []
    found = state(teahouse)
    history.undo(other, by=None, at=at("2026-06-03"))
    assert not any(state(teahouse).values())
    history.merge(staged(32, teahouse, rows(12)), at=at("2026-06-02"))
    assert state(teahouse) == found
