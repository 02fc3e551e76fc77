"""Runs are seen whole or not at all."""

from datetime import timedelta

import pyarrow as pa
import pytest

from regulars.insight import learn, partitions, runs
from regulars.insight.kinds import News
from regulars.insight.models import Finding, Run, Score
from regulars.insight.rules.finding import Finding as Found
from regulars.insight.rules.finding import Range
from tests.insight import shop


@pytest.fixture(scope="module")
def learned(engine):
    return learn.learn(engine, shop.tables(shop.drawn(200)), as_of=shop.AS_OF)


@pytest.fixture
def begun(teahouse, at):
    return runs.begin(teahouse, as_of=shop.AS_OF, code_version="1", snapshot={"orders": 3}, at=at("2026-07-01 02:00"))


def test_a_run_is_published_with_all_that_was_learned(begun, learned, teahouse, at):
    run = runs.publish(begun, learned, at=at("2026-07-01 02:05"))

    assert Run.objects.current(teahouse) == run
    assert Score.objects.filter(run=run).count() == 200
    assert {result.technique for result in run.results.all()} == set(learned.results)
    assert run.findings.count() == len(learned.findings)


def test_scores_come_back_as_they_went_in(begun, learned, at):
    run = runs.publish(begun, learned, at=at("2026-07-01 02:05"))

    row = learned.scores.to_pylist()[0]
    score = Score.objects.get(run=run, person_id=row["person"])
    assert {name: getattr(score, name) for name in row if name != "person"} == {
        name: value for name, value in row.items() if name != "person"
    }


def test_a_finding_finds_its_people_in_the_database(begun, learned, at):
    run = runs.publish(begun, learned, at=at("2026-07-01 02:05"))

    findings = [finding for finding in run.findings.all() if "people" in finding.behind]
    assert findings
    for finding in findings:
        assert Score.objects.filter(run=run).matching(finding.behind["people"]).count() == finding.people


def test_a_filter_over_what_is_no_score_is_refused(begun):
    with pytest.raises(ValueError):
        Score.objects.matching({"person__identifiers__value": "li@teahouse.example"})


def test_nobody_sees_a_run_that_is_not_whole(begun, learned, teahouse):
    partitions.fill(begun.id, learned.scores)

    assert Run.objects.current(teahouse) is None
    assert not Score.objects.filter(run=begun).exists()


def test_the_sweep_keeps_the_current_and_the_young(begun, learned, teahouse, at):
    now = at("2026-07-01 02:05")
    runs.sweep(at=now)  # what other tests have committed
    old = runs.publish(begun, learned, at=now)
    new = runs.publish(
        runs.begin(teahouse, as_of=shop.AS_OF, code_version="1", snapshot={}, at=now),
        learned,
        at=now + timedelta(days=1),
    )
    half, dead = (
        runs.begin(teahouse, as_of=shop.AS_OF, code_version="1", snapshot={}, at=moment)
        for moment in (now + timedelta(days=1), now)
    )
    for run in (half, dead):
        partitions.fill(run.id, learned.scores)

    dropped = runs.sweep(at=now + timedelta(days=1, hours=1))

    assert dropped == [old.id, dead.id]
    assert partitions.runs() == {new.id, half.id}
    assert Score.objects.filter(run=new).count() == 200


def test_findings_tell_what_is_new_or_changed(begun, teahouse, at):
    def learned(**stakes):
        found = [Found(rule, stake=Range(money), people=10) for rule, money in stakes.items()]
        return learn.Learned(pa.table({"person": pa.array([], pa.int64())}), {}, found, {})

    runs.publish(begun, learned(due_soon=100.0, second_order=50.0), at=at("2026-07-01 02:05"))
    again = runs.begin(teahouse, as_of=shop.AS_OF, code_version="1", snapshot={}, at=at("2026-07-02 02:00"))
    runs.publish(again, learned(due_soon=105.0, second_order=60.0, slipped_away=10.0), at=at("2026-07-02 02:05"))

    news = [(finding.rule, finding.news) for finding in Finding.objects.filter(run=again).in_order()]
    assert news == [("second_order", News.CHANGED), ("slipped_away", News.NEW), ("due_soon", News.SAME)]
