"""A reader sees lake and database as one, at one moment, whoever writes."""

import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.lake.cut import open_cut
from regulars.base.lake.delta import Lake
from regulars.base.lake.engine import open_engine
from regulars.base.lake.export import Exported
from regulars.commerce.models import Order, OrderLine
from tests.base.events.test_log import CupFilled
from tests.base.lake import killed
from tests.base.lake.conftest import NOW, TABLES, money, raise_order, seen
from tests.make import commerce

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60
type Export = Callable[[], Exported]
CONSISTENT = """
    select (select coalesce(sum(net), 0) from orders) as orders, (select coalesce(sum(net), 0) from lines) as lines
"""


def test_a_cut_without_a_lake_is_the_database(lake: Lake, teahouse) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    log.append(CupFilled(tea="oolong"), by="mei", at=NOW)

    [row] = seen("select (select sum(net) from lines) as net, (select count(*) from events) as events")

    assert row == {"net": Decimal("4.50"), "events": 1}


def test_the_fresh_tail_is_added(lake: Lake, exported: Export, teahouse) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    log.append(CupFilled(tea="oolong"), by="mei", at=NOW)
    exported()
    commerce.order(teahouse, "2", placed_at=NOW, tea="1.00")
    log.append(CupFilled(tea="oolong"), by="mei", at=NOW)

    [row] = seen("select (select sum(net) from orders) as net, (select count(*) from events) as events")

    assert row == {"net": Decimal("5.50"), "events": 2}


def test_what_changed_or_went_since_the_export_is_not_read_from_the_lake(lake, exported: Export, teahouse) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    gone = commerce.order(teahouse, "2", placed_at=NOW, tea="1.00")
    exported()
    raise_order(teahouse, "1")
    with operations.doing(OperationKind.EDIT, store=teahouse, at=NOW):
        OrderLine.objects.filter(order=gone).delete()
        Order.objects.filter(id=gone.id).delete()

    assert money("select sum(net) from orders") == money("select sum(net) from lines") == Decimal("5.50")


def test_a_cut_stays_as_it_was_opened(lake: Lake, exported: Export, teahouse) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    exported()
    with open_cut(TABLES) as cut, open_engine(threads=1) as engine:
        raise_order(teahouse, "1")
        exported()

        net = engine.run("select sum(net) as net from lines", **cut.tables).to_pylist()

    assert net == [{"net": Decimal("4.50")}]
    assert cut.versions["lines"] < lake.open("lines").version()


@pytest.mark.slow
def test_a_reader_beside_writers_sees_whole_orders_and_never_less(lake: Lake, exported: Export, teahouse) -> None:
    processes = [killed.start(killed.sell_forever, teahouse.id), killed.start(killed.export_forever)]
    until, sums = time.monotonic() + PATIENCE_SECONDS, [Decimal(0)]
    try:
        while len(set(sums)) < 20 and time.monotonic() < until:
            [row] = seen(CONSISTENT)
            assert row["orders"] == row["lines"]
            sums.append(row["orders"])
    finally:
        for process in processes:
            process.kill()
            process.join()

    assert sums == sorted(sums)
    assert len(set(sums)) > 3


def test_a_lake_behind_an_address_is_read_without_files(settings, tmp_path, exported: Export, teahouse) -> None:
    settings.LAKE = f"file://{tmp_path}/lake"
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    exported()
    commerce.order(teahouse, "2", placed_at=NOW, tea="1.00")
    exported()
    raise_order(teahouse, "2")

    [row] = seen("select (select sum(net) from lines) as net, (select sum(times) from product_days) as times")

    assert row == {"net": Decimal("6.50"), "times": 2}
