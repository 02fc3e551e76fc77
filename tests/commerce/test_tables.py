"""What an order brought is spread over its lines to the last digit, and costs are those of the day."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.lake.cut import open_cut
from regulars.base.lake.engine import open_engine
from regulars.base.lake.table import shaped
from regulars.base.workspace.models import Store
from regulars.commerce import tables
from regulars.commerce.models import Order, OrderLine, ProductCost, ReturnMatch
from tests.base.lake.conftest import NOW
from tests.make import commerce

amounts = some.decimals(-1000, 1000, places=6, allow_nan=False, allow_infinity=False)
line_kinds = some.sampled_from(["merchandise", "postage", "fee"])
ORDER = {
    "id": 1, "store_id": 1, "person_id": None, "kind": "sale", "placed_on": date(2026, 3, 1), "placed_at": None,
    "currency": "GBP", "discount": Decimal(0), "channel": "", "coupon": None, "store_currency": "GBP",
}  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    with open_engine(threads=1) as opened:
        yield opened


def spread(engine: Any, lines: list[tuple[str, Decimal]], **order: Any) -> list[dict[str, Any]]:
    """The lines of one order, as the lake gets them, in their order."""
    import pyarrow as pa

    money, rate = pa.decimal128(20, 6), pa.decimal128(20, 10)
    header = {"net_sales": "goods", "rate": Decimal(1)} | ORDER | order
    kinds = {
        "store_value": money,
        "discount": money,
        "rate": rate,
        "person_id": pa.int64(),
        "placed_at": pa.timestamp("us"),
    }
    told = {
        "read_orders": pa.table({k: pa.array([v], kinds.get(k)) for k, v in header.items()}),
        "read_lines": pa.table({
            "id": list(range(len(lines))), "order_id": [1] * len(lines), "product_id": [7] * len(lines),
            "kind": [kind for kind, _ in lines], "quantity": pa.array([Decimal(1)] * len(lines), money),
            "total": pa.array([total for _, total in lines], money),
            "discount": pa.array([Decimal(0)] * len(lines), money), "unit_cost": pa.array([None] * len(lines), money),
        }),
        "read_returns": pa.table({"bought_id": pa.array([], pa.int64()), "quantity": pa.array([], money)}),
        "read_costs": pa.table({
            "product_id": pa.array([], pa.int64()), "cost": pa.array([], money), "currency": pa.array([], pa.string()),
            "from_on": pa.array([], pa.date32()), "until_on": pa.array([], pa.date32()),
        }),
    }  # fmt: skip
    found: list[dict[str, Any]] = engine.run(f"{shaped(tables.LINES)} order by line_id", **told).to_pylist()
    return found


@given(
    lines=some.lists(
        some.tuples(some.sampled_from(["merchandise", "postage", "fee"]), amounts), min_size=1, max_size=8
    ),
    net=amounts,
    rate=some.sampled_from([Decimal(1), Decimal("0.8412345678")]),
)
def test_the_lines_of_an_order_add_up_to_its_net(engine, lines, net, rate) -> None:
    found = spread(engine, lines, store_value=net, rate=rate)

    assert sum(line["net"] for line in found) == net
    assert len(found) == len(lines)


def test_a_discount_of_the_order_takes_the_same_share_of_each_line(engine) -> None:
    lines = [("merchandise", Decimal(60)), ("merchandise", Decimal(40)), ("postage", Decimal(5))]

    found = spread(engine, lines, store_value=Decimal(90))

    assert [line["net"] for line in found] == [54, 36, 0]


def test_lines_that_nearly_cancel_out_do_not_blow_up(engine) -> None:
    lines = [("merchandise", Decimal(100)), ("merchandise", Decimal("-99.99"))]

    found = spread(engine, lines, store_value=Decimal(5))

    assert all(abs(line["net"]) < 110 for line in found)


def test_an_order_whose_value_is_not_known_leaves_its_lines_unknown(engine) -> None:
    found = spread(engine, [("merchandise", Decimal(60))], store_value=None)

    assert [line["net"] for line in found] == [None]


def test_absurd_amounts_do_not_stop_the_export(engine) -> None:
    most = Decimal("99999999999999.999999")

    found = spread(engine, [("merchandise", most)] * 3, store_value=most, rate=Decimal("9999999999"))

    assert len(found) == 3


@pytest.mark.django_db(transaction=True)
def test_a_cost_is_that_of_the_day_and_a_margin_needs_all_costs(teahouse: Store, at, tmp_path, settings) -> None:
    settings.LAKE = str(tmp_path / "lake")
    early = commerce.order(teahouse, "1", placed_at=at("2026-01-15"), tea="10.00")
    late = commerce.order(teahouse, "2", placed_at=at("2026-02-15"), tea="10.00", cake="5.00")
    with operations.doing(OperationKind.IMPORT, store=teahouse, at=NOW):
        tea = OrderLine.objects.get(order=early).product
        ProductCost.objects.create(product=tea, cost=4, currency="GBP")
        ProductCost.objects.create(product=tea, cost=6, currency="GBP", from_on="2026-02-01")

    found = read("select order_id, margin from orders order by order_id")

    assert found == [{"order_id": early.id, "margin": Decimal(6)}, {"order_id": late.id, "margin": None}]
    assert [row["cost"] for row in read("select cost from lines where cost is not null order by cost")] == [4, 6]


@pytest.mark.django_db(transaction=True)
def test_units_that_came_back_stand_at_the_line_they_were_bought_with(teahouse, at, tmp_path, settings) -> None:
    settings.LAKE = str(tmp_path / "lake")
    bought = OrderLine.objects.get(order=commerce.order(teahouse, "1", placed_at=at("2026-01-15"), tea="10.00"))
    with operations.doing(OperationKind.IMPORT, store=teahouse, at=NOW):
        back = Order.objects.create(
            store=teahouse, number="2", kind="return", placed_at=NOW, placed_on=NOW.date(), currency="GBP",
            store_value=-10,
        )  # fmt: skip
        line = OrderLine.objects.create(
            order=back, store=teahouse, product=bought.product, content=uuid4(), ordinal=1, kind="merchandise",
            quantity=-1, unit_price=10, total=-10,
        )  # fmt: skip
        ReturnMatch.objects.create(returned=line, bought=bought, quantity=1)

    found = read("select order_kind, net, returned from lines order by net")

    assert found == [
        {"order_kind": "return", "net": Decimal(-10), "returned": Decimal(0)},
        {"order_kind": "sale", "net": Decimal(10), "returned": Decimal(1)},
    ]


def read(sql: str) -> list[dict[str, Any]]:
    with open_cut(tables.TABLES) as cut, open_engine(threads=1) as engine:
        found: list[dict[str, Any]] = engine.run(sql, **cut.tables).to_pylist()
    return found
