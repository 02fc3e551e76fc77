"""The staff pages in a real browser: the first day of an owner."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from regulars.base.workspace.models import Account, Staff, Store
from regulars.insight.models import Run
from tests.make import shop, workspace
from tests.web.conftest import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
OWNER = {"name": "Olga", "email": "olga@teahouse.example", "password": "seven small teapots"}


@pytest.fixture
def store(transactional_db: None) -> Store:
    return workspace.store("Teahouse")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Any) -> None:
    settings.HOME, settings.DEVELOPER = tmp_path, True


@pytest.fixture
def run(store: Store) -> Run:
    return shop.filled(store, buyers=120, today=date(2026, 3, 1))


def test_the_first_day_of_an_owner(page: Page, live_server: Any, run: Run, complaints: list[str]):
    page.goto(live_server.url)
    for field, value in OWNER.items():
        page.locator(f"#id_{field}").fill(value)
    page.get_by_role("button", name="Create the owner").click()
    expect(page.get_by_role("heading", name="Teahouse")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email").fill(OWNER["email"])
    page.locator("#id_password").fill(OWNER["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Customers", exact=True).click()
    page.get_by_label("Search", exact=True).press_sequentially("buyer7@")
    expect(page.locator("#list tbody tr")).to_have_count(1)

    page.locator("#list tbody a").click()
    expect(page.get_by_text("buyer7@example.com")).to_be_visible()
    page.locator("details.order summary").first.click()
    expect(page.get_by_role("columnheader", name="Quantity").first).to_be_visible()


def test_paging_and_filters_need_no_script(browser: Any, live_server: Any, store: Store, run: Run):
    context = browser.new_context(java_script_enabled=False)
    page = come_in(context.new_page(), live_server, owner_of(store))
    page.goto(f"{live_server.url}{reverse('customers')}")

    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_role("link", name="First page")).to_be_visible()
    page.get_by_text("Add filter").click()
    page.get_by_role("link", name="Stage", exact=True).click()
    page.get_by_label("Lost").check()
    page.get_by_role("form", name="Stage").get_by_role("button", name="Apply").click()

    assert set(page.locator("#list tbody .badge").all_inner_texts()) == {"Lost"}
    context.close()


def test_an_explanation_opens_by_keyboard_and_closes_on_escape(page: Page, live_server: Any, store: Store, run: Run):
    come_in(page, live_server, owner_of(store)).goto(live_server.url)
    card = page.locator("details.explain").first

    card.locator("summary").press("Enter")
    expect(card.locator(".explain__card")).to_be_visible()
    page.keyboard.press("Escape")

    expect(card.locator(".explain__card")).to_be_hidden()
    expect(card.locator("summary")).to_be_focused()


def test_the_language_changes_by_choosing_it(page: Page, live_server: Any, store: Store):
    come_in(page, live_server, owner_of(store)).goto(live_server.url)

    page.locator("#preferred_language").select_option("zh-hant")

    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.get_by_role("link", name=re.compile("顧客|客戶"))).to_be_visible()


def owner_of(store: Store, **chosen: str) -> Staff:
    member = workspace.staff(store.circle, "owner", name="Olga")  # type: ignore[arg-type]
    Account.objects.filter(id=member.account_id).update(**chosen)
    return member


def come_in(page: Page, live_server: Any, member: Staff) -> Page:
    """Sign in without the form, which has a test of its own."""
    cookie = signed_in(member).cookies["regulars_session"]
    page.context.add_cookies([{"name": "regulars_session", "value": cookie.value, "url": live_server.url}])
    return page


def axe(page: Page, *, only_colors: bool = False) -> list[str]:
    """What breaks the rules of accessibility."""
    options = {"resultTypes": ["violations"], **({"runOnly": COLORS} if only_colors else {})}
    found = Axe().run(page, options=options)
    return [f"{item['id']}: {node['html'][:160]}" for item in found.response["violations"] for node in item["nodes"]]


def axe_in_both_themes(page: Page) -> list[str]:
    """A theme is nothing but a word on the page, so that in the other one nothing but the colors can be wrong."""
    page.emulate_media(reduced_motion="reduce")  # or the colors would still be on their way
    found = []
    for theme in ("dark", "light"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        found += axe(page, only_colors=theme == "dark")
    return found
