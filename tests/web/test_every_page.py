"""Every page in a real browser, on a screen and on phones, in both themes and three languages: each is opened once."""

from collections.abc import Iterator
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from regulars.base.workspace.models import Account, Staff, Store
from regulars.engage.models import Form
from regulars.insight.models import Run
from tests.make import shop, workspace
from tests.web.furnished import rooms
from tests.web.test_browser import axe_in_both_themes, come_in, owner_of
from tests.web.test_widths import WATCH, shifts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREEN, PHONES = 1280, (375, 320)
WINDOWS = 8
UNSTEADY = {"components"}
"""The gallery shows things that come late."""


@pytest.fixture
def store(transactional_db: None) -> Store:
    return workspace.store("Teahouse")


@pytest.fixture
def run(store: Store) -> Run:
    return shop.filled(store, buyers=120, today=date(2026, 3, 1))


@pytest.fixture
def member(store: Store) -> Staff:
    return owner_of(store, theme="light")


@pytest.fixture
def addresses(run: Run, member: Staff, tmp_path: Path, settings: Any) -> dict[str, str]:
    settings.HOME, settings.DEVELOPER = tmp_path, True
    found = rooms(run, member)
    return {
        **found,
        "nowhere": "/nowhere/",
        "an open filter": f"{found['customers']}?edit=stage&spent_min=10",
        "nothing found": f"{found['customers']}?q=zzqq",
        "a survey outside": reverse("form_asked", args=[Form.objects.latest("id").public_id]),
    }


@pytest.fixture
def windows(page: Page, live_server: Any) -> list[Page]:
    """Several at once, because it is mostly waiting until a page has come to rest."""
    return [page, *(page.context.new_page() for _ in range(WINDOWS - 1))]


def walk(windows: list[Page], live_server: Any, addresses: dict[str, str], width: int) -> Iterator[tuple[str, Page]]:
    """Each page when it has come to rest, at this width."""
    for some in batched(addresses.items(), len(windows), strict=False):
        for window, (_, path) in zip(windows, some, strict=False):
            window.set_viewport_size({"width": width, "height": 800})
            window.goto(f"{live_server.url}{path}", wait_until="commit")
        for window, (name, _) in zip(windows, some, strict=False):
            window.wait_for_load_state("networkidle")
            yield name, window


def look(name: str, window: Page, width: int) -> list[Any]:
    """What is wrong with a page that has come to rest."""
    moved = [] if name in UNSTEADY else shifts(window)
    return moved + axe_in_both_themes(window) + (too_wide(window) if width in PHONES else [])


def too_wide(window: Page) -> list[str]:
    found = []
    for width in PHONES:
        window.set_viewport_size({"width": width, "height": 740})
        if window.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"overflows at {width}")
    return found


@pytest.mark.parametrize("width", [SCREEN, PHONES[0]])
def test_a_page_keeps_the_rules_of_accessibility_and_moves_and_overflows_nowhere(
    windows: list[Page], live_server: Any, addresses: dict[str, str], member: Staff, width: int, complaints: list[str]
):
    windows[0].context.add_init_script(f"({WATCH})()")
    closed = {path: path for path in (reverse("account_login"), reverse("account_reset_password"), "/enter/unknown/")}
    faults = {name: look(name, window, width) for name, window in walk(windows, live_server, closed, width)}
    come_in(windows[0], live_server, member)
    faults |= {name: look(name, window, width) for name, window in walk(windows, live_server, addresses, width)}

    assert len(faults) == len(closed) + len(addresses)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_nothing_overflows_on_a_phone_in_chinese(
    page: Page, live_server: Any, addresses: dict[str, str], member: Staff, language: str
):
    Account.objects.filter(id=member.account_id).update(language=language)
    come_in(page, live_server, member)
    wide = {}
    for name, path in addresses.items():
        page.set_viewport_size({"width": PHONES[0], "height": 740})
        page.goto(f"{live_server.url}{path}")
        wide[name] = too_wide(page)

    assert {name: found for name, found in wide.items() if found} == {}


def test_a_page_that_moves_would_be_noticed_in_every_window(windows: list[Page]):
    for window in windows:
        window.set_content("<p id='late'></p><p>Words that are pushed down when something comes above them.</p>" * 3)
        window.evaluate(f"({WATCH})()")
    windows[0].wait_for_timeout(600)
    for window in windows:
        window.evaluate("document.getElementById('late').style.height = '200px'")

    for window in windows:
        window.wait_for_function("window.shifts.length > 0")
        assert shifts(window)
