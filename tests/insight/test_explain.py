"""Every score says where it came from."""

from regulars.insight import explain, learn, runs
from regulars.insight.lifecycle import Limits
from regulars.insight.models import Score
from tests.insight import shop


def test_the_clauses_end_with_the_one_that_decided(engine, teahouse, at):
    orders = shop.drawn(200)
    learned = learn.learn(engine, shop.tables(orders), as_of=shop.AS_OF)
    run = runs.begin(teahouse, as_of=shop.AS_OF, code_version="1", snapshot={}, at=at("2026-07-01"))
    runs.publish(run, learned, at=at("2026-07-01"))

    for score in Score.objects.filter(run=run)[:40]:
        told = explain.explain(
            engine, score, orders, models=learned.results["models"][0], as_of=shop.AS_OF, limits=Limits()
        )
        stages = [clause for clause in told.clauses if clause.score == "stage"]

        assert [clause.holds for clause in stages] == [False] * (len(stages) - 1) + [True]
        assert stages[-1].question.startswith(score.stage)
        assert sum(order["counts"] for order in told.orders) == score.orders
        assert {clause.score for clause in told.clauses} >= {"recency", "value_365", "chance_90"}
