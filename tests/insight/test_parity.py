"""The statements of learning answer alike on DuckDB and on Spark."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest

from regulars.insight import learn
from tests.insight import shop


@pytest.mark.slow
def test_spark_learns_what_duckdb_learns(engine, spark):
    lines = shop.lines(
        *[(order, 1 + order % 2, 10 + order % 60) for order in range(200)], *[(order, 3, 100, 1) for order in range(40)]
    )
    tables = shop.tables(shop.drawn(150), lines, shop.people((9_001, "2026-06-20"), (9_002, None)))
    said = [*[(person, 10, "Broken") for person in range(4)], (5, 20, "Too bitter"), (6, 30, None)]
    tables = replace(tables, returns=shop.returns(*said))

    here, there = (learn.learn(one, tables, as_of=shop.AS_OF) for one in (engine, spark))

    assert alike(here.scores.to_pylist(), there.scores.to_pylist())
    assert [finding.rule for finding in here.findings] == [finding.rule for finding in there.findings]
    for name, rows in here.results.items():
        assert alike(rows, there.results[name]), name


def alike(one, other):
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if one == other or not isinstance(one, int | float | Decimal):
        return one == other
    return math.isclose(float(one), float(other), rel_tol=1e-5, abs_tol=1e-5)
