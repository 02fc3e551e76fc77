"""What is known of every product."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from regulars.insight import assortment, baskets
from tests.insight import shop
from tests.insight.shop import AS_OF


def rows_of(table):
    return {row["product_id"]: row for row in table.to_pylist()}


def test_sales_are_summed_by_year_by_quarter_and_by_month(engine):
    lines = shop.lines((1, 7, 0), (2, 7, 10), (3, 7, 100), (4, 7, 400), (5, 7, 900))

    [row] = assortment.products(engine, lines, as_of=AS_OF).to_pylist()

    assert (row["net"], row["net_year"], row["net_before"]) == (50, 30, 10)
    assert (row["net_90"], row["net_90_before"], row["units_year"]) == (20, 10, 3)
    assert (row["m0"], row["m1"], row["m3"]) == (20, 0, 10)
    assert (row["first_on"], row["last_on"]) == (date(2024, 1, 12), AS_OF)


def test_what_came_back_has_an_interval(engine):
    lines = shop.lines(*[(order, 7, 5, 1 if order <= 2 else 0) for order in range(1, 11)], (99, 8, 5))

    found = rows_of(assortment.products(engine, lines, as_of=AS_OF))

    assert (found[7]["lines_year"], found[7]["lines_returned"], found[7]["back"]) == (10, 2, 0.2)
    assert 0.05 < found[7]["back_low"] < 0.2 < found[7]["back_high"] < 0.45
    assert (found[7]["lost_year"], found[8]["back_low"]) == (20, pytest.approx(0, abs=1e-9))


def test_buyers_are_counted_by_what_they_did(engine):
    lines = with_people(shop.lines((1, 7, 20), (2, 7, 10), (3, 7, 10), (4, 7, 5)), [1, 1, 2, None])
    scores = pa.table({
        "person": [1, 2], "stage": ["loyal", "first_time"], "first_on": [date(2020, 1, 1), date(2026, 6, 20)],
    })  # fmt: skip

    [row] = assortment.buyers(engine, lines, scores, as_of=AS_OF).to_pylist()

    assert (row["buyers"], row["buyers_again"], row["buyers_new"]) == (2, 1, 1)
    assert (row["loyal"], row["first_time"], row["lost"]) == (1, 1, 0)


def test_the_best_buyers_come_first(engine):
    lines = with_people(shop.lines((1, 7, 20), (2, 7, 10), (3, 7, 10)), [5, 4, 4])

    rows = assortment.best_buyers(engine, lines, as_of=AS_OF).to_pylist()

    assert [(row["person"], row["net"], row["orders"]) for row in rows] == [(4, 20, 2), (5, 10, 1)]


def test_categories_add_up_their_products(engine):
    goods = shop.products(7, 8, 9).to_pylist()
    goods[0]["category"] = goods[1]["category"] = "Tea"
    lines = shop.lines((1, 7, 5), (2, 8, 5), (3, 9, 5), (4, 7, 500))

    rows = assortment.categories(engine, lines, shop.table(goods, shop.PRODUCTS), as_of=AS_OF).to_pylist()

    assert [(row["category"], row["products"], row["net_year"]) for row in rows] == [("Tea", 2, 20), ("", 1, 10)]
    assert rows[0]["net_before"] == Decimal(10)


def test_partners_are_named_from_both_sides(engine):
    together = [(order, product, 5) for order in range(20) for product in (1, 2)]
    alone = [(order, 3, 5) for order in range(100, 140)]

    rows = baskets.partners(engine, shop.lines(*together, *alone), as_of=AS_OF).to_pylist()

    assert [(row["product_id"], row["other_id"], row["together"], row["confidence"]) for row in rows] == [
        (1, 2, 20, 1.0), (2, 1, 20, 1.0),
    ]  # fmt: skip


def with_people(lines: pa.Table, people: list[int | None]) -> pa.Table:
    return lines.set_column(lines.schema.get_field_index("person"), "person", pa.array(people, pa.int64()))
