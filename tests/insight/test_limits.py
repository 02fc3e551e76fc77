"""A store's own limits between the stages: seen beforehand, set, learned by, and taken back."""

from collections import Counter
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from regulars import flow
from regulars.base.events import undo
from regulars.base.events.event import START, Logged
from regulars.base.events.kinds import Mode
from regulars.base.workspace.models import Store
from regulars.insight import learn, limits, runs
from regulars.insight.learn import Settings
from regulars.insight.lifecycle import Limits
from regulars.insight.models import LifecycleRules, Run, Score
from tests.insight import shop

OTHERS = [
    Limits(loyal_purchases=2, at_risk_share=0.5, lost_share=0.6, lost_chance=0.5),
    Limits(lost_alive=0.9, target_days=5),
    Limits(target_days=400, loyal_purchases=10),
]


@pytest.fixture(scope="module")
def tables():
    lookers = [(person, f"2026-06-{person - 900:02d}") for person in range(901, 931)]
    return shop.tables(shop.drawn(300), people=shop.people((951, "2025-09-01"), *lookers))


@pytest.fixture
def run(engine, tables, teahouse, at):
    """The last run of the store."""
    begun = runs.begin(teahouse, as_of=shop.AS_OF, code_version="1", snapshot={}, at=at("2026-07-01 02:00"))
    return runs.publish(begun, learn.learn(engine, tables, as_of=shop.AS_OF), at=at("2026-07-01 02:05"))


@pytest.mark.parametrize("other", OTHERS)
def test_the_preview_says_what_learning_will(engine, tables, run: Run, other: Limits):
    moves = limits.preview(run, other)

    relearned = learn.learn(engine, tables, as_of=shop.AS_OF, settings=Settings(other)).scores.to_pylist()
    stages = dict(Score.objects.filter(run=run).values_list("person_id", "stage"))
    expected = Counter((stages[row["person"]], row["stage"]) for row in relearned)
    assert {(move.stage, move.stage_then): move.people for move in moves} == expected
    assert limits.moved(moves) > 0


def test_the_preview_is_one_statement_over_all_people(run: Run):
    with CaptureQueriesContext(connection) as asked:
        limits.preview(run, Limits(loyal_purchases=3))

    assert len([query for query in asked if "insight_score" in query["sql"]]) == 1


def test_without_rules_of_its_own_a_store_has_those_of_everybody(teahouse: Store):
    assert limits.of(teahouse) == Limits()


def test_rules_are_set_and_taken_back(teahouse: Store, mei, at):
    first = limits.change(teahouse, Limits(loyal_purchases=3), by=mei, at=at("2026-07-02"))
    second = limits.change(teahouse, Limits(loyal_purchases=5), by=mei, at=at("2026-07-03"))

    undo.undo(second, by=mei, at=at("2026-07-04"))
    after_one = limits.of(teahouse)
    undo.undo(first, by=mei, at=at("2026-07-04"))

    assert after_one == Limits(loyal_purchases=3)
    assert limits.of(teahouse) == Limits()


def test_a_change_and_its_undo_make_learning_necessary(run: Run, teahouse: Store, mei, at):
    before = runs.is_current(teahouse)
    operation = limits.change(teahouse, Limits(loyal_purchases=3), by=mei, at=at("2026-07-02"))
    changed = runs.is_current(teahouse)
    Run.objects.filter(id=run.id).update(started_at=at("2026-07-03"))
    learned_again = runs.is_current(teahouse)
    undo.undo(operation, by=mei, at=at("2026-07-04"))

    assert (before, changed, learned_again, runs.is_current(teahouse)) == (True, False, True, False)


@pytest.mark.parametrize("wrong", [{"loyal_purchases": 1}, {"at_risk_share": 0.97}, {"at_risk_days": 400}])
def test_the_database_refuses_limits_that_make_no_sense(teahouse: Store, mei, at, wrong):
    with pytest.raises(IntegrityError):
        limits.change(teahouse, replace(Limits(), **wrong), by=mei, at=at("2026-07-02"))


def test_each_limit_has_a_column():
    assert set(limits.FIELDS) <= {field.name for field in LifecycleRules._meta.get_fields()}


def test_only_the_undo_of_rules_sets_learning_off(at):
    def heard(**properties):
        return Logged(
            id=uuid4(), position=START, store=1, person=None, name=flow.EVENT_UNDONE, happened_at=at("2026-07-01"),
            received_at=at("2026-07-01"), source="regulars", actor="system", operation=1, mode=Mode.LIVE,
            properties=properties, personal={},
        )  # fmt: skip

    assert flow.changes_what_is_learned(heard(name="insight.lifecycle_changed"))
    assert not flow.changes_what_is_learned(heard(name="order.placed"))
