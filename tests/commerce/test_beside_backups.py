"""A backup reads tables for long: nobody waits for it with something written, and what it held goes later."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from regulars import flow
from regulars.base.kit import query
from regulars.collect import imports
from regulars.collect.kinds import Kind, State
from regulars.commerce import history, merging, supports
from regulars.commerce.models import Merge, Order
from regulars.profile import arrivals
from tests.make.staging import staged, unstage

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 50
ROWS = [{"order_number": f"N{n}", "user_id": f"u{n}"} for n in range(3)]


@pytest.fixture
def backup(monkeypatch) -> Iterator[psycopg.Connection]:
    """A connection that reads tables as pg_dump does, until it is rolled back."""
    monkeypatch.setattr(query, "PATIENCE", "50ms")
    connection.ensure_connection()
    info = connection.connection.info
    with psycopg.connect(info.dsn, password=connection.settings_dict["PASSWORD"]) as reading:
        yield reading
        reading.rollback()


def tables(pattern: str) -> list[str]:
    """Tables of imports by a pattern; those of learning have numbers as well."""
    found = query.rows(
        "select tablename from pg_tables where tablename ~ %s and tablename !~ '^insight_' order by 1", [pattern]
    )
    return [name for (name,) in found]


def test_an_undoing_ends_beside_a_backup_and_its_tables_go_by_the_clock(teahouse, at, backup):
    history.merge(staged(NUMBER, teahouse, ROWS), at=at("2026-06-01"))
    backup.execute(f"lock table {supports.lines(NUMBER)}, {supports.orders(NUMBER)} in access share mode")

    history.undo(staged(NUMBER, teahouse, []), by=None, at=at("2026-06-02"))

    assert Merge.objects.get(import_id=NUMBER).undone_at == at("2026-06-02")
    assert not Order.objects.exists()
    assert supports.sweep() == 0
    backup.rollback()
    assert supports.sweep() == 1
    assert tables(f"_{NUMBER}(_|$)") == [f"staging_{NUMBER}"]
    unstage(NUMBER)


def test_an_import_ends_beside_a_backup_and_its_rows_go_by_the_clock(teahouse, at, backup, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("Order,Date,Email,SKU,Quantity,Price\nN1,2026-03-01,li@leaves.example,TEA,1,2.50\n")
    import_ = imports.stage(imports.register(path, teahouse, Kind.ORDERS, at=at("2026-06-01")), at=at("2026-06-01"))
    backup.execute(f"lock table {import_.staging_table} in access share mode")

    arrivals.see_through(import_, at=at("2026-06-01"), reading=merging.silent, merging=merging.silent)

    assert (import_.state, tables("^staging")) == (State.DONE, [import_.staging_table])
    assert imports.sweep() == 0
    backup.rollback()
    assert imports.sweep() == 1
    assert tables("^staging") == []


def test_what_an_import_is_still_at_is_not_swept(teahouse, at, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("Order,Date,Email,SKU,Quantity,Price\nN1,2026-03-01,li@leaves.example,TEA,1,2.50\n")
    import_ = imports.stage(imports.register(path, teahouse, Kind.ORDERS, at=at("2026-06-01")), at=at("2026-06-01"))
    query.run("create table trace_999 (trace text)")

    assert imports.sweep() == 0
    assert merging.sweep() == 1
    assert tables("^(staging|trace)_") == [import_.staging_table]


def test_what_is_left_behind_is_swept_by_the_clock():
    names = {periodic.task.name for periodic in flow.app.periodic_registry.periodic_tasks.values()}

    assert {"collect.sweep_tables", "commerce.sweep_tables"} <= names
