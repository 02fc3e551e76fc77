"""Insights show the current run of a store, and say so where there is none."""

from decimal import Decimal

import pytest

from tests.make import identity, insight, workspace

pytestmark = pytest.mark.django_db


def test_a_store_without_a_run_says_that_nothing_was_learned(caller, teahouse):
    refused = caller.refused("/insights/findings", store=teahouse.public_id)

    assert refused == (404, "nothing_learned")


def test_scores_of_a_stage_come_with_their_run(caller, teahouse, li, wu):
    run = insight.run(teahouse)
    insight.score(run, li, stage="loyal", spent=Decimal("120.5"), chance_90=0.75)
    insight.score(run, wu, stage="lost")

    scores = caller.get("/insights/scores", store=teahouse.public_id, stage="loyal")

    [score] = scores["items"]
    assert (score["person_id"], score["spent"], score["chance_90"]) == (li.public_id, "120.50", 0.75)
    assert (scores["as_of"], scores["currency"]) == ("2026-03-01", "GBP")


def test_a_finding_is_told_with_its_stake(caller, teahouse):
    insight.finding(
        insight.run(teahouse), "overdue_regulars", people=214, stake=18400, stake_low=11000, stake_high=26000
    )

    [finding] = caller.get("/insights/findings", store=teahouse.public_id)["items"]

    assert (finding["rule"], finding["stake"], finding["people"]) == ("overdue_regulars", "18400.00", 214)
    assert finding["sentence"].startswith("214 regulars are overdue by their own rhythm, about £18,400")


def test_the_people_behind_a_finding_can_be_listed(caller, teahouse, li, wu):
    run = insight.run(teahouse)
    insight.score(run, li, orders=9)
    insight.score(run, wu, orders=1)
    insight.finding(run, "often", people=1, behind={"orders__gte": 5})

    scores = caller.get("/insights/scores", store=teahouse.public_id, rule="often")

    assert [score["person_id"] for score in scores["items"]] == [li.public_id]


def test_only_the_newest_run_is_shown(caller, teahouse, li, at):
    insight.score(insight.run(teahouse, at=at("2026-02-01")), li, stage="repeat")
    insight.score(insight.run(teahouse, at=at("2026-03-01")), li, stage="loyal")

    [person] = caller.get(f"/insights/people/{li.public_id}")["items"]

    assert person["score"]["stage"] == "loyal"
    assert caller.get("/people", stage="repeat")["items"] == []
    assert len(caller.get("/people", stage="loyal", store=teahouse.public_id)["items"]) == 1


def test_scores_follow_a_merge(caller, teahouse, li, wu):
    insight.score(insight.run(teahouse), li, stage="loyal")
    identity.merge(li, wu)

    [person] = caller.get(f"/insights/people/{wu.public_id}")["items"]

    assert person["score"]["person_id"] == li.public_id


def test_a_store_that_does_not_know_a_person_has_no_score(caller, teahouse, li):
    insight.run(teahouse)

    [person] = caller.get(f"/insights/people/{li.public_id}")["items"]

    assert (person["store_id"], person["score"]) == (teahouse.public_id, None)


def test_a_curve_is_given_as_it_was_learned(caller, teahouse):
    insight.result(insight.run(teahouse), "pareto", [{"share": 0.2, "sales": 0.8}])

    curves = caller.get("/insights/curves", store=teahouse.public_id)
    pareto = caller.get("/insights/curves/pareto", store=teahouse.public_id)

    assert curves["techniques"] == ["pareto"]
    assert pareto["rows"] == [{"share": 0.2, "sales": 0.8}]


def test_a_store_of_another_circle_is_not_found(caller):
    other = workspace.store("Elsewhere", circle="Other")
    insight.run(other)

    assert caller.refused("/insights/scores", store=other.public_id) == (404, "not_found")
