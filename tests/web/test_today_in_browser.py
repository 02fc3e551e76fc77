"""The list of today in a real browser: on Home before anything else, copied from by keys, nothing jumps."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff
from tests.make import shop, workspace
from tests.web.test_browser import axe, come_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHIFTS = """
    () => new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(0), 500);
    })
"""


@pytest.fixture
def member(transactional_db: None) -> Staff:
    store = workspace.store("Teahouse")
    shop.filled(store, buyers=120, today=date(2026, 3, 1))
    return workspace.staff(store.circle, Role.OWNER, name="Olga")


def test_home_begins_with_whom_to_contact_and_nothing_jumps(page: Page, live_server: Any, member: Staff):
    come_in(page, live_server, member).goto(live_server.url)

    expect(page.locator("#today .today__line").first).to_be_visible()
    titles = page.locator(".panel h2").all_inner_texts()
    assert titles.index("Whom to contact today") < titles.index("What is worth knowing")
    assert page.evaluate(SHIFTS) < 0.1
    assert axe(page) == []


@pytest.mark.parametrize("press", [lambda page: page.keyboard.press("Enter"), lambda page: page.keyboard.press(" ")])
def test_an_address_is_copied_by_a_key_and_said_aloud(
    page: Page, live_server: Any, member: Staff, press: Callable[[Page], None]
):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('today')}")
    button = page.get_by_role("button", name="Copy the e-mail address").first
    address = button.get_attribute("data-text")

    button.focus()
    press(page)

    expect(page.get_by_role("status").filter(has_text=f"Copied: {address}")).to_have_count(1)
    expect(button).to_have_attribute("data-state", "copied")
    expect(button).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert axe(page) == []


def test_without_a_clipboard_it_is_copied_all_the_same(page: Page, live_server: Any, member: Staff):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('today')}")
    button = page.get_by_role("button", name="Copy the e-mail address").first

    button.click()

    expect(button).to_have_attribute("data-state", "copied")
    expect(button).to_be_focused()
