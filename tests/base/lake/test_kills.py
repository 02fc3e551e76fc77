"""An exporter that is killed anywhere is followed by one that loses nothing and doubles nothing."""

import random
import signal
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import Sum

from regulars.base.events import log
from regulars.base.lake.delta import Lake
from regulars.base.lake.export import Exported
from regulars.base.workspace.models import Store
from regulars.commerce.models import Order
from tests.base.events.test_log import CupFilled
from tests.base.lake import killed
from tests.base.lake.conftest import NOW, held, raise_order, seen
from tests.make import commerce

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOST_STEPS = 200
BOTH = "select (select sum(net) from orders) as orders, (select sum(net) from lines) as lines"


def test_a_kill_at_any_step_loses_nothing(lake: Lake, exported: Callable[[], Exported], teahouse, li) -> None:
    steps = 0
    for step in range(MOST_STEPS):
        trade(teahouse, li.id, step)
        process = killed.start(killed.export_until, step)
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        assert seen(BOTH) == [{"orders": in_database(), "lines": in_database()}]
        steps = step
        if process.exitcode == 0:
            break

    exported()

    assert 20 < steps < MOST_STEPS - 1
    agree(lake, events=steps + 1)


def test_kills_at_random_moments_lose_nothing(lake: Lake, exported: Callable[[], Exported], teahouse, li) -> None:
    chance = random.Random(7)
    for turn in range(8):
        trade(teahouse, li.id, turn)
        process = killed.start(killed.export_forever)
        time.sleep(chance.uniform(0.1, 1.5))
        process.kill()
        process.join()

    exported()

    agree(lake, events=8)


def trade(store: Store, person: int, turn: int) -> None:
    """A new order, a change of an older one, and an event."""
    commerce.order(store, str(turn), placed_at=NOW, tea="1.00", cake="2.00")
    raise_order(store, str(turn // 2))
    log.append(CupFilled(tea="oolong", store=store.id, person=person), by="mei", at=NOW)


def in_database() -> Decimal:
    return Order.objects.aggregate(all=Sum("store_value"))["all"] or Decimal(0)


def agree(lake: Lake, *, events: int) -> None:
    assert held(lake, "orders", "select sum(net) as net from t") == [{"net": in_database()}]
    assert held(lake, "lines", "select sum(net) as net from t") == [{"net": in_database()}]
    assert held(lake, "product_days", "select sum(net) as net from t") == [{"net": in_database()}]
    assert held(lake, "events", "select count(*) as n from t") == [{"n": events}]
    assert held(lake, "person_days", "select sum(times) as n from t") == [{"n": events}]
