"""The shell in a real browser: palette, keys, lists by keyboard, phone, and without a script."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from regulars.base.workspace.models import SavedView, Staff, Store
from regulars.insight.models import Run
from tests.make import desk, shop, workspace
from tests.web.test_browser import axe, come_in, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of, but for questions that htmx takes back because a newer one has been typed."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(("htmx:afterRequest", "htmx:sendAbort")):
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert heard == []


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
def developing(settings: Any) -> None:
    settings.DEVELOPER = True


def test_the_palette_leads_to_a_page_and_to_a_person_by_keys_alone(
    page: Page, live_server: Any, run: Run, member: Staff, complaints: list[str]
):
    come_in(page, live_server, member).goto(live_server.url)

    page.keyboard.press("Control+k")
    page.keyboard.type("stores")
    expect(page.locator("#palette_found a").first).to_contain_text("Stores")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/settings/stores/"))

    page.keyboard.press("Control+k")
    page.keyboard.type("buyer7@")
    expect(page.locator("#palette_found a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/customers/per_"))

    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="Teahouse")).to_be_visible()


def test_escape_closes_the_palette_and_gives_the_focus_back(page: Page, live_server: Any, run: Run, member: Staff):
    come_in(page, live_server, member).goto(live_server.url)
    opener = page.locator(".seek")

    opener.focus()
    opener.press("Enter")
    expect(page.locator("#palette_q")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#palette")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_keys_are_shown_on_a_question_mark(page: Page, live_server: Any, store: Store, member: Staff):
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('settings_account')}")

    page.keyboard.press("?")

    expect(page.locator("#keymap").get_by_text("Open the row")).to_be_visible()


def test_a_list_is_walked_and_opened_by_keys(page: Page, live_server: Any, run: Run, member: Staff):
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('customers')}")
    name = page.locator("tr[data-row] a").nth(1).inner_text()

    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_rows_are_chosen_by_keys_and_the_bar_says_how_many(
    page: Page, live_server: Any, developing: None, store: Store, member: Staff, complaints: list[str]
):
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('components')}")
    bar = page.get_by_role("group", name="With the chosen rows")
    expect(bar).to_be_hidden()

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(bar).to_contain_text("1 chosen")
    page.locator("input[name=ids]").nth(3).click(modifiers=["Shift"])
    expect(bar).to_contain_text("4 chosen")
    page.keyboard.press("Escape")

    expect(bar).to_be_hidden()


def test_all_that_match_are_shown_once_more_before_they_are_touched(
    page: Page, live_server: Any, developing: None, store: Store, member: Staff, complaints: list[str]
):
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('components')}?stage=loyal")
    page.get_by_label("Choose all on this page").check()
    page.get_by_label("All 250 that match").check()
    page.get_by_role("button", name="Add a tag").click()

    expect(page.get_by_text("250 rows are touched.")).to_be_visible()
    expect(page.get_by_text("Stage is Loyal")).to_be_visible()
    page.get_by_role("button", name="Do it").click()

    expect(page.get_by_text("Tagged 250.")).to_be_visible()
    expect(page.get_by_role("status").get_by_role("button", name="Undo")).to_be_visible()
    page.wait_for_url(re.compile("stage=loyal"))


def test_a_view_is_saved_opened_and_removed(
    page: Page, live_server: Any, run: Run, member: Staff, complaints: list[str]
):
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('customers')}")
    page.get_by_text("Add filter").click()
    page.get_by_role("link", name="Stage", exact=True).click()
    page.get_by_label("Lost").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip--filter")).to_have_text(re.compile("Stage is Lost"))

    page.get_by_text("Save view").click()
    page.get_by_label("Name of the view").fill("Gone")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Gone")).to_have_attribute("aria-current", "page")

    page.get_by_role("link", name=re.compile("Remove: Stage is Lost")).click()
    expect(page.locator(".chip--filter")).to_have_count(0)
    page.get_by_role("link", name="Gone").click()
    expect(page.locator(".chip--filter")).to_have_count(1)
    page.get_by_text("Save view").click()
    page.get_by_role("link", name="Rename or remove this view").click()
    page.get_by_role("button", name="Remove this view").click()

    expect(page.get_by_text("The view “Gone” is removed.")).to_be_visible()
    assert not SavedView.objects.exists()


def test_typing_in_the_search_keeps_the_filters(page: Page, live_server: Any, run: Run, member: Staff):
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('customers')}?orders_min=1")

    page.keyboard.press("/")
    page.keyboard.type("buyer7@")

    expect(page.locator("tr[data-row]")).to_have_count(1)
    page.wait_for_url(re.compile(r"q=buyer7%40.*orders_min=1|orders_min=1.*q=buyer7%40"))


def test_the_theme_changes_by_choosing_it(page: Page, live_server: Any, store: Store, member: Staff):
    come_in(page, live_server, member).goto(live_server.url)

    page.locator("#preferred_theme").select_option("dark")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_on_a_phone_the_menu_opens_and_leads_on(page: Page, live_server: Any, run: Run, member: Staff):
    page.set_viewport_size({"width": 320, "height": 640})
    come_in(page, live_server, member).goto(live_server.url)
    expect(page.locator("#side")).to_be_hidden()

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Customers", exact=True).click()

    expect(page.get_by_role("heading", name="Customers")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_components_keep_the_rules_of_accessibility_and_the_width_of_a_phone(
    page: Page, live_server: Any, developing: None, store: Store, theme: str, complaints: list[str]
):
    come_in(page, live_server, owner_of(store, theme=theme))
    page.goto(f"{live_server.url}{reverse('components')}?edit=stage&spent_min=10")
    assert axe(page) == []

    page.get_by_text("Open a drawer").click()
    expect(page.get_by_role("dialog", name="A drawer")).to_be_visible()
    assert axe(page) == []

    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 320, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_long_work_is_watched_until_it_ends(
    page: Page, live_server: Any, developing: None, store: Store, member: Staff
):
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('components')}")
    before = page.locator(".work__words").first.inner_text()

    expect(page.locator(".work__words").first).not_to_have_text(before, timeout=8_000)


def test_search_notices_and_what_was_seen_need_no_script(browser: Browser, live_server: Any, run: Run, member: Staff):
    desk.notice(member)
    context = browser.new_context(java_script_enabled=False)
    page = come_in(context.new_page(), live_server, member)
    page.goto(live_server.url)

    page.get_by_role("link", name="Search or do").click()
    page.locator("#search_q").fill("buyer7@")
    page.get_by_role("button", name="Search").click()
    page.locator(".found__item").last.click()
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name="Looked at lately").click()
    expect(page.get_by_role("link", name=re.compile(re.escape(name)))).to_be_visible()
    page.get_by_role("link", name=re.compile("Notices")).click()
    expect(page.get_by_text("The import of orders.csv is done.")).to_be_visible()
    page.get_by_role("button", name="Mark all as seen").click()

    expect(page.locator(".nav__count")).to_have_count(0)
    context.close()
