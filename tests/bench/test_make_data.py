"""The data of the benches: repeatable, overlapping as asked, and adding up."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench import make_data
from bench.make_data import LearnTables


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> LearnTables:
    return make_data.learn_tables(tmp_path_factory.mktemp("tables"), 500, until=date(2026, 11, 20))


def ask(question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        rows: list[tuple[Any, ...]] = connection.execute(question).fetchall()
        return rows


def test_files_overlap_where_their_ranges_do(tmp_path: Path) -> None:
    make_data.lines_csv(tmp_path / "first.csv", 1000)
    make_data.lines_csv(tmp_path / "second.csv", 600, start=700)

    first = (tmp_path / "first.csv").read_text().splitlines()
    second = (tmp_path / "second.csv").read_text().splitlines()

    assert len(second) == 601
    assert first[701:] == second[1:301]
    assert set(first[1:]).isdisjoint(second[301:])


def test_the_lines_of_an_order_add_up_to_it(tables: LearnTables) -> None:
    wrong = ask(
        f"""
        select order_id from '{tables.orders}' orders join '{tables.lines}' lines using (order_id)
        group by order_id, orders.net, orders.items, orders.discount
        having sum(lines.net) <> orders.net or sum(quantity) <> items or sum(lines.discount) <> orders.discount
        """
    )

    assert wrong == []


def test_a_margin_is_known_where_every_cost_is(tables: LearnTables) -> None:
    wrong = ask(
        f"""
        select order_id from '{tables.orders}' orders join '{tables.lines}' lines using (order_id)
        group by order_id, orders.net, margin
        having (margin is null) <> bool_or(cost is null) or margin <> orders.net - sum(cost)
        """
    )

    assert wrong == []


def test_what_came_back_stands_with_what_was_sold(tables: LearnTables) -> None:
    ((returned, back, too_many),) = ask(
        f"""
        select sum(returned), -sum(quantity) filter (order_kind = 'return'),
               count(*) filter (order_kind = 'sale' and returned > quantity)
        from '{tables.lines}'
        """
    )

    assert returned == back > 0
    assert too_many == 0
