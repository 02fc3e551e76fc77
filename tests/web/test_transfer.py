"""How much goes over the wire: the demo as `regulars demo` serves it, through edge, into Chromium."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from regulars.config.postgres.cluster import Cluster
from tests import disk

pytestmark = [pytest.mark.slow, pytest.mark.browser]
KIB = 1024
FIRST_PAGE, PART = 150 * KIB, 20 * KIB
PAGES = ["", "customers/", "orders/", "products/", "insight/", "imports/", "operations/", "settings/roles/", "today/"]


@dataclass
class Sent:
    """An answer as it came over the wire; its size is with its headers, packed as it was sent."""

    url: str
    size: int
    encoding: str


@pytest.fixture(scope="module")
def link() -> Iterator[str]:
    """The link that signs in to a demo shop with its own database and its own edge."""
    with tempfile.TemporaryDirectory(prefix="regulars-test-", dir=disk.memory()) as folder:
        Path(folder).chmod(0o711)
        home = Path(folder) / "home"
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        command = [sys.executable, "-m", "regulars", "demo", "--customers", "400", "--port", "8650"]
        demo = subprocess.Popen(
            command, env=environment | {"REGULARS_HOME": str(home)}, stdout=subprocess.PIPE, text=True
        )
        assert demo.stdout is not None
        yield next(line.split()[-1] for line in demo.stdout if "Signed in by this link" in line)
        demo.send_signal(signal.SIGINT)
        demo.wait(timeout=30)
        demo.stdout.close()
        Cluster(home).stop()


@pytest.fixture(scope="module")
def cookies(link: str, browser: Any) -> list[Any]:
    context = browser.new_context()
    first = context.new_page()
    first.goto(link)
    first.locator("main form button").click()
    first.wait_for_url("**/")
    kept: list[Any] = context.cookies()
    context.close()
    return kept


@pytest.fixture
def site(link: str, cookies: list[Any], page: Page) -> str:
    """The address of the pages; the page is signed in, and has nothing in its cache."""
    page.context.add_cookies(cookies)
    return link.partition("enter/")[0]


def heard(page: Page, do: Callable[[], Any]) -> list[Sent]:
    """All that comes over the wire while something is done, until nothing more comes."""
    talk = page.context.new_cdp_session(page)
    talk.send("Network.enable")
    answers: dict[str, Any] = {}
    sent: list[Sent] = []

    def finished(event: dict[str, Any]) -> None:
        if answer := answers.get(event["requestId"]):
            headers = {name.lower(): value for name, value in answer["headers"].items()}
            size = int(event["encodedDataLength"])
            sent.append(Sent(answer["url"], size, headers.get("content-encoding", "")))

    talk.on("Network.responseReceived", lambda event: answers.update({event["requestId"]: event["response"]}))
    talk.on("Network.loadingFinished", finished)
    do()
    page.wait_for_load_state("networkidle")
    talk.detach()
    return sent


@pytest.mark.parametrize("path", PAGES)
def test_a_first_page_comes_with_all_its_styles_and_scripts_in_150_kib(path: str, site: str, page: Page):
    sent = heard(page, lambda: page.goto(f"{site}{path}"))

    total = sum(each.size for each in sent)
    assert any(each.url.endswith(".css") for each in sent)
    assert total < FIRST_PAGE, {each.url: each.size for each in sent}


@pytest.mark.parametrize("path", ["customers/", "orders/", "products/"])
def test_a_part_of_a_page_is_packed_and_small(path: str, site: str, page: Page):
    page.goto(f"{site}{path}")
    page.wait_for_load_state("networkidle")

    def search() -> None:
        """Nothing is typed, so that the list comes anew with all its rows."""
        with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
            page.locator("#list_q").press("Enter")

    [part, *_] = heard(page, search)

    assert part.encoding == "gzip"
    assert part.size < PART, part
