"""The list of today holds who is worth it, leaves in peace who is to be, and has nobody twice."""

from datetime import date
from decimal import Decimal

import pytest

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Branch
from regulars.contact import attempts, permission, quiet, rules, today
from regulars.contact.kinds import Channel, Outcome, Permission, Reason
from regulars.contact.models import Claim
from regulars.identity import crowds, owners
from regulars.identity.models import Person
from regulars.insight.kinds import Stage
from regulars.profile import tasks
from tests.make import contact, identity, insight, profile, workspace

pytestmark = pytest.mark.django_db
MORNING = "2026-03-02 09:00"


@pytest.fixture
def run(teahouse):
    return insight.run(teahouse)


@pytest.fixture
def overdue(run, li):
    """Li, a regular who should have bought again."""
    insight.score(run, li, stage=Stage.AT_RISK, occasions=5, orders=5, value_365=Decimal("120"))
    return li


def listed(staff, store, at, moment=MORNING):
    return [(entry.claim.person, entry.claim.reason) for entry in today.of(staff, store, at=at(moment))]


def test_an_overdue_regular_is_listed_with_the_money_at_stake(teahouse, mei, overdue, at):
    [entry] = today.of(mei, teahouse, at=at(MORNING))

    assert (entry.claim.person, entry.claim.reason, entry.claim.stake) == (overdue, Reason.OVERDUE, 120)
    assert (entry.claim.as_of, entry.is_open) == (date(2026, 3, 1), True)


def test_each_rule_finds_its_people_and_tasks_come_first(teahouse, mei, run, overdue, wu, sol, circle, at):
    born, busy = (identity.person(circle, email=f"{name}@teahouse.example") for name in ("born", "busy"))
    insight.score(run, wu, stage=Stage.FIRST_TIME, orders=1, next_from=date(2026, 3, 1), value_365=Decimal("30"))
    insight.score(run, sol, stage=Stage.LOST, occasions=4, orders=4, value_365=Decimal("20"))
    insight.score(run, born, stage=Stage.LOYAL, orders=9, value_365=Decimal("50"))
    profile.of(born, born_on=date(1990, 3, 8))
    tasks.open_task(busy, title="Call", due_on=date(2026, 3, 1), assignee=mei, by=mei, at=at("2026-02-01"))

    found = listed(mei, teahouse, at)

    assert found[0] == (busy, Reason.TASK)
    assert set(found) == {
        (busy, Reason.TASK), (overdue, Reason.OVERDUE), (wu, Reason.SECOND), (born, Reason.BIRTHDAY), (sol, Reason.LOST)
    }  # fmt: skip


def test_a_second_order_that_is_not_due_yet_is_no_reason(teahouse, mei, run, wu, at):
    insight.score(run, wu, stage=Stage.FIRST_TIME, orders=1, next_from=date(2026, 4, 1), value_365=Decimal("30"))

    assert listed(mei, teahouse, at) == []


def test_nobody_stands_in_two_lists(teahouse, mei, bo, run, circle, at):
    other = workspace.staff(circle, Role.MARKETER, name="Kim")
    for number in range(60):
        person = identity.person(circle, email=f"{number}@teahouse.example")
        insight.score(run, person, stage=Stage.AT_RISK, occasions=3, value_365=Decimal(number))

    first, second = listed(mei, teahouse, at), listed(other, teahouse, at)

    assert (len(first), len(second)) == (50, 10)
    assert not set(first) & set(second)


def test_the_list_stays_as_it_is_for_the_day(teahouse, mei, overdue, run, wu, at):
    before = listed(mei, teahouse, at)
    insight.score(run, wu, stage=Stage.AT_RISK, occasions=3, value_365=Decimal("900"))

    assert listed(mei, teahouse, at, "2026-03-02 17:00") == before
    assert {person for person, _ in listed(mei, teahouse, at, "2026-03-03 09:00")} == {overdue, wu}


def test_it_can_be_filled_up_again(teahouse, mei, overdue, run, wu, at):
    listed(mei, teahouse, at)
    insight.score(run, wu, stage=Stage.AT_RISK, occasions=3, value_365=Decimal("900"))

    assert today.draw(mei, teahouse, at=at("2026-03-02 12:00")) == 1
    assert today.draw(mei, teahouse, at=at("2026-03-02 12:00")) == 0


@pytest.mark.parametrize(
    ("outcome", "until", "tried", "is_listed"),
    [
        (Outcome.REACHED, None, "2026-02-20", False),
        (Outcome.REACHED, None, "2026-02-10", True),
        (Outcome.LATER, date(2026, 3, 5), "2026-02-01", False),
        (Outcome.LATER, date(2026, 3, 2), "2026-02-01", True),
        (Outcome.NO, None, "2024-01-02", False),
    ],
)
def test_who_was_tried_is_left_in_peace(teahouse, mei, overdue, at, outcome, until, tried, is_listed):
    contact.attempt(overdue, outcome, by=mei, at=at(tried), until=until)

    assert bool(listed(mei, teahouse, at)) == is_listed


def test_a_refusal_holds_for_all_who_are_one(teahouse, mei, overdue, wu, at):
    contact.attempt(wu, Outcome.NO, by=mei, at=at("2026-01-01"))
    identity.merge(overdue, wu)

    assert listed(mei, teahouse, at) == []


def test_an_undone_refusal_no_longer_counts(teahouse, mei, overdue, at):
    contact.attempt(overdue, Outcome.NO, by=mei, at=at("2026-02-20"))

    undo.undo(Operation.objects.order_by("-id")[0], by=mei, at=at("2026-02-21"))

    assert len(listed(mei, teahouse, at)) == 1


def test_who_refused_every_channel_or_has_none_is_not_listed(teahouse, mei, run, overdue, circle, at):
    profile.of(overdue, accepts_email=False, accepts_sms=False)
    insight.score(run, identity.person(circle, user="77"), stage=Stage.AT_RISK, occasions=3, value_365=Decimal("9"))

    assert listed(mei, teahouse, at) == []


def test_a_colleagues_customers_are_left_to_them(teahouse, mei, bo, circle, overdue, at):
    owners.assign(crowds.one(overdue), owner=bo, circle=circle, by=mei, at=at("2026-01-01"))

    assert listed(mei, teahouse, at) == []


def test_a_sales_rep_gets_their_own_and_an_agent_those_of_the_branch(teahouse, mei, circle, run, overdue, wu, sol, at):
    leeds = Branch.objects.create(circle=circle, name="Leeds")
    rep = workspace.staff(circle, Role.SALES, name="Kim")
    agent = workspace.staff(circle, Role.AGENT, name="Ada", branch=leeds)
    for person in (wu, sol):
        insight.score(run, person, stage=Stage.AT_RISK, occasions=3, value_365=Decimal("9"))
    owners.assign(crowds.one(wu), owner=rep, circle=circle, by=mei, at=at("2026-01-01"))
    owners.move(crowds.one(sol), branch=leeds, circle=circle, by=mei, at=at("2026-01-01"))

    assert listed(rep, teahouse, at) == [(wu, Reason.OVERDUE)]
    assert listed(agent, teahouse, at) == [(sol, Reason.OVERDUE)]


def test_an_analyst_contacts_nobody(teahouse, anna, overdue, at):
    assert listed(anna, teahouse, at) == []


def test_what_came_of_it_shows_in_the_list_and_is_told(teahouse, mei, overdue, at):
    today.of(mei, teahouse, at=at(MORNING))
    attempts.note(overdue, outcome=Outcome.REACHED, channel=Channel.WHATSAPP, by=mei, at=at("2026-03-02 10:00"))

    [entry] = today.of(mei, teahouse, at=at("2026-03-02 11:00"))

    assert (entry.attempt.outcome, entry.is_open) == (Outcome.REACHED, False)
    [(name, outcome)] = query.rows("select name, properties ->> 'outcome' from events where name like 'contact.%%'")
    assert (name, outcome) == ("contact.tried", "reached")


def test_later_needs_a_day_that_lies_ahead(mei, li, at):
    for until in (None, date(2026, 3, 2)):
        with pytest.raises(attempts.NeedsDay):
            contact.attempt(li, Outcome.LATER, by=mei, at=at(MORNING), until=until)


def test_permission_is_said_by_channel_and_a_no_of_any_profile_counts(teahouse, mei, li, wu, at):
    profile.of(li, accepts_email=True)
    profile.of(wu, accepts_sms=False)
    identity.merge(li, wu)

    said = permission.of([li.id], store=teahouse, at=at(MORNING))[li.id]

    assert (said[Channel.EMAIL], said[Channel.SMS], said[Channel.WECHAT]) == (
        Permission.YES,
        Permission.NO,
        Permission.UNKNOWN,
    )
    contact.attempt(wu, Outcome.NO, by=mei, at=at(MORNING))
    assert set(permission.of([li.id], store=teahouse, at=at(MORNING))[li.id].values()) == {Permission.NO}


def test_birthdays_go_over_the_end_of_the_year_and_leap_days():
    assert rules.birthdays(date(2026, 12, 29)) == [1229, 1230, 1231, 101, 102, 103, 104, 105]
    assert 229 in rules.birthdays(date(2026, 2, 25))
    assert rules.birthdays(date(2028, 2, 25)).count(229) == 1


def test_the_list_takes_a_bounded_number_of_statements(teahouse, mei, run, circle, at, django_assert_max_num_queries):
    for number in range(30):
        person = identity.person(circle, email=f"{number}@teahouse.example")
        insight.score(run, person, stage=Stage.AT_RISK, occasions=3, value_365=Decimal(number))
    today.of(mei, teahouse, at=at(MORNING))

    with django_assert_max_num_queries(6):
        today.of(mei, teahouse, at=at(MORNING))


def test_who_was_merged_into_somebody_elses_leaves_the_list(teahouse, circle, run, li, wu, mei, at):
    rep = workspace.staff(circle, Role.SALES, name="Kim")
    insight.score(run, wu, stage=Stage.AT_RISK, occasions=3, value_365=Decimal("9"))
    owners.assign(crowds.one(wu), owner=rep, circle=circle, by=mei, at=at("2026-01-01"))
    assert listed(rep, teahouse, at) == [(wu, Reason.OVERDUE)]

    identity.merge(li, wu)

    assert listed(rep, teahouse, at) == []


def test_a_store_says_for_how_long_people_are_left_in_peace(teahouse, mei, overdue, at):
    contact.attempt(overdue, Outcome.REACHED, by=mei, at=at("2026-02-10"))
    done = quiet.change(teahouse, days=30, by=mei, at=at("2026-02-11"))
    assert listed(mei, teahouse, at) == []

    undo.undo(done, by=mei, at=at("2026-02-12"))

    assert quiet.days(teahouse) == quiet.USUAL
    assert len(listed(mei, teahouse, at, "2026-03-03 09:00")) == 1


def test_what_was_set_is_remembered_with_who_set_it(teahouse, mei, at):
    quiet.change(teahouse, days=30, by=mei, at=at("2026-02-11"))
    quiet.change(teahouse, days=7, by=None, at=at("2026-02-12"))

    assert [(rule.days, rule.set_by) for rule in quiet.history(teahouse)] == [(7, None), (30, mei)]


def test_two_who_are_found_to_be_one_stand_in_the_first_list_only(teahouse, mei, circle, run, li, wu, at):
    other = workspace.staff(circle, Role.MARKETER, name="Kim")
    insight.score(run, li, stage=Stage.AT_RISK, occasions=3, value_365=Decimal("9"))
    assert listed(mei, teahouse, at) == [(li, Reason.OVERDUE)]
    insight.score(run, wu, stage=Stage.AT_RISK, occasions=3, value_365=Decimal("8"))
    assert listed(other, teahouse, at) == [(wu, Reason.OVERDUE)]

    identity.merge(li, wu)

    assert listed(mei, teahouse, at) == [(li, Reason.OVERDUE)]
    assert listed(other, teahouse, at) == []


def test_people_are_put_on_top_by_hand_and_taken_off_by_an_undo(teahouse, mei, overdue, run, wu, circle, at):
    insight.score(run, wu, stage=Stage.LOYAL, orders=9, value_365=Decimal("30"))
    listed(mei, teahouse, at)

    assert today.put(Person.objects.filter(circle=circle), by=mei, store=teahouse, at=at(MORNING)) == 1
    assert listed(mei, teahouse, at) == [(wu, Reason.CHOSEN), (overdue, Reason.OVERDUE)]
    undo.undo(Operation.objects.order_by("-id")[0], by=mei, at=at(MORNING))

    assert listed(mei, teahouse, at) == [(overdue, Reason.OVERDUE)]


def test_who_refused_or_stands_in_another_list_cannot_be_put_on_ones_own(
    teahouse, mei, circle, overdue, run, wu, sol, at
):
    other = workspace.staff(circle, Role.MARKETER, name="Kim")
    listed(mei, teahouse, at)
    contact.attempt(wu, Outcome.NO, by=mei, at=at("2026-01-01"))

    assert today.put(Person.objects.filter(circle=circle), by=other, store=teahouse, at=at(MORNING)) == 1
    assert listed(other, teahouse, at) == [(sol, Reason.CHOSEN)]


def test_who_looked_at_the_list_lately_finds_it_made_in_the_morning(teahouse, mei, bo, overdue, at):
    listed(mei, teahouse, at)

    assert today.draw_ahead(teahouse, at=at("2026-03-03 03:00")) == 0
    assert today.draw_ahead(teahouse, at=at("2026-03-03 06:00")) == 1
    assert Claim.objects.get(day=date(2026, 3, 3)).staff == mei
    assert today.draw_ahead(teahouse, at=at("2026-03-03 07:00")) == 0
    assert today.draw_ahead(teahouse, at=at("2026-03-12 06:00")) == 0
