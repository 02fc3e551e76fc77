"""What opens over a page keeps the rules of accessibility too: dialogs, menus, cards, the bar for chosen rows."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from regulars.base.workspace.models import Store
from regulars.insight.models import Run
from tests.make import shop, workspace
from tests.web.test_browser import axe_in_both_themes, come_in, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 375)


@pytest.fixture
def store(transactional_db: None) -> Store:
    return workspace.store("Teahouse")


@pytest.fixture
def run(store: Store) -> Run:
    return shop.filled(store, buyers=12, today=date(2026, 3, 1))


@pytest.fixture(params=WIDTHS)
def window(request: pytest.FixtureRequest, page: Page, live_server: Any, store: Store, run: Run) -> Page:
    """The list of customers, on a screen and on a phone."""
    page.set_viewport_size({"width": request.param, "height": 800})
    come_in(page, live_server, owner_of(store)).goto(f"{live_server.url}{reverse('customers')}")
    return page


def test_every_menu_of_a_list_keeps_the_rules(window: Page):
    window.goto(f"{window.url}?orders_min=1")
    summaries = window.locator("main details.menu > summary:visible")
    faults = {}
    for place in range(summaries.count()):
        summaries.nth(place).click()
        faults[place] = axe_in_both_themes(window)
        summaries.nth(place).click()

    assert len(faults) >= 5
    assert {place: found for place, found in faults.items() if found} == {}


def test_the_palette_the_keys_and_the_navigation_keep_the_rules(window: Page):
    window.keyboard.press("Control+k")
    window.keyboard.type("buyer1")
    expect(window.locator("#palette_found a").first).to_be_visible()
    palette = axe_in_both_themes(window)
    window.keyboard.press("Escape")
    window.locator("#main").focus()
    window.keyboard.press("?")
    expect(window.locator("#keymap")).to_be_visible()
    keys = axe_in_both_themes(window)
    window.keyboard.press("Escape")
    if window.get_by_role("button", name="Menu").is_visible():
        window.get_by_role("button", name="Menu").click()

    assert (palette, keys, axe_in_both_themes(window)) == ([], [], [])


def test_chosen_rows_and_a_word_keep_the_rules(window: Page):
    window.goto(f"{window.url}?stage=lost")
    window.locator("input[name=ids]").first.check()
    chosen = axe_in_both_themes(window)
    window.locator(".hint .term").first.click()

    expect(window.locator(".term__card:popover-open")).to_be_visible()
    assert (chosen, axe_in_both_themes(window)) == ([], [])


def test_the_explanations_of_home_keep_the_rules(window: Page):
    window.goto(window.url.replace(reverse("customers"), "/"))
    for place in (0, 3):
        window.locator("main details.explain > summary").nth(place).click()
        assert axe_in_both_themes(window) == []
        window.keyboard.press("Escape")
