"""A bar or a cell counts exactly the people that its address finds."""

from datetime import date, timedelta

import pytest

from regulars.insight import behind, learn, runs
from regulars.insight.models import Score
from regulars.web.insight import value
from tests.insight import shop


@pytest.fixture(scope="module")
def learned(engine):
    seen = shop.people(*[(person, "2024-01-01") for person in range(1, 301)], (901, "2026-06-20"), (902, "2025-01-01"))
    return learn.learn(engine, shop.tables(shop.drawn(300), people=seen), as_of=shop.AS_OF)


@pytest.fixture
def count(learned, teahouse, at):
    begun = runs.begin(teahouse, as_of=shop.AS_OF, code_version="1", snapshot={}, at=at("2026-07-01 02:00"))
    run = runs.publish(begun, learned, at=at("2026-07-01 02:05"))

    def counted(**given):
        return Score.objects.filter(run=run).matching(behind.people(behind.written(**given))).count()

    return counted


def test_every_cell_of_recency_and_frequency(learned, count):
    rows = learned.results["rfm"]

    assert sum(row["people"] for row in rows) == 300
    assert all(count(recency=row["recency"], frequency=row["frequency"]) == row["people"] for row in rows)


@pytest.mark.parametrize(
    ("result", "name"),
    [("values", "value"), ("order_values", "order_value"), ("gaps", "gap"), ("return_rates", "return")],
)
def test_every_bin(learned, count, result, name):
    rows = learned.results[result]

    assert rows
    for row in rows:
        ends = {f"{name}_min": row["low"], f"{name}_max": row["high"]}
        assert count(**ends) == row["people"]


def test_every_number_of_orders(learned, count):
    for row in learned.results["order_counts"]:
        assert count(orders_min=row["low"], orders_max=row["high"]) == row["people"]


def test_every_month_of_every_cohort(learned, count):
    rows = [row for row in learned.results["cohorts"] if row["months_after"] < 12][:40]

    assert any(row["months_after"] for row in rows)
    for row in rows:
        cohort = f"{row['cohort']:%Y-%m}"
        assert count(cohort=cohort) == row["size"]
        assert count(cohort=cohort, bought_after=row["months_after"]) == row["people"]


def test_every_move(learned, count):
    rows = learned.results["moves"]

    assert {row["stage_before"] for row in rows if row["stage"] == "target"} == {None}
    assert sum(row["people"] for row in rows) == 302
    for row in rows:
        assert count(moved_from=row["stage_before"] or behind.NOT_KNOWN_YET, moved_to=row["stage"]) == row["people"]


def test_the_largest_buyers(learned, count):
    for row in learned.results["pareto"]:
        assert count(spent_min=row["least"]) == row["as_many"]


def test_what_makes_no_sense_asks_for_nobody_in_particular():
    nonsense = "recency:6 stage:king cohort:2025-13 value_min:-1 bought_after:99 q:x spent_min"

    assert behind.people(nonsense) == {}
    assert behind.people("cohort:2025-12") == {"first_on__gte": "2025-12-01", "first_on__lt": "2026-01-01"}
    assert behind.asked("cohort:2025-12 recency:5") == {"cohort": date(2025, 12, 1), "recency": 5}


def test_every_group_of_the_test_and_those_of_it_who_bought(learned, count):
    [models], rows = learned.results["models"], learned.results["calibration"]
    since = shop.AS_OF - timedelta(days=models["held_out_days"] - 1)

    assert len(rows) > 3
    for row in rows:
        ends = value.ends(row["purchases_before"])
        assert count(**ends) == row["people"]
        assert count(**ends, bought_since=since.isoformat()) == row["bought"]


def test_every_day_of_the_second_order(learned, count):
    for row in learned.results["second_orders"][::6]:
        assert count(second_max=row["days"] + 1) == row["people"]
