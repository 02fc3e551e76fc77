"""Long words on a small phone, and lists that stand still: measured in a real browser."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Page

from regulars.base.workspace.models import Staff, Store
from regulars.insight.models import Run
from tests.make import shop, workspace
from tests.web.furnished import rooms
from tests.web.test_browser import come_in, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH = 320
LEFT_ALONE = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;)")
MOST_SHIFT = 0.01
CLIPPED = """() => {
  const inFrame = (node) => {
    for (let at = node.parentElement; at; at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  const words = "button, label, summary, legend, th, dt, h1, h2, h3, a, .badge, .chip, .tabs__tab, .stat__label";
  return [...document.querySelectorAll(words)]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".unseen, .skip, svg, thead"))
    .filter((node) => {
      const box = node.getBoundingClientRect();
      const spills = node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1;
      const leaves = box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !inFrame(node);
      return spills || leaves;
    })
    .map((node) => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 60)}`);
}"""
WATCH = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const places = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? String(node));
      window.shifts.push({ value: entry.value, places });
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""


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
def addresses(run: Run, member: Staff, tmp_path: Path, settings: Any) -> dict[str, str]:
    settings.HOME = tmp_path
    found = rooms(run, member)
    del found["components"]
    return {
        **found,
        "an open filter": f"{found['customers']}?edit=stage&spent_min=10",
        "nothing found": "/customers/?q=zzqq",
    }


@pytest.fixture
def long_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All that is said is about as long as in German: vowels, n, r and t are doubled."""
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(translation._trans, name, stretched(getattr(translation._trans, name)), raising=False)
    return


def stretched(said: Callable[..., str]) -> Callable[..., str]:
    def longer(*given: Any) -> str:
        return "".join(
            part if LEFT_ALONE.fullmatch(part) else re.sub("([aeiounrtAEIOUNRT])", r"\1\1", part)
            for part in LEFT_ALONE.split(said(*given))
        )

    return longer


def test_doubled_letters_are_about_as_long_as_german(long_words: None):
    said = "What was changed, by whom, and the way to take it back for %(days)s days."

    assert "%(days)s" in translation.gettext(said)
    assert 1.3 <= len(translation.gettext(said)) / len(said) <= 1.5


def test_nothing_overflows_or_is_cut_off_in_long_words(
    page: Page, live_server: Any, addresses: dict[str, str], member: Staff, long_words: None
):
    come_in(page, live_server, member)
    page.set_viewport_size({"width": WIDTH, "height": 700})
    faults = {}
    for name, path in addresses.items():
        page.goto(f"{live_server.url}{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        faults[name] = ([f"{width} wide"] if width > WIDTH else []) + page.evaluate(CLIPPED)

    assert {name: found for name, found in faults.items() if found} == {}


def test_a_list_stands_still_when_its_rows_arrive(
    page: Page, live_server: Any, addresses: dict[str, str], member: Staff
):
    come_in(page, live_server, member)
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{live_server.url}{addresses['customers']}")

    for label in ("Next page", "First page"):
        with page.expect_response(re.compile("/customers/")):
            page.get_by_role("link", name=label).click()
        page.wait_for_timeout(600)  # what comes later than half a second after a press is counted against the page
    page.keyboard.press("/")
    with page.expect_response(re.compile("q=buyer7")):
        page.keyboard.type("buyer7@")
    page.wait_for_timeout(600)

    assert shifts(page) == []


def test_a_record_stands_still_when_a_part_of_it_arrives(
    page: Page, live_server: Any, addresses: dict[str, str], member: Staff
):
    come_in(page, live_server, member)
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{live_server.url}{addresses['person']}")

    with page.expect_response(re.compile("/timeline/")):
        page.locator("#timeline_body .chip").nth(1).click()
    page.wait_for_timeout(600)

    assert shifts(page) == []


def shifts(page: Page) -> list[Any]:
    found = page.evaluate("window.shifts")
    return found if sum(shift["value"] for shift in found) >= MOST_SHIFT else []
