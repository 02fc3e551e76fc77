"""Browsers and signed-in people for the staff pages."""

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import request_finished, request_started
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.insight.models import Run
from regulars.web.components import sheets
from tests.make import shop, workspace
from tests.world import *  # noqa: F403

BACKEND = "django.contrib.auth.backends.ModelBackend"
REST_SECONDS = 15
PATIENCE_MS = 30_000
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """A hash that is slow on purpose would make every one of these tests slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in(member: Staff) -> Client:
    client = Client()
    client.force_login(member.account, BACKEND)
    return client


@pytest.fixture
def owner(teahouse: Store) -> Staff:
    return workspace.staff(teahouse.circle, Role.OWNER, name="Olga")


@pytest.fixture
def at_work(owner: Staff) -> Client:
    """The browser of the owner."""
    return signed_in(owner)


@pytest.fixture
def learned(teahouse: Store) -> Run:
    """A small shop with two years of orders, as of the first of March."""
    return shop.filled(teahouse, buyers=120, today=date(2026, 3, 1))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the machine, or the one that Playwright has fetched; without either the test is left out."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if found is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("No Chromium here: `apt-get install chromium`, or `playwright install chromium`.")
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def at_rest() -> Iterator[None]:
    """The end of a test waits for what its browser has still asked for, or the database goes under the answer."""
    asked: list[None] = []
    answered: list[None] = []

    def ask(**_: Any) -> None:
        asked.append(None)

    def answer(**_: Any) -> None:
        answered.append(None)

    request_started.connect(ask)
    request_finished.connect(answer)
    yield
    patience = time.monotonic() + REST_SECONDS
    while len(answered) < len(asked) and time.monotonic() < patience:
        time.sleep(0.01)
    request_started.disconnect(ask)
    request_finished.disconnect(answer)


@pytest.fixture(scope="session")
def all_sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of static files with the one sheet in it, which otherwise lies on no disk before it is collected."""
    folder = tmp_path_factory.mktemp("sheets")
    for path, storage in sheets.SheetFinder().list([]):
        (folder / Path(path).name).write_bytes(storage.open(path).read())
    return folder


@pytest.fixture
def as_delivered(settings: Any, monkeypatch: pytest.MonkeyPatch, all_sheets: Path) -> None:
    """One style sheet for all, and static files that are asked for once: as an installation delivers them."""
    plain = StaticFilesHandler.serve

    def serve(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = plain(handler, request)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    settings.STYLES_TOGETHER = True
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, (str(Path(sheets.TOGETHER).parent), all_sheets)]
    monkeypatch.setattr(StaticFilesHandler, "serve", serve)


@pytest.fixture
def page(browser: Browser, at_rest: None, as_delivered: None) -> Iterator[Page]:
    """A window of its own, as wide as a small laptop's."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of, such as a breach of the content security policy; there must be nothing."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "with a status of 4" not in message.text:
            heard.append(message.text)

    page.context.on("console", hear)
    yield heard
    assert heard == []
