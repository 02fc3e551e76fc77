"""The demo shop really follows the distributions that it says it was drawn from."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from pyarrow import parquet

from regulars.collect.sources.demo import shop
from regulars.collect.sources.demo.shop import DemoShop
from regulars.insight import lifetime

UNTIL = date(2026, 11, 20)
# Per person: repeat purchase days, weeks from the first to the last and to the end, and the mean value.
HISTORIES = """
    with orders as (
        select email, order_number, min(placed_at at time zone 'Europe/London')::date as day,
               sum(quantity * unit_price - line_discount) - min(order_discount) as net
        from file
        where order_type = 'sale' and email is not null and currency = 'GBP' and line_kind <> 'gift_card'
        group by all
    )
    select count(distinct day) - 1 as x, (max(day) - min(day)) / 7 as t_x,
           (date '2026-11-20' - min(day)) / 7 as T, count(*)::double as orders, avg(net)::double as mean_value
    from orders group by email
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoShop:
    return shop.generate(tmp_path_factory.mktemp("demo"), customers=10_000, until=UNTIL, seed=3)


@pytest.fixture(scope="module")
def histories(demo: DemoShop) -> dict[str, Any]:
    return asked(HISTORIES, demo.orders)


def asked(question: str, path: Path) -> dict[str, Any]:
    with duckdb.connect() as connection:
        connection.execute(f"create view file as from '{path}'")
        answer: dict[str, Any] = connection.execute(question).fetchnumpy()
        return answer


def test_rates_dropouts_and_values_have_the_means_of_their_distributions(demo: DemoShop) -> None:
    known = demo.parameters

    truth = asked("select * from file where rate_per_week is not null", demo.truth)

    assert truth["rate_per_week"].mean() == pytest.approx(known.r / known.alpha, rel=0.05)
    assert truth["dropout"].mean() == pytest.approx(known.a / (known.a + known.b), rel=0.05)
    assert truth["mean_spend"].mean() == pytest.approx(known.mean_spend, rel=0.05)


def test_orders_are_worth_what_the_truth_says(demo: DemoShop, histories: dict[str, Any]) -> None:
    assert histories["mean_value"].mean() == pytest.approx(demo.parameters.mean_spend, rel=0.03)


def test_the_fit_finds_the_buying_rhythm_again(demo: DemoShop, histories: dict[str, Any]) -> None:
    known = demo.parameters

    found = lifetime.fit_bgnbd(histories["x"], histories["t_x"], histories["T"])

    errors = np.sqrt(np.diag(found.covariance))
    off = np.array([found.r - known.r, found.alpha - known.alpha, found.a - known.a, found.b - known.b])
    assert np.abs(off / errors).max() < 3


def test_the_fit_finds_the_spread_of_order_values_again(demo: DemoShop, histories: dict[str, Any]) -> None:
    known = demo.parameters
    again = histories["orders"] > 1

    found = lifetime.fit_gamma_gamma(histories["orders"][again], histories["mean_value"][again])

    errors = np.sqrt(np.diag(found.covariance))
    off = np.array([found.p - known.p, found.q - known.q, found.v - known.v])
    assert np.abs(off / errors).max() < 3


def test_products_come_back_at_their_own_rate(demo: DemoShop) -> None:
    # Only what was sold long enough ago to have come back, and to people we know.
    seen = asked(
        """
        with sold as (
            select order_number, sku, count(*) as lines from file
            where order_type = 'sale' and email is not null and placed_at < timestamptz '2026-10-01 00:00Z'
              and line_kind = 'merchandise' group by all
        ), back as (
            select replace(note, 'Return of ', '') as order_number, sku, count(*) as lines from file
            where order_type = 'return' group by all
        )
        select sku, sum(sold.lines)::double as sold, coalesce(sum(back.lines), 0)::double as back
        from sold left join back using (order_number, sku) group by sku
        """,
        demo.orders,
    )
    rates = np.array([demo.parameters.return_rates[sku] for sku in seen["sku"]])

    expected = seen["sold"] * rates

    assert seen["back"].sum() == pytest.approx(expected.sum(), rel=0.08)
    many = expected > 25
    assert np.corrcoef(seen["back"][many] / seen["sold"][many], rates[many])[0, 1] > 0.9


def test_the_files_carry_their_parameters(demo: DemoShop) -> None:
    metadata = parquet.read_schema(demo.truth).metadata

    assert b'"alpha": 6.0' in metadata[b"truth"]
