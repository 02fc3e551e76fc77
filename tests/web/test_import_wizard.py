"""The wizard in a real browser: a file comes in, is understood, tried out, imported, and taken back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from regulars.base.workspace.models import Staff, Store
from regulars.collect import drafts
from regulars.collect.models import Draft, Import
from regulars.commerce.models import Order, OrderLine
from regulars.profile import arrivals
from regulars.profile.kinds import FieldKind
from regulars.profile.models import FieldValue
from tests.make import profile, workspace
from tests.web.test_browser import axe, come_in, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 3, 2, tzinfo=UTC)
HEADINGS = "Invoice,When,E-mail,Stuff,Qty,Price"
SOON = 15_000  # milliseconds; the page asks every two seconds


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    settings.INCOMING = str(tmp_path / "incoming")


@pytest.fixture
def store(transactional_db: None) -> Store:
    return workspace.store("Teahouse")


@pytest.fixture
def member(store: Store) -> Staff:
    return owner_of(store)


def check() -> None:
    """What the worker does for the draft."""
    draft = Draft.objects.get()
    drafts.check(draft.id, attempt=draft.attempt, at=NOW)


def work() -> None:
    """What the worker does for the import."""
    row = Import.objects.select_related("store__circle", "by").get()
    arrivals.see_through(row, at=NOW, reading=lambda *_: None, merging=lambda *_: None)


def test_a_file_comes_in_and_is_taken_back(page: Page, live_server: Any, member: Staff, tmp_path: Path):
    rows = [f"{n},0{n}/02/2026,buyer{n}@example.org,Tea,2,4.50" for n in range(1, 10)]
    (tmp_path / "orders.csv").write_text("\n".join([HEADINGS, *rows, "10,03/02/2026,wu@example.org,Pot,x,38"]))
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('imports')}")

    page.get_by_role("link", name="Import a file").first.click()
    page.get_by_label("Orders").check()
    page.locator("input[type=file]").set_input_files(tmp_path / "orders.csv")
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    check()

    page.get_by_label("day, month, year").check(timeout=SOON)
    assert axe(page) == []
    page.get_by_role("button", name="Answer and check again").click()
    check()
    expect(page.get_by_text("What importing it would bring")).to_be_visible(timeout=SOON)
    assert axe(page) == []

    page.get_by_label("Stuff").select_option("title")
    page.get_by_role("button", name="Check again").click()
    check()
    page.get_by_role("button", name="Import now").click(timeout=SOON)
    work()
    expect(page.get_by_text("What it brought")).to_be_visible(timeout=SOON)
    assert axe(page) == []
    assert set(OrderLine.objects.values_list("title", flat=True)) == {"Tea"}

    page.get_by_role("button", name="Undo the import").click()
    work()
    expect(page.get_by_text("Undone").first).to_be_visible(timeout=SOON)
    assert not Order.objects.exists()


def test_a_column_becomes_a_custom_field(page: Page, live_server: Any, member: Staff, tmp_path: Path):
    rows = [f"buyer{n}@example.org,Buyer {n},4{n},2026-0{n}-01,club {n},x" for n in range(1, 6)]
    (tmp_path / "people.csv").write_text("\n".join(["E-mail,Name,Shoe size,Fitted on,Club,Diet", *rows]))
    profile.field(member.circle, "Association", FieldKind.TEXT)
    profile.field(member.circle, "Diet", FieldKind.TEXT)
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('import_new')}?kind=customers")

    page.get_by_label("Customers").check()
    page.locator("input[type=file]").set_input_files(tmp_path / "people.csv")
    page.get_by_role("button", name="Look at the file").click()
    check()
    expect(page.get_by_label("Diet")).to_have_value("custom:diet", timeout=SOON)
    assert axe(page) == []
    expect(page.get_by_label("Shoe size").locator("optgroup").last.locator("option").first).to_have_text(
        "New field: Number, as it looks"
    )
    page.get_by_label("Shoe size").select_option("new:number")
    page.get_by_label("Fitted on").select_option(label="New field: Date, as it looks")
    page.get_by_label("Club").select_option(label="Association")
    page.get_by_label("Diet").select_option("")
    page.get_by_role("button", name="Check again").click()
    check()
    expect(page.get_by_label("Club")).to_have_value("custom:association", timeout=SOON)
    expect(page.get_by_label("Diet")).to_have_value("")
    page.get_by_role("button", name="Import now").click()
    work()
    expect(page.get_by_text("What it brought")).to_be_visible(timeout=SOON)

    said = {(v.field.key, v.text or v.number or str(v.day)) for v in FieldValue.objects.select_related("field")}
    assert said >= {("shoe_size", 41), ("fitted_on", "2026-01-01"), ("association", "club 1")}
    assert {key for key, _ in said} == {"shoe_size", "fitted_on", "association"}


def test_the_wizard_needs_no_script(browser: Any, live_server: Any, member: Staff, tmp_path: Path):
    (tmp_path / "orders.csv").write_text(f"{HEADINGS}\n1,2026-02-01,li@example.org,Tea,2,4.50")
    context = browser.new_context(java_script_enabled=False)
    page = come_in(context.new_page(), live_server, member)
    page.goto(f"{live_server.url}{reverse('import_new')}")

    page.locator("input[type=file]").set_input_files(tmp_path / "orders.csv")
    page.get_by_role("button", name="Look at the file").click()
    check()
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Import now").click()
    work()
    page.get_by_role("link", name="Look again").click()

    expect(page.get_by_text("What it brought")).to_be_visible()
    context.close()


@pytest.mark.slow
def test_a_real_file_comes_in_by_its_path(
    page: Page, live_server: Any, member: Staff, shared_data: Path, settings: Any
):
    settings.INCOMING = str(shared_data)
    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('import_new')}")

    page.get_by_label("Or a file on the server").fill("online_retail/online_retail_2009_2010.csv.gz")
    page.get_by_role("button", name="Look at the file").click()
    check()
    expect(page.get_by_text("525,461").first).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Import now").click()
    work()
    expect(page.get_by_text("What it brought")).to_be_visible(timeout=SOON)
    page.goto(f"{live_server.url}{reverse('orders')}?q=489434")
    expect(page.locator("#list tbody tr")).to_have_count(1)
