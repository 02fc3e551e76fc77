"""Write a large made-up history as Parquet: customers whose purchases and spending follow the models' own distributions."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

DAYS = 730
PRODUCTS = 20_000
BATCH = 100_000
MONEY = pa.decimal128(20, 6)


def write(folder: Path, *, customers: int, as_of: date, seed: int = 1, lines_per_order: float = 3.7) -> None:
    """Orders, lines, people and products of a shop with heterogeneous rhythms, popularity by a power law."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(seed)
    prices = np.round(draw.lognormal(2.8, 0.7, PRODUCTS), 2)
    order_id, line_id = 0, 0
    for batch, first in enumerate(range(0, customers, BATCH)):
        person = np.arange(first, min(first + BATCH, customers))
        buyer, day = _occasions(draw, person)
        order = order_id + np.arange(buyer.size)
        order_id += buyer.size
        items = 1 + draw.poisson(lines_per_order - 1, buyer.size)
        of = np.repeat(np.arange(buyer.size), items)
        product = (PRODUCTS * draw.random(of.size) ** 3).astype(np.int64)
        quantity = 1 + draw.poisson(0.3, of.size)
        net = np.round(prices[product] * quantity * draw.lognormal(0, 0.3, buyer.size)[of], 2)
        cost = np.round(net * 0.6, 2)
        back = (draw.random(of.size) < 0.04) * quantity
        placed = pa.array((np.datetime64(as_of - timedelta(days=DAYS)) + day).astype("datetime64[D]"))
        _write_lines(folder, batch, line_id, order, person[buyer], product, placed, of, quantity, net, cost, back)
        line_id += of.size
        total, costs = np.bincount(of, weights=net), np.bincount(of, weights=cost)
        pq.write_table(_orders(order, person[buyer], placed, total, costs, draw), folder / f"orders-{batch:03}.parquet")
    pq.write_table(pa.table({
        "person": np.arange(customers), "first_seen_on": pa.nulls(customers, pa.date32()),
        "country": pa.nulls(customers, pa.string()), "language": pa.nulls(customers, pa.string()),
    }), folder / "people.parquet")  # fmt: skip
    names = [f"Product {number}" for number in range(PRODUCTS)]
    pq.write_table(pa.table({
        "product_id": np.arange(PRODUCTS), "sku": names, "title": names,
        "category": pa.nulls(PRODUCTS, pa.string()), "brand": pa.nulls(PRODUCTS, pa.string()),
        "price": _money(prices), "cost": pa.nulls(PRODUCTS, MONEY),
    }), folder / "products.parquet")  # fmt: skip


def _occasions(draw: np.random.Generator, person: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Who buys on which day: rates Gamma(1.2, 55 days), leaving Beta(0.5, 3.2)."""
    size = person.size
    rate, leave = draw.gamma(1.2, 1 / 55, size), draw.beta(0.5, 3.2, size)
    now = draw.uniform(0, DAYS, size)
    buyers, days, who = [np.arange(size)], [now.astype(np.int64)], np.arange(size)
    while who.size:
        who = who[draw.random(who.size) > leave[who]]
        now[who] += draw.exponential(1 / np.maximum(rate[who], 1e-12))
        who = who[now[who] < DAYS]
        buyers.append(who)
        days.append(now[who].astype(np.int64))
    return np.concatenate(buyers), np.concatenate(days)


def _orders(
    order: np.ndarray, person: np.ndarray, placed: pa.Array, net: np.ndarray, cost: np.ndarray, draw: np.random.Generator
) -> pa.Table:
    size = order.size
    discounted = draw.random(size) < 0.15
    return pa.table({
        "order_id": order, "person": person, "kind": pa.array(["sale"] * size), "placed_on": placed,
        "placed_at": pc.cast(placed, pa.timestamp("us")), "net": _money(net), "margin": _money(net - cost),
        "discount": _money(discounted * net * 0.1), "items": _money(np.ones(size)),
        "currency": pa.array(["GBP"] * size), "channel": pa.array(["web"] * size),
        "coupon": pa.nulls(size, pa.string()),
    })  # fmt: skip


def _write_lines(
    folder: Path, batch: int, start: int, order: np.ndarray, person: np.ndarray, product: np.ndarray,
    placed: pa.Array, of: np.ndarray, quantity: np.ndarray, net: np.ndarray, cost: np.ndarray, back: np.ndarray,
) -> None:  # fmt: skip
    size = of.size
    pq.write_table(pa.table({
        "line_id": start + np.arange(size), "order_id": order[of], "person": person[of], "product_id": product,
        "order_kind": pa.array(["sale"] * size), "kind": pa.array(["merchandise"] * size),
        "placed_on": placed.take(pa.array(of)), "quantity": _money(quantity), "net": _money(net),
        "cost": _money(cost), "discount": _money(np.zeros(size)), "returned": _money(back),
    }), folder / f"lines-{batch:03}.parquet")  # fmt: skip


def _money(values: np.ndarray) -> pa.Array:
    return pc.cast(pa.array(np.round(np.asarray(values, dtype=float), 2)), MONEY)
