"""A day's work at the list and at one record with the keyboard alone: the mouse is never touched."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from regulars.base.workspace.models import Staff, Store
from regulars.insight.models import Run
from regulars.profile.models import Note, Profile, Tagging, Task
from tests.make import shop, workspace
from tests.web.test_browser import come_in, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FARTHEST = 120  # presses of Tab


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
def desk(page: Page, live_server: Any, member: Staff, run: Run) -> Page:
    """The list of customers, with no hand on the mouse."""
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('customers')}")
    return page


def reach(page: Page, target: Locator) -> Locator:
    """Press Tab until the focus is there; it must be seen where it stands on the way."""
    expect(target).to_be_visible()
    for _ in range(FARTHEST):
        if target.evaluate("node => node === document.activeElement"):
            return target
        page.keyboard.press("Tab")
        unseen = page.evaluate(SEEN)
        assert unseen is None, f"The focus cannot be seen on {unseen}"
    raise AssertionError(f"{target} cannot be reached with Tab")


SEEN = """() => {
  const node = document.activeElement;
  if (node === document.body || node.matches("main, .skip, [tabindex='-1']")) return null;
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const isMarked = style.boxShadow !== "none" || style.outlineStyle !== "none" || node.closest(":focus-within.drop");
  const isThere = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return isMarked && isThere ? null : node.outerHTML.slice(0, 120);
}"""


def test_the_list_is_searched_filtered_sorted_and_chosen_from(desk: Page):
    desk.keyboard.press("/")
    desk.keyboard.type("buyer1")
    expect(desk).to_have_url(re.compile("q=buyer1"))
    expect(desk.locator("tr[data-row]")).to_have_count(11)

    reach(desk, desk.get_by_text("Add filter")).press("Enter")
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("link", name="Stage", exact=True)).to_be_focused()
    desk.keyboard.press("Enter")
    reach(desk, desk.get_by_label("Lost")).press("Space")
    reach(desk, desk.get_by_role("button", name="Apply")).press("Enter")
    expect(desk.locator(".chip--filter")).to_have_text(re.compile("Stage is Lost"))

    reach(desk, desk.locator("input[name=ids]").first).press("Space")
    expect(desk.locator(".bulk")).to_contain_text("1 chosen")
    desk.keyboard.press("Escape")
    expect(desk.locator(".bulk")).to_be_hidden()
    reach(desk, desk.get_by_role("link", name=re.compile("Remove: Stage"))).press("Enter")
    expect(desk.locator(".chip--filter")).to_have_count(0)


def test_a_record_is_opened_edited_written_to_and_left(desk: Page):
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/customers/per_"))

    reach(desk, desk.get_by_role("link", name="Details")).press("Enter")
    expect(desk).to_have_url(re.compile("/details/"))
    reach(desk, desk.locator("#person_profile a")).press("Enter")
    reach(desk, desk.get_by_label("Company")).press_sequentially("Wong Tea House")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Wong Tea House").first).to_be_visible()
    assert Profile.objects.filter(company="Wong Tea House").count() == 1

    reach(desk, desk.locator("form[action$='/tags/'] input[type=text]")).press_sequentially("tasting club")
    desk.keyboard.press("Enter")
    expect(desk.locator(".borne", has_text="tasting club")).to_be_visible()
    assert Tagging.objects.count() == 1

    reach(desk, desk.get_by_role("link", name="Notes and tasks")).press("Enter")
    expect(desk).to_have_url(re.compile("/notes/"))
    reach(desk, desk.locator("textarea[name=text]")).press_sequentially("Asked for the spring harvest.")
    reach(desk, desk.get_by_role("button", name="Keep the note")).press("Enter")
    expect(desk.locator(".note", has_text="spring harvest")).to_be_visible()
    assert Note.objects.count() == 1

    reach(desk, desk.locator("#tasks summary")).press("Enter")
    reach(desk, desk.locator("#tasks input[name=title]")).press_sequentially("Send the list")
    desk.keyboard.press("Enter")
    reach(desk, desk.get_by_role("button", name="“Send the list” is done")).press("Enter")
    expect(desk.locator(".task--done")).to_have_count(1)
    assert Task.objects.get().done_at is not None

    desk.locator("#main").focus()
    desk.keyboard.press("g")
    desk.keyboard.press("c")
    expect(desk.get_by_role("heading", name="Customers")).to_be_visible()
