"""Small histories for learning, written as one line per order."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from regulars.insight.learn import Tables
from tests.insight import simulate

MONEY = pa.decimal128(20, 6)
AS_OF = date(2026, 6, 30)

ORDERS = pa.schema([
    ("order_id", pa.int64()), ("person", pa.int64()), ("kind", pa.string()), ("placed_on", pa.date32()),
    ("placed_at", pa.timestamp("us")), ("net", MONEY), ("margin", MONEY), ("discount", MONEY), ("items", MONEY),
    ("currency", pa.string()), ("channel", pa.string()), ("coupon", pa.string()),
])  # fmt: skip
LINES = pa.schema([
    ("line_id", pa.int64()), ("order_id", pa.int64()), ("person", pa.int64()), ("product_id", pa.int64()),
    ("order_kind", pa.string()), ("kind", pa.string()), ("placed_on", pa.date32()), ("quantity", MONEY), ("net", MONEY),
    ("cost", MONEY), ("discount", MONEY), ("returned", MONEY),
])  # fmt: skip
RETURNS = pa.schema([
    ("order_id", pa.int64()), ("person", pa.int64()), ("placed_on", pa.date32()), ("net", MONEY),
    ("reason", pa.string()),
])  # fmt: skip
PEOPLE = pa.schema([
    ("person", pa.int64()), ("first_seen_on", pa.date32()), ("country", pa.string()), ("language", pa.string()),
])  # fmt: skip
PRODUCTS = pa.schema([
    ("product_id", pa.int64()), ("sku", pa.string()), ("title", pa.string()), ("category", pa.string()),
    ("brand", pa.string()), ("price", MONEY), ("cost", MONEY),
])  # fmt: skip


def orders(*rows: tuple[Any, ...], **more: Any) -> pa.Table:
    """Each row is person, day (or days ago), net and perhaps the kind."""
    records = []
    for number, (person, day, net, *kind) in enumerate(rows, start=1):
        placed = AS_OF - timedelta(days=day) if isinstance(day, int) else date.fromisoformat(day)
        record = {"order_id": number, "person": person, "kind": kind[0] if kind else "sale", "placed_on": placed}
        records.append(record | {"net": Decimal(str(net)), "discount": Decimal(0), "currency": "GBP"} | more)
    return table(records, ORDERS)


def lines(*rows: tuple[Any, ...]) -> pa.Table:
    """Each row is order, product, days ago and perhaps how many came back."""
    return table([
        {
            "line_id": number, "order_id": order, "product_id": product, "order_kind": "sale", "kind": "merchandise",
            "placed_on": AS_OF - timedelta(days=ago), "quantity": Decimal(1), "net": Decimal(10),
            "discount": Decimal(0), "returned": Decimal(back[0] if back else 0),
        }
        for number, (order, product, ago, *back) in enumerate(rows, start=1)
    ], LINES)  # fmt: skip


def returns(*rows: tuple[Any, ...]) -> pa.Table:
    """Each row is person, days ago and the reason."""
    return table([
        {"order_id": number, "person": person, "placed_on": AS_OF - timedelta(days=ago), "net": Decimal(-10),
         "reason": reason}
        for number, (person, ago, reason) in enumerate(rows, start=1)
    ], RETURNS)  # fmt: skip


def people(*rows: tuple[int, str | None]) -> pa.Table:
    """Each row is a person and the day first seen."""
    return table([
        {"person": person, "first_seen_on": date.fromisoformat(day) if day else None} for person, day in rows
    ], PEOPLE)  # fmt: skip


def products(*ids: int) -> pa.Table:
    return table([{"product_id": number, "sku": f"P{number}", "title": f"Tea {number}"} for number in ids], PRODUCTS)


def tables(orders: pa.Table, lines: pa.Table | None = None, people: pa.Table | None = None) -> Tables:
    return Tables(
        orders=orders,
        lines=LINES.empty_table() if lines is None else lines,
        people=PEOPLE.empty_table() if people is None else people,
        products=products(*range(1, 9)),
        returns=RETURNS.empty_table(),
    )


def drawn(size: int, *, seed: int = 5, names: Any = None) -> pa.Table:
    """The orders of a shop whose buyers follow the models; `names` are the ids of its people."""
    x, t_x, T, _ = simulate.histories(size, r=0.9, alpha=8.0, a=0.4, b=3.0, longest=80, seed=seed)
    draw = np.random.default_rng(seed)
    names = np.arange(1, size + 1) if names is None else np.asarray(names)
    spend = draw.gamma(4.0, 1 / draw.gamma(3.0, 1 / 20, size))
    rows = []
    for person in range(size):
        age, last = round(T[person] * 7), round(t_x[person] * 7)
        between = sorted(draw.integers(0, max(last, 1), max(int(x[person]) - 1, 0)).tolist())
        days = [0, *between, last] if x[person] else [0]
        rows += [(int(names[person]), int(age - day), round(float(spend[person]), 2)) for day in days]
    return orders(*rows)


def table(records: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(records, schema=schema)
