"""Data for the benches: order lines as CSV for the import, and tables as the lake gives them for learning.

`python -m bench.make_data FOLDER [CUSTOMERS]` makes one set and says how long it took.
"""

import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv, parquet

from regulars.collect.sources.demo import columns, people, rhythm, stream
from regulars.collect.sources.demo.baskets import MERCHANDISE, Lines, Orders, Shop
from regulars.collect.sources.demo.catalog import CODE_RATES, CODES
from regulars.collect.sources.demo.places import COUNTRIES
from regulars.collect.sources.demo.truth import Truth
from regulars.collect.sources.demo.wares import BRANDS, CATEGORIES

PRODUCTS = 5_000
ROWS_AT_ONCE = 250_000
MICRO = pa.decimal128(20, 6)
DAYS = 730

type Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lines of a file spread over orders and people."""

    lines_per_order: int
    customers: int
    seconds_between_orders: int


CROWD = Shape(lines_per_order=4, customers=250_000, seconds_between_orders=30)
"""Small orders, nearly every one by somebody new: 220,000 people in a million lines."""
GIFT_SHOP = Shape(lines_per_order=18, customers=8_300, seconds_between_orders=140)
"""As the real gift shop's year: 120 lines a customer."""


@dataclass(frozen=True, slots=True)
class LearnTables:
    """Where the tables are and how many rows they have."""

    orders: Path
    lines: Path
    people: Path
    products: Path
    order_rows: int
    line_rows: int


def lines_csv(path: Path, rows: int, start: int = 0, shape: Shape = CROWD) -> int:
    """
    Write plain order lines, and give the size of the file in bytes.

    Row n of the endless file is always the same, so files overlap where their ranges do: after
    `rows=5_000_000`, the file with `rows=1_000_000, start=4_500_000` is half new.
    """
    writer: csv.CSVWriter | None = None
    for first in range(start, start + rows, ROWS_AT_ONCE):
        numbers = np.arange(first, min(first + ROWS_AT_ONCE, start + rows))
        part = _plain_lines(numbers, shape)
        writer = writer or csv.CSVWriter(path, part.schema)
        writer.write_table(part)
    if writer:
        writer.close()
    return path.stat().st_size


def learn_tables(folder: Path, customers: int, *, until: date, seed: int = 1) -> LearnTables:
    """Write `orders`, `lines`, `people` and `products` as learning reads them, about 20 lines a customer."""
    folder.mkdir(parents=True, exist_ok=True)
    start = until - timedelta(days=DAYS - 1)
    truth = Truth()
    shop = stream.open_shop(truth, customers, start=start, days=DAYS, seed=seed)
    rhythms, occasions = rhythm.draw(truth, customers, start=start, days=DAYS, seed=seed)
    parquet.write_table(_people(shop, rhythms, start), folder / "people.parquet")
    parquet.write_table(_products(shop), folder / "products.parquet")
    wished = stream.wishes(shop, occasions, seed=seed)
    del occasions, rhythms

    order_rows = line_rows = 0
    with ExitStack() as files:
        writers: dict[str, parquet.ParquetWriter] = {}
        for orders, lines in stream.parts(shop, wished, seed=seed):
            for name, part in _tables(shop, orders, lines, start, order_rows, line_rows).items():
                if name not in writers:
                    writer = parquet.ParquetWriter(folder / f"{name}.parquet", part.schema, compression="zstd")
                    writers[name] = files.enter_context(writer)
                writers[name].write_table(part)
            order_rows += len(orders)
            line_rows += len(lines)
    named = {name: folder / f"{name}.parquet" for name in ("orders", "lines", "people", "products")}
    return LearnTables(**named, order_rows=order_rows, line_rows=line_rows)


def _plain_lines(numbers: Numbers, shape: Shape) -> pa.Table:
    order = numbers // shape.lines_per_order
    customer = _scattered(order, 1) % shape.customers
    product = _scattered(numbers, 2) % PRODUCTS
    quantity = 1 + _scattered(numbers, 3) % 4
    price = 199 + _scattered(product, 4) % 6000
    code = columns.text(customer, 6)
    return pa.table(
        {
            "order_number": columns.joined("B", columns.text(order, 8)),
            "placed_at": columns.moment(order * shape.seconds_between_orders, date(2023, 1, 1)),
            "user_id": columns.joined("U", code),
            "email": columns.joined("buyer", code, "@example.com"),
            "country": columns.label(("GB", "DE", "US", "CN", "TW"), customer % 5),
            "sku": columns.joined("SKU-", columns.text(product, 5)),
            "title": columns.joined("Product number ", columns.text(product)),
            "quantity": pa.array(quantity),
            "unit_price": columns.money(price),
            "line_discount": columns.money(np.where(_scattered(numbers, 5) % 10 == 0, price * quantity // 10, 0)),
            "currency": pa.array(["GBP"]).take(pa.array(np.zeros(len(numbers), dtype=np.int32))),
        }
    )


def _scattered(numbers: Numbers, salt: int) -> Numbers:
    """Spread numbers evenly and repeatably (the finalizer of SplitMix64, Steele and others 2014)."""
    state = numbers.astype(np.uint64) + np.uint64(salt * 0x9E3779B97F4A7C15 % 2**64)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Numbers = ((state ^ (state >> np.uint64(31))) >> np.uint64(1)).astype(np.int64)
    return mixed


def _tables(
    shop: Shop, orders: Orders, lines: Lines, start: date, first_order: int, first_line: int
) -> dict[str, pa.Table]:
    """Give one part in the columns of the lake; money is in millionths of a pound."""
    pound = np.where(orders.is_euro, 10_000 / float(shop.truth.euros_per_pound), 10_000)
    each = pound[lines.order]
    rate = np.where(lines.kind == MERCHANDISE, CODE_RATES[orders.code][lines.order], 0)
    paid = lines.unit * lines.quantity - lines.discount
    net = np.rint(paid * (1 - rate) * each)
    worth = _Worth(net, np.rint((lines.discount + paid * rate) * each), *_costs(shop, lines))
    order_table = _orders(orders, lines, worth, start, first_order)
    return {"orders": order_table, "lines": _lines(order_table, lines, worth, first_line)}


@dataclass(frozen=True, slots=True)
class _Worth:
    """What each line brought and cost, in millionths of a pound."""

    net: Numbers
    discount: Numbers
    cost: Numbers
    is_cost_known: Numbers


def _orders(orders: Orders, lines: Lines, worth: _Worth, start: date, first_order: int) -> pa.Table:
    size = len(orders)
    net = np.bincount(lines.order, worth.net, size)
    cost = np.bincount(lines.order, worth.cost, size)
    is_complete = np.bincount(lines.order, ~worth.is_cost_known, size) == 0
    return pa.table(
        {
            "order_id": first_order + 1 + np.arange(size),
            "person": pa.array(orders.buyer.astype(np.int64) + 1, mask=orders.buyer < 0),
            "kind": columns.label(("sale", "return", "cancelled"), orders.kind),
            "placed_on": _dates(orders.placed // 86_400, start),
            "placed_at": columns.moment(orders.placed, start).cast(pa.timestamp("us")),
            "net": _micro(net),
            "margin": _micro(net - cost, is_complete),
            "discount": _micro(np.bincount(lines.order, worth.discount, size)),
            "items": _micro(np.bincount(lines.order, lines.quantity, size) * 1_000_000),
            "currency": columns.label(("GBP", "EUR"), orders.is_euro.astype(np.int8)),
            "channel": columns.label(people.CHANNELS, orders.channel),
            "coupon": columns.label(CODES[1:], orders.code - 1),
        }
    )


def _lines(orders: pa.Table, lines: Lines, worth: _Worth, first_line: int) -> pa.Table:
    header = orders.select(["order_id", "person", "kind", "placed_on"]).take(pa.array(lines.order))
    return pa.table(
        {
            "line_id": first_line + 1 + np.arange(len(lines)),
            "order_id": header["order_id"],
            "person": header["person"],
            "product_id": pa.array(lines.product + 1, mask=lines.product < 0),
            "order_kind": header["kind"],
            "kind": columns.label(("merchandise", "sample", "gift_card"), lines.kind),
            "placed_on": header["placed_on"],
            "quantity": _micro(lines.quantity * 1_000_000),
            "net": _micro(worth.net),
            "cost": _micro(worth.cost, worth.is_cost_known),
            "discount": _micro(worth.discount),
            "returned": _micro(lines.returned * 1_000_000),
        }
    )


def _costs(shop: Shop, lines: Lines) -> tuple[Numbers, Numbers]:
    """What the goods of each line cost, and where that is known; samples and cards cost nothing."""
    cost = shop.catalog.products.cost[lines.product]
    is_ware = lines.kind == MERCHANDISE
    return np.where(is_ware & (cost >= 0), cost * lines.quantity * 10_000, 0), ~is_ware | (cost >= 0)


def _people(shop: Shop, rhythms: rhythm.Rhythms, start: date) -> pa.Table:
    some = shop.people.take(slice(len(rhythms)))
    return pa.table(
        {
            "person": np.arange(1, len(rhythms) + 1),
            "first_seen_on": _dates(rhythms.first_day, start),
            "country": columns.label([c.code for c in COUNTRIES], some.country),
            "language": columns.label([c.language for c in COUNTRIES], some.country),
        }
    )


def _products(shop: Shop) -> pa.Table:
    wares = shop.catalog.products
    return pa.table(
        {
            "product_id": np.arange(1, len(wares) + 1),
            "sku": pa.array(wares.sku.tolist()),
            "title": pa.array(wares.title.tolist()),
            "category": columns.label([c.name for c in CATEGORIES], wares.category),
            "brand": columns.label(BRANDS, wares.brand),
            "price": _micro(wares.price * 10_000),
            "cost": _micro(wares.cost * 10_000, wares.cost >= 0),
        }
    )


def _micro(millionths: Numbers, present: Numbers | None = None) -> pa.Array:
    return columns.money(millionths, present, kind=MICRO)


def _dates(days: Numbers, start: date) -> pa.Array:
    since = (start - date(1970, 1, 1)).days
    return pa.array((days + since).astype(np.int32)).cast(pa.date32())


def main(folder: Path, customers: int) -> None:
    """Make one set of everything, and say how long it took."""
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    size = lines_csv(folder / "lines.csv", 1_000_000)
    made = time.perf_counter()
    print(f"1,000,000 CSV lines, {size / 1e6:.0f} MB: {made - began:.1f} s")  # noqa: T201
    tables = learn_tables(folder, customers, until=date(2026, 11, 20))
    print(f"{tables.line_rows:,} lines in tables: {time.perf_counter() - made:.1f} s")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
