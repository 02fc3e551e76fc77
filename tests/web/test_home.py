"""Home: what it says before there are orders, before learning, and after."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Store
from regulars.collect.models import Import
from regulars.contact.models import Claim
from regulars.identity.models import Person
from regulars.insight import sentences
from regulars.insight.models import Finding, Run
from regulars.web.home import acts
from tests.conftest import At
from tests.make import commerce, identity, insight, profile, workspace
from tests.web.conftest import signed_in
from tests.web.test_record import undone

pytestmark = pytest.mark.django_db


def test_without_orders_home_teaches_the_import(at_work: Client):
    assert "regulars import orders" in at_work.get("/").content.decode()


def test_with_orders_home_teaches_to_learn(at_work: Client, teahouse: Store, li: Person, at: At):
    commerce.order(teahouse, "1", placed_at=at("2026-01-01"), person=li, tea="4.50")

    assert "regulars learn" in at_work.get("/").content.decode()


def test_home_shows_findings_with_the_way_to_their_people(at_work: Client, learned: Run):
    page = at_work.get("/").content.decode()

    for finding in Finding.objects.filter(run=learned):
        assert (f"?finding={finding.id}" in page) == ("people" in finding.behind)


def test_a_finding_that_was_put_off_stays_away_from_its_reader_only(at_work: Client, learned: Run):
    finding = Finding.objects.filter(run=learned).in_order()[0]
    colleague = signed_in(workspace.staff(learned.store.circle, Role.MANAGER, name="Mei"))
    address = reverse("finding_snooze", args=[finding.id])

    at_work.post(address)

    assert address not in at_work.get("/").content.decode()
    assert address in colleague.get("/").content.decode()
    at_work.post(reverse("finding_snooze", args=[0]))
    assert address in at_work.get("/").content.decode()


def test_key_numbers_come_with_the_line_of_their_months(at_work: Client, learned: Run):
    page = at_work.get("/").content.decode()

    assert page.count('class="sparkline"') == 5


def test_home_takes_few_statements(at_work: Client, learned: Run):
    with CaptureQueriesContext(connection) as asked:
        at_work.get("/")

    assert len(asked) <= 12


def test_who_may_not_see_insight_is_shown_the_way_to_people(teahouse: Store, learned: Run):
    agent = signed_in(workspace.staff(teahouse.circle, Role.AGENT, name="Bo"))

    page = agent.get("/").content.decode()

    assert 'class="stat"' not in page
    assert "Find a customer" in page


def test_a_page_carries_neither_inline_style_nor_inline_script(at_work: Client, learned: Run):
    answer = at_work.get("/")

    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert b" style=" not in answer.content
    assert b"<style" not in answer.content


def test_home_says_what_became_of_the_last_import(at_work: Client, teahouse: Store, learned: Run, at: At):
    imported(teahouse, at("2026-03-02"), state="refused", problem="The file orders.csv is empty.")

    assert "The file orders.csv is empty." in at_work.get("/").content.decode()


def test_home_says_that_learning_is_behind(at_work: Client, teahouse: Store, learned: Run, at: At):
    imported(teahouse, at("2026-03-02"), state="done", finished_at=at("2026-03-02"))

    assert "regulars learn" in at_work.get("/").content.decode()


def imported(store: Store, moment: datetime, **facts: Any) -> Import:
    return Import.objects.create(
        store=store, kind="orders", file_name="orders.csv", path="orders.csv", sha256="0", size=1, timezone="UTC",
        currency="GBP", registered_at=moment, **facts,
    )  # fmt: skip


def test_every_rule_has_an_act_for_whoever_reads_its_findings():
    assert set(acts.ACTS) == set(sentences.SENTENCES)


@pytest.mark.parametrize("role", [Role.OWNER, Role.MARKETER, Role.ANALYST, Role.VIEWER])
def test_each_finding_offers_one_act_that_its_reader_may_do(role: Role, teahouse: Store, learned: Run):
    member = workspace.staff(teahouse.circle, role, name="Kim")
    findings = list(Finding.objects.filter(run=learned))
    reader = acts.reader(member, findings)

    for offer in (acts.of(finding, reader) for finding in findings):
        assert offer is not None
        if not offer.sent:
            assert signed_in(member).get(offer.address).status_code == 200, offer


@pytest.fixture
def overdue(teahouse: Store, li: Person, wu: Person) -> Finding:
    """Two regulars are overdue, one of them may be contacted no more."""
    run = insight.run(teahouse)
    for person in (li, wu):
        insight.score(run, person, stage="at_risk", occasions=1, orders=4)
    profile.of(wu, accepts_email=False, accepts_sms=False)
    stake = {"stake": 120, "stake_low": 80, "stake_high": 160}
    return insight.finding(run, "overdue_regulars", people=2, behind={"people": {"stage": "at_risk"}}, **stake)


def sent(client: Client, finding: Finding, act: str) -> str:
    """What the form of the finding's act sends, and the page that follows."""
    given = {"everybody": "yes", "query": f"finding={finding.id}", "next": "/", "tag-name": "Overdue"}
    return client.post(reverse("customers_bulk", args=[act]), given, follow=True).content.decode()


def test_the_people_of_a_finding_are_put_on_ones_own_list_and_taken_off(at_work: Client, overdue: Finding, li: Person):
    page = sent(at_work, overdue, "today")

    assert "1 customer stands on your list of today." in page
    assert [(claim.person, claim.reason) for claim in Claim.objects.all()] == [(li, "chosen")]
    undone(at_work, page)
    assert not Claim.objects.exists()


def test_a_finding_of_more_than_a_hundred_shows_first_what_would_happen(at_work: Client, overdue: Finding):
    for _number in range(100):
        insight.score(overdue.run, identity.person(overdue.run.store.circle), stage="at_risk", orders=1)

    page = sent(at_work, overdue, "today")

    assert "Of 102 rows, 50 are touched at most." in page
    assert not Claim.objects.exists()


def test_who_may_not_change_people_is_offered_no_change(anna: Any, overdue: Finding):
    offer = acts.of(overdue, acts.reader(anna, [overdue]))

    assert offer is not None
    assert not offer.sent
    answer = signed_in(anna).post(reverse("customers_bulk", args=["today"]), {"everybody": "yes"})
    assert answer.status_code == 403


def test_a_list_of_one_stage_shows_its_playbook(at_work: Client, overdue: Finding):
    assert "Playbook: Win them back" in at_work.get(reverse("customers"), {"stage": "lost"}).content.decode()
    assert "Playbook: Win them back" in at_work.get(reverse("customers"), {"finding": overdue.id}).content.decode()
    assert "Playbook:" not in at_work.get(reverse("customers"), {"stage": ["lost", "loyal"]}).content.decode()
