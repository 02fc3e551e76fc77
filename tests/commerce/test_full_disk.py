"""Where PostgreSQL has no room left, a merge or its undoing stops with one sentence, and goes on when there is."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg import sql

from regulars.base.kit import clock, query
from regulars.base.kit.disk import NoRoomLeft
from regulars.collect import imports
from regulars.collect.kinds import Kind, State
from regulars.commerce import history, retraction
from regulars.commerce.models import Order, OrderLine
from regulars.config.home import Home
from regulars.config.postgres import creation
from regulars.identity.models import Person
from regulars.profile import arrivals
from tests import disk
from tests.cluster import STARTED
from tests.make.staging import staged, unstage

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = 3_000


IN_SMALL = """
    select format('drop table if exists %I cascade', relname)
    from pg_class c join pg_tablespace s on s.oid = c.reltablespace where spcname = 'small' and relkind in ('r', 'p')
"""


def as_admin(statement: str) -> None:
    cluster, home = STARTED[0]
    url = creation.address(Home(home), cluster.place.socket, user=creation.ADMIN, database="postgres")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(sql.SQL(statement))


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of a tablespace of its own, such that PostgreSQL can be told to put tables there."""
    if not STARTED:
        pytest.skip("Another's database cannot be given a small disk.")
    server = os.stat(query.value("show data_directory")).st_uid
    with TemporaryDirectory() as parent:
        os.chmod(parent, 0o755)
        with disk.small(Path(parent) / "small", 24, owner=server) as folder:
            as_admin(f"create tablespace small location '{folder}'")
            as_admin("grant create on tablespace small to public")
            yield folder
            query.run("set default_tablespace = ''")
            for (drop,) in query.rows(IN_SMALL):
                query.run(drop)
            as_admin("drop tablespace small")


def silent(done: int, of: int) -> None:
    """Nobody watches."""


@pytest.fixture
def changes_on(small_disk: Path) -> Iterator[Path]:
    """What is kept of changes lies on the small disk, which is where an undoing writes."""
    query.run("alter table events_change set tablespace small")
    yield small_disk
    query.run("alter table events_change set tablespace pg_default")


def test_an_undoing_without_room_goes_on_when_there_is(teahouse, tmp_path, monkeypatch, changes_on, at):
    monkeypatch.setattr(retraction, "ORDERS_AT_ONCE", 500)
    history.merge(staged(60, teahouse, [{"order_number": "K1", "user_id": "kept"}]), at=at("2026-03-01"))
    path = tmp_path / "orders.csv"
    lines = [f"N{n:05},2026-03-01,b{n % 700}@leaves.example,TEA,1,2.50" for n in range(ORDERS)]
    path.write_text("\n".join(["Order,Date,Email,SKU,Quantity,Price", *lines]))
    import_ = imports.register(path, teahouse, Kind.ORDERS, at=clock.now())
    arrivals.see_through(import_, at=clock.now(), reading=silent, merging=silent)
    assert Order.objects.count() == ORDERS + 1

    with disk.filled(changes_on), pytest.raises(NoRoomLeft, match="no room left on the disk at PostgreSQL"):
        arrivals.take_back(import_, by=None, at=clock.now())
    import_.refresh_from_db()
    assert (import_.state, import_.problem_code) == (State.UNDOING, "no_room_left")
    assert imports.interrupted(at=clock.now()) == [import_.id]

    arrivals.see_through(import_, at=clock.now(), reading=silent, merging=silent)

    assert (import_.state, import_.problem) == (State.UNDONE, "")
    assert list(Order.objects.values_list("number", flat=True)) == ["K1"]
    assert Person.objects.count() == 1
    unstage(60)


def test_a_merge_without_room_goes_on_when_there_is(teahouse, tmp_path, monkeypatch, small_disk):
    monkeypatch.setattr(history, "LINES_IN_A_BATCH", 500)
    path = tmp_path / "orders.csv"
    lines = [f"N{n:05},2026-03-01,b{n % 700}@leaves.example,TEA,1,2.50" for n in range(ORDERS)]
    path.write_text("\n".join(["Order,Date,Email,SKU,Quantity,Price", *lines]))
    import_ = imports.stage(imports.register(path, teahouse, Kind.ORDERS, at=clock.now()), at=clock.now())

    def goes_on() -> None:
        arrivals.see_through(import_, at=clock.now(), reading=silent, merging=silent)

    query.run("set default_tablespace = small")
    with disk.filled(small_disk), pytest.raises(NoRoomLeft, match="no room left on the disk at PostgreSQL"):
        goes_on()
    import_.refresh_from_db()
    assert (import_.state, import_.problem_code) == (State.MERGING, "no_room_left")

    goes_on()

    assert (Order.objects.count(), OrderLine.objects.count(), Person.objects.count()) == (ORDERS, ORDERS, 700)
    assert (import_.state, import_.problem, import_.totals["lines_new"]) == (State.DONE, "", ORDERS)
