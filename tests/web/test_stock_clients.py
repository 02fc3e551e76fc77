"""The stock clients of Segment for Node and for browsers, from npm, pointed at our host and changed in nothing."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from regulars.collect.models import InboxMessage, Source
from tests.config.edge.conftest import Site, serving
from tests.make import shops, sources, workspace

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PACKAGES = ("@segment/analytics-node@2", "@segment/analytics-next@1")
NODE = """
const { Analytics } = require('@segment/analytics-node')
const client = new Analytics({ writeKey: process.argv[2], host: process.argv[3], flushAt: 20 })
client.on('error', (error) => { console.error(error); process.exitCode = 1 })
for (let n = 0; n < 50; n++) {
  client.track({ userId: 'U1', event: 'Product Viewed', properties: { sku: `T-${n}` } })
}
client.identify({ userId: 'U1', traits: { email: 'li@tea.example' } })
client.closeAndFlush()
"""
SHOP = """
<!doctype html><title>Teahouse</title>
<script src="/analytics.js"></script>
<script>
  const analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: "%(key)s", cdnURL: "%(host)s" })
  analytics.page("Teas")
  analytics.track("Product Viewed", { sku: "T-1" })
  analytics.identify("U1", { email: "li@tea.example" })
  Promise.all([analytics.track("Product Added", { sku: "T-1" })]).then(() => { document.title = "sent" })
</script>
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients from npm; without npm, or without its registry, the test is left out."""
    folder = tmp_path_factory.mktemp("npm")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("There is no npm here to fetch Segment's clients with.")
    fetched = subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, capture_output=True, timeout=120
    )
    if fetched.returncode:
        pytest.skip("Segment's clients could not be fetched from npm.")
    return folder


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with django_db_blocker.unblock():
        address = sources.database_address()
    with serving(address) as site:
        yield site


@pytest.fixture
def source(transactional_db: None) -> Source:
    return sources.source(workspace.store())


def test_the_client_for_node_works_unchanged(packages: Path, site: Site, source: Source):
    (packages / "send.js").write_text(NODE)

    sent = subprocess.run(
        ["node", "send.js", source.write_key, f"http://127.0.0.1:{site.port}"],
        cwd=packages, capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    sources.take_in(at=sources.NOW)
    assert sent.returncode == 0, sent.stderr
    day = source.days.get()
    assert (day.taken, day.set_aside) == (51, 0)


@pytest.mark.browser
def test_the_client_for_browsers_works_unchanged(packages: Path, site: Site, source: Source, page: Page):
    script = packages / "node_modules/@segment/analytics-next/dist/umd/index.js"
    welcome = SHOP % {"key": source.write_key, "host": f"http://127.0.0.1:{site.port}"}

    with shops.open_shop({"/teas": welcome, "/analytics.js": script.read_text()}) as address:
        page.goto(f"{address}/teas")
        page.wait_for_function("document.title === 'sent'")

    messages = [json.loads(message.body) for message in InboxMessage.objects.order_by("id")]
    assert {message["type"] for message in messages} == {"page", "track", "identify"}
    sources.take_in(at=sources.NOW)
    assert source.days.get().set_aside == 0
