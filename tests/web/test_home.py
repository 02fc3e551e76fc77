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
from regulars.identity.models import Person
from regulars.insight.models import Finding, Run
from tests.conftest import At
from tests.make import commerce, workspace
from tests.web.conftest import signed_in

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
