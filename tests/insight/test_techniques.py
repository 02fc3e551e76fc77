"""Each technique on a history that the head can check."""

from datetime import date
from decimal import Decimal

import pytest

from regulars.insight import baskets, cohorts, facts, moves, pareto, products, rfm, rhythm, spread
from regulars.insight.lifecycle import Limits
from tests.insight import shop
from tests.insight.shop import AS_OF

LI, WU, SOL, BO = 1, 2, 3, 4
HISTORY = shop.orders(
    (LI, "2026-01-10", 40), (LI, "2026-02-09", 40), (LI, "2026-03-11", 40), (LI, "2026-03-11", 10),
    (WU, "2026-01-20", 90), (SOL, "2026-06-30", 5), (LI, "2026-03-20", -20, "return"),
    (None, "2026-06-01", 100), (BO, "2026-06-01", 50, "cancelled"), (BO, "2026-06-02", 0),
)  # fmt: skip


@pytest.fixture
def occasions(engine):
    return facts.occasions(engine, HISTORY, as_of=AS_OF)


@pytest.fixture
def known(engine, occasions):
    return facts.people(engine, occasions, HISTORY, as_of=AS_OF)


def of(table, person):
    return next(row for row in table.to_pylist() if row["person"] == person)


def test_two_orders_of_a_day_are_one_occasion(known):
    li = of(known, LI)

    assert (li["orders"], li["occasions"], li["spent"], li["returned"]) == (4, 3, Decimal(130), Decimal(20))
    assert (li["first_on"], li["last_on"], li["second_after"]) == (date(2026, 1, 10), date(2026, 3, 11), 30)
    assert li["days_away"] == 111


def test_only_sales_above_zero_of_known_people_make_a_buyer(known):
    assert sorted(known.column("person").to_pylist()) == [LI, WU, SOL]


def test_what_happened_after_the_day_is_not_known(engine):
    occasions = facts.occasions(engine, HISTORY, as_of=date(2026, 2, 9))

    known = facts.people(engine, occasions, HISTORY, as_of=date(2026, 2, 9))

    assert (of(known, LI)["orders"], of(known, LI)["days_away"]) == (2, 0)
    assert known.num_rows == 2


def test_scores_are_the_fifths_of_those_who_are_worse(engine):
    history = shop.orders(*[(person, 10 * person, 100 - person) for person in range(1, 11)])
    known = facts.people(engine, facts.occasions(engine, history, as_of=AS_OF), history, as_of=AS_OF)

    scores = rfm.scores(engine, known)

    assert [of(scores, person)["recency"] for person in range(1, 11)] == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert [of(scores, person)["money"] for person in range(1, 11)] == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert {row["frequency"] for row in scores.to_pylist()} == {1}
    assert of(scores, 1)["rfm_group"] == "new"


def test_equal_facts_have_equal_scores(engine):
    history = shop.orders(*[(person, 30, 20) for person in range(1, 8)], (8, 30, 21))
    known = facts.people(engine, facts.occasions(engine, history, as_of=AS_OF), history, as_of=AS_OF)

    scores, shares = rfm.scores(engine, known), pareto.shares(engine, known)

    assert (
        len({(row["recency"], row["frequency"], row["money"]) for row in scores.to_pylist() if row["person"] < 8}) == 1
    )
    assert len({row["sales_share"] for row in shares.to_pylist() if row["person"] < 8}) == 1


def test_the_largest_buyers_make_most(engine):
    history = shop.orders((1, 10, 80), (2, 10, 10), (3, 10, 5), (4, 10, 5))
    known = facts.people(engine, facts.occasions(engine, history, as_of=AS_OF), history, as_of=AS_OF)

    shares, curve = pareto.shares(engine, known), pareto.curve(engine, known).to_pylist()

    assert [of(shares, person)["sales_share"] for person in (1, 2, 3, 4)] == [0.8, 0.9, 1.0, 1.0]
    assert [of(shares, person)["share_before"] for person in (1, 2, 3, 4)] == pytest.approx([0.0, 0.8, 0.9, 0.9])
    assert [(row["percent"], row["people_up_to"]) for row in curve] == [(25, 1), (50, 2), (75, 3), (100, 4)]
    assert [(row["least"], row["as_many"], row["their_share"]) for row in curve] == [
        (80, 1, 0.8), (10, 2, 0.9), (5, 4, 1.0), (5, 4, 1.0),
    ]  # fmt: skip


def test_a_cohort_is_followed_month_by_month(engine, occasions, known):
    rows = cohorts.months(engine, occasions, known).to_pylist()

    assert [(row["cohort"].month, row["months_after"], row["people"], row["retention"]) for row in rows] == [
        (1, 0, 2, 1.0), (1, 1, 1, 0.5), (1, 2, 1, 0.5), (6, 0, 1, 1.0),
    ]  # fmt: skip


def test_the_months_of_a_buyer_are_bits(engine, occasions, known):
    presence = cohorts.presence(engine, occasions, known)

    assert {row["person"]: row["active_months"] for row in presence.to_pylist()} == {LI: 0b111, WU: 1, SOL: 1}


def test_people_stood_elsewhere_a_month_ago(engine):
    history = shop.orders((LI, 200, 40), (LI, 10, 40), (WU, 20, 9), (SOL, 375, 9), (BO, 190, 9))
    people = shop.people((LI, "2025-01-01"), (WU, "2026-06-10"), (SOL, "2025-01-01"), (9, "2026-06-20"))
    occasions = facts.occasions(engine, history, as_of=AS_OF)

    before = moves.stages_before(
        engine, moves_people(engine, people), occasions, history, None, as_of=AS_OF, limits=Limits()
    )

    stages = {row["person"]: row["stage"] for row in before.to_pylist()}
    assert stages == {LI: "first_time", SOL: "at_risk", BO: "first_time"}


def moves_people(engine, people):
    return engine.run("select *, false as marked, false as anonymous from people", people=people)


def test_bins_reach_up_to_but_not_including_their_end(engine):
    history = shop.orders((LI, 5, 10), (WU, 5, "19.99"), (SOL, 5, 20), (BO, 5, 5000))
    known = facts.people(engine, facts.occasions(engine, history, as_of=AS_OF), history, as_of=AS_OF)
    scores = engine.run("select *, cast(null as decimal(20, 6)) as value_365 from known", known=known)

    rows = spread.bins(engine, scores, column="spent", edges=(0.0, 10.0, 20.0, 50.0)).to_pylist()

    assert [(row["low"], row["high"], row["people"]) for row in rows] == [(10, 20, 2), (20, 50, 1), (50, None, 1)]


def test_the_summary_counts_what_the_store_did(engine, occasions, known):
    row = rhythm.summary(engine, occasions, known).to_pylist()[0]

    assert (row["buyers"], row["bought_again"], row["orders"], row["spent"]) == (3, 1, 6, Decimal(225))
    assert (row["order_value"], row["gap_median"]) == (37.5, 30)
    assert row["repeat_rate"] == pytest.approx(1 / 3)


def test_months_tell_known_from_unknown_sales(engine, occasions):
    june = rhythm.months(engine, occasions, HISTORY, as_of=AS_OF).to_pylist()[-1]

    assert (june["month"], june["buyers"], june["first_buyers"]) == (date(2026, 6, 1), 1, 1)
    assert (june["sold"], june["of_nobody"], june["bought"]) == (Decimal(105), Decimal(100), Decimal(5))


def test_an_empty_store_has_empty_tables(engine):
    nothing = shop.orders()
    occasions = facts.occasions(engine, nothing, as_of=AS_OF)
    known = facts.people(engine, occasions, nothing, as_of=AS_OF)

    assert occasions.num_rows == known.num_rows == rfm.scores(engine, known).num_rows == 0
    assert rhythm.summary(engine, occasions, known).to_pylist()[0]["buyers"] == 0


def test_products_rise_fall_and_come_back(engine):
    lines = shop.lines(
        *[(order, 1, 10) for order in range(30)], *[(order, 1, 100) for order in range(12)],
        *[(order, 2, 100, 1) for order in range(20)], *[(order, 2, 10) for order in range(4)],
    )  # fmt: skip

    rows = {
        row["product_id"]: row for row in products.sellers(engine, lines, shop.products(1, 2), as_of=AS_OF).to_pylist()
    }

    assert (rows[1]["is_rising"], rows[1]["change"], rows[1]["title"]) == (True, 180.0, "Tea 1")
    assert (rows[2]["is_falling"], rows[2]["is_returned_most"], rows[1]["is_returned_most"]) == (True, True, False)
    assert rows[2]["back"] == pytest.approx(20 / 24)
    assert rows[2]["back_low"] < 20 / 24 < rows[2]["back_high"]


def test_what_meets_more_often_than_chance_is_a_pair(engine):
    together = [line for order in range(20) for line in ((order, 1, 5), (order, 2, 5))]
    alone = [(order, 3 + order % 2, 5) for order in range(20, 60)]

    rows = baskets.pairs(engine, shop.lines(*together, *alone), shop.products(1, 2, 3), as_of=AS_OF).to_pylist()

    assert [(row["product_id"], row["other_id"], row["together"], row["lift"]) for row in rows] == [(1, 2, 20, 3.0)]
    assert rows[0]["confidence"] == 1.0
