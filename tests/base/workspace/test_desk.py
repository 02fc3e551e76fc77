"""Notices, what was looked at lately, and preferences."""

from datetime import timedelta

import pytest
from django.utils import translation

from regulars.base.workspace import notices, preferences, seen
from regulars.base.workspace.models import Seen, Staff
from tests.conftest import At
from tests.make import desk

pytestmark = pytest.mark.django_db


def test_a_notice_is_said_in_the_language_of_its_reader(anna: Staff):
    desk.notice(anna, "Order %(number)s", number="17")

    with translation.override("zh-hans"):
        assert [notices.said(notice) for notice in notices.of(anna)] == ["订单 17"]


def test_notices_count_until_they_are_seen(anna: Staff, bo: Staff, at: At):
    desk.notice(anna)
    desk.notice(bo)

    notices.see(anna, at=at("2026-03-02"))

    assert (notices.unseen(anna), notices.unseen(bo)) == (0, 1)


def test_what_was_looked_at_last_stands_first_and_once(anna: Staff, at: At):
    for minute, id in enumerate(["per_a", "per_b", "per_a"]):
        seen.note(anna, "person", id, at=at("2026-03-01") + timedelta(minutes=minute))

    assert seen.of(anna) == [("person", "per_a"), ("person", "per_b")]


def test_no_more_than_fifty_are_kept(anna: Staff, at: At):
    for minute in range(60):
        seen.note(anna, "person", f"per_{minute}", at=at("2026-03-01") + timedelta(minutes=minute))

    kept = Seen.objects.filter(staff=anna).order_by("-at")
    assert (kept.count(), kept[0].object_id) == (seen.KEPT, "per_59")


def test_choosing_one_thing_leaves_what_is_chosen_elsewhere(anna: Staff):
    same = Staff.objects.get(id=anna.id)
    preferences.keep(anna, "hint:home", True)
    preferences.keep(same, "columns:customers", ["stage"])

    anna.refresh_from_db()

    assert anna.preferences == {"hint:home": True, "columns:customers": ["stage"]}
