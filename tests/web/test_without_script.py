"""Every main form does its work in a browser that runs no script."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from regulars.base.workspace.models import Account, Staff, Store
from regulars.insight.models import Run, Score
from regulars.profile.models import Note, Profile, Tagging, Task
from tests.make import shop, workspace
from tests.web.test_browser import come_in, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def store(transactional_db: None) -> Store:
    return workspace.store("Teahouse")


@pytest.fixture
def run(store: Store) -> Run:
    return shop.filled(store, buyers=60, today=date(2026, 3, 1))


@pytest.fixture
def member(store: Store) -> Staff:
    return owner_of(store)


@pytest.fixture
def plain(browser: Browser, live_server: Any, tmp_path: Path, settings: Any) -> Iterator[Page]:
    """A window that runs no script, at nobody's desk yet."""
    settings.HOME = tmp_path
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    yield context.new_page()
    context.close()


@pytest.fixture
def record(run: Run, plain: Page, live_server: Any, member: Staff) -> Page:
    """The page of the busiest customer, before the owner."""
    score = Score.objects.filter(run=run).order_by("-orders").select_related("person").first()
    assert score is not None
    come_in(plain, live_server, member).goto(reverse("person", args=[score.person.public_id]))
    return plain


def test_one_signs_in_and_out(plain: Page, member: Staff):
    plain.goto("/")
    plain.get_by_label("Email").fill(member.account.email)
    plain.locator("#id_password").fill("a long passphrase")
    plain.get_by_role("button", name="Sign in", exact=True).click()
    expect(plain.get_by_role("navigation", name="Main")).to_be_visible()

    plain.get_by_role("button", name="Sign out").click()
    expect(plain.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_language_and_theme_are_chosen(plain: Page, live_server: Any, member: Staff):
    come_in(plain, live_server, member).goto(reverse("settings_account"))
    form = plain.locator("form.preferences")

    form.get_by_label("Language").select_option("zh-hant")
    form.get_by_label("Theme").select_option("dark")
    form.get_by_role("button").click()

    expect(plain.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    assert Account.objects.get(id=member.account_id).language == "zh-hant"


def test_the_profile_is_edited_and_that_is_undone(record: Page):
    record.get_by_role("link", name="Details").click()
    record.locator("#person_profile a").click()
    record.get_by_label("Company").fill("Wong Tea House")
    record.get_by_role("button", name="Save").click()
    expect(record.get_by_text("Wong Tea House").first).to_be_visible()

    record.get_by_role("status").get_by_role("button", name="Undo").click()

    assert not Profile.objects.filter(company="Wong Tea House").exists()


def test_a_note_a_task_and_a_tag_are_written_down(record: Page):
    record.get_by_role("link", name="Notes and tasks").first.click()
    record.locator("textarea[name=text]").fill("Asked for the spring harvest.")
    record.get_by_role("button", name="Keep the note").click()
    record.locator("#tasks summary").click()
    record.locator("#tasks input[name=title]").fill("Send the list")
    record.locator("#tasks form:has([name=title]) button").click()
    record.get_by_role("button", name="“Send the list” is done").click()
    record.get_by_role("link", name="Details").click()
    record.locator("form[action$='/tags/'] input[type=text]").fill("tasting club")
    record.locator("form[action$='/tags/'] button").click()

    expect(record.locator(".borne", has_text="tasting club")).to_be_visible()
    assert (Note.objects.count(), Task.objects.exclude(done_at=None).count(), Tagging.objects.count()) == (1, 1, 1)


def test_a_guide_is_put_away_and_brought_back(record: Page):
    record.get_by_role("button", name="Do not show this hint again").click()
    expect(record.locator(".hint")).to_have_count(0)

    record.get_by_role("button", name="What you can do here").click()
    expect(record.locator(".hint")).to_be_visible()


def test_a_list_is_filtered_sorted_and_tagged_and_the_tags_taken_back(
    plain: Page, live_server: Any, member: Staff, run: Run
):
    come_in(plain, live_server, member).goto(reverse("customers"))
    plain.get_by_label("Search", exact=True).fill("buyer1")
    plain.get_by_role("button", name="Search", exact=True).click()
    plain.get_by_role("link", name="Orders", exact=True).first.click()
    expect(plain).to_have_url(re.compile("q=buyer1.*sort=|sort=.*q=buyer1"))
    expect(plain.locator("tr[data-row]")).to_have_count(11)

    for place in (0, 1):
        plain.locator("input[name=ids]").nth(place).check()
    plain.locator(".bulk summary", has_text="Tag").first.click()
    plain.locator(".bulk input[type=text]").first.fill("tasting club")
    plain.locator(".bulk button[type=submit]:visible").first.click()
    assert Tagging.objects.count() == 2

    plain.get_by_role("status").get_by_role("button", name="Undo").click()
    assert Tagging.objects.count() == 0
