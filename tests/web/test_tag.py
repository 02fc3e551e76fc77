"""The tag on a small shop in Chromium, before a real edge."""

import gzip
import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from regulars.collect.models import InboxMessage, Source
from regulars.collect.sources import addresses
from tests.config.edge.conftest import Site, serving
from tests.make import shops, sources, workspace

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 15
LARGEST_BYTES = 5 * 1024
PRODUCT = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "BreadcrumbList"},
        {"@type": "Product", "sku": "T-1", "name": "Oolong", "brand": {"@type": "Brand", "name": "Li"},
         "offers": [{"@type": "Offer", "price": 12.5, "priceCurrency": "EUR"}]},
    ],
}  # fmt: skip
MARKUP = f'<script type="application/ld+json">{json.dumps(PRODUCT)}</script>'
BEFORE = "window.regulars = window.regulars || function () { (regulars.q = regulars.q || []).push(arguments) }"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with django_db_blocker.unblock():
        address = sources.database_address()
    with serving(address) as site:
        yield site


@pytest.fixture
def source(transactional_db: None) -> Source:
    return sources.source(workspace.store())


@pytest.fixture
def line(site: Site, source: Source, settings: Any) -> Callable[..., str]:
    """The line that a shop puts on its pages, as the page of the source gives it."""
    settings.PUBLIC_URL = f"http://127.0.0.1:{site.port}"

    def tag(more: str = "") -> str:
        return addresses.of(source)["tag"].replace(">", f" {more}>", 1)

    return tag


def told(*names: str, least: int = 1) -> list[dict[str, Any]]:
    """The messages of these events or calls, each once, as soon as there are enough of them."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        messages = [json.loads(message.body) for message in InboxMessage.objects.order_by("id")]
        called = [message for message in messages if message.get("event", message["type"]) in names]
        found = list({message["messageId"]: message for message in called}.values())
        if len(found) >= least or time.monotonic() > until:
            return sorted(found, key=lambda message: str(message["timestamp"]))
        time.sleep(0.05)


def cookies(context: BrowserContext) -> list[str]:
    return [str(cookie.get("name")) for cookie in context.cookies()]


def kept(page: Page) -> int:
    count: int = page.evaluate("localStorage.length")
    return count


def ask(site: Site, method: str = "GET", **headers: str) -> tuple[int, Any, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as asked:
        asked.request(method, "/tag.js", headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = asked.getresponse()
        return answer.status, answer.headers, answer.read()


def test_the_tag_is_small_and_is_asked_for_once_a_day(site: Site):
    _, headers, body = ask(site, Accept_Encoding="gzip, br")

    assert len(body) < LARGEST_BYTES
    assert headers["cache-control"].startswith("public, max-age=86400")
    assert gzip.decompress(body) == ask(site)[2]
    assert ask(site, If_None_Match=headers["etag"])[::2] == (304, b"")
    assert ask(site, "POST")[0] == 405


@pytest.mark.browser
def test_a_page_and_the_product_on_it_are_told(page: Page, source: Source, line: Callable[..., str]):
    with shops.open_shop({"/oolong": f"<!doctype html><title>Oolong</title>{MARKUP}{line()}"}) as shop:
        page.goto(f"{shop}/oolong?utm_source=letter&gclid=abc")
        [seen], [viewed] = told("page"), told("Product Viewed")

    assert viewed["properties"] == {
        "sku": "T-1", "name": "Oolong", "brand": "Li", "price": 12.5, "currency": "EUR",
    }  # fmt: skip
    assert seen["anonymousId"] == viewed["anonymousId"]
    assert seen["context"]["sessionId"] == viewed["context"]["sessionId"]
    assert seen["context"]["page"]["url"].endswith("?utm_source=letter&gclid=abc")
    sources.take_in()
    assert source.days.get().set_aside == 0


@pytest.mark.browser
def test_what_was_called_before_the_tag_was_there_is_told(page: Page, line: Callable[..., str]):
    early = f"<script>{BEFORE}; regulars('identify', 'U1', {{ email: 'li@tea.example' }})</script>"

    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{early}{line()}"}) as shop:
        page.goto(shop)
        [named] = told("identify")

    assert (named["userId"], named["traits"]) == ("U1", {"email": "li@tea.example"})


@pytest.mark.browser
def test_data_attributes_tell_of_searches_carts_and_clicks(page: Page, line: Callable[..., str]):
    body = """
        <main data-regulars-view="Products Searched" data-query="oolong" data-results="0"></main>
        <aside data-regulars-view="Cart Viewed" data-products='[{"sku": "T-1", "quantity": 2}]'></aside>
        <button data-regulars-click="Product Added" data-sku="T-1" data-product-id="7"><b>Add</b></button>
    """
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{body}{line()}"}) as shop:
        page.goto(shop)
        told("page")
        page.get_by_text("Add").click()
        [searched], [cart], [added] = told("Products Searched"), told("Cart Viewed"), told("Product Added")

    assert searched["properties"] == {"query": "oolong", "results": "0"}
    assert cart["properties"] == {"products": [{"sku": "T-1", "quantity": 2}]}
    assert added["properties"] == {"sku": "T-1", "product_id": "7"}


@pytest.mark.browser
def test_before_consent_nothing_is_kept_and_nobody_is_named(page: Page, line: Callable[..., str]):
    body = '<button data-regulars-click="Product Added" data-sku="T-1">Add</button>'
    welcome = f"<!doctype html><title>Tea</title>{body}{line('data-consent=required')}"

    with shops.open_shop({"/": welcome}) as shop:
        page.goto(f"{shop}/?utm_source=letter")
        page.wait_for_function("window.regulars?.isHere")
        page.get_by_text("Add").click()
        [added] = told("Product Added")

        assert "anonymousId" not in added
        assert added["context"]["page"] == {"path": "/"}
        assert (cookies(page.context), kept(page), told("page", least=0)) == ([], 0, [])

        page.evaluate("regulars('consent', { analytics_storage: 'granted' })")
        [seen], [said] = told("page"), told("Consent Given")

        assert seen["anonymousId"] == said["anonymousId"]
        assert cookies(page.context) == ["regulars"]

        page.evaluate("regulars('consent', { analytics_storage: 'denied' })")
        page.reload()
        page.wait_for_function("window.regulars?.isHere")
        page.wait_for_timeout(600)

        assert len(told("page")) == 1
        assert "visitor" not in page.context.cookies()[0].get("value", "")


@pytest.mark.browser
def test_googles_consent_mode_is_followed(page: Page, line: Callable[..., str]):
    layer = """<script>
        window.dataLayer = window.dataLayer || []
        function gtag() { dataLayer.push(arguments) }
        gtag("consent", "default", { analytics_storage: "denied", ad_storage: "denied" })
    </script>"""
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{layer}{line()}"}) as shop:
        page.goto(f"{shop}/?gclid=abc&utm_source=letter")
        page.wait_for_function("window.regulars?.isHere")
        page.wait_for_timeout(600)
        assert (cookies(page.context), InboxMessage.objects.count()) == ([], 0)

        page.evaluate("gtag('consent', 'update', { analytics_storage: 'granted' })")
        [seen] = told("page")

    assert seen["context"]["page"]["url"].endswith("/?utm_source=letter")


@pytest.mark.browser
@pytest.mark.parametrize("signal", ["globalPrivacyControl = true", "doNotTrack = '1'"])
def test_who_asks_not_to_be_followed_is_not(page: Page, line: Callable[..., str], signal: str):
    name, _, value = signal.partition(" = ")
    page.add_init_script(f"Object.defineProperty(navigator, '{name}', {{ value: {value} }})")
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{MARKUP}{line()}"}) as shop:
        page.goto(shop)
        page.wait_for_function("window.regulars?.isHere")
        page.evaluate("regulars('consent', { analytics_storage: 'granted' })")
        page.evaluate("regulars('track', 'Product Added', { sku: 'T-1' })")
        [added] = told("Product Added")

        assert "anonymousId" not in added
        assert InboxMessage.objects.count() == 1
        assert "visitor" not in json.dumps(page.context.cookies())


@pytest.mark.browser
def test_an_act_of_nobody_becomes_an_event_of_nobody(page: Page, source: Source, line: Callable[..., str]):
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{line('data-consent=required')}"}) as shop:
        page.goto(shop)
        page.wait_for_function("window.regulars?.isHere")
        page.evaluate("regulars('track', 'Coupon Applied', { coupon: 'TEA', email: 'li@tea.example' })")
        told("Coupon Applied")

    sources.take_in()

    [[person, personal, properties]] = sources.events("coupon.applied")
    assert (person, personal) == (None, {})
    assert properties["coupon"] == "TEA"
    assert not {"visitor", "session"} & properties.keys()


@pytest.mark.browser
def test_each_page_of_a_single_page_shop_is_told_and_left(page: Page, line: Callable[..., str]):
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{line()}"}) as shop:
        page.goto(shop)
        told("page")
        page.evaluate("history.pushState({}, '', '/green'); document.title = 'Green'")
        told("page", least=2)
        page.evaluate("history.replaceState({}, '', '/green#top')")
        page.go_back()
        pages, left = told("page", least=3), told("Page Left", least=2)

    assert [seen["context"]["page"]["path"] for seen in pages] == ["/", "/green", "/"]
    assert [seen["properties"]["title"] for seen in pages[:2]] == ["Tea", "Green"]
    assert [seen["context"]["page"]["path"] for seen in left] == ["/", "/green"]
    assert len({seen["context"]["sessionId"] for seen in pages}) == 1


@pytest.mark.browser
def test_leaving_tells_how_long_and_how_far_down(page: Page, line: Callable[..., str]):
    long = '<div style="height: 4000px"></div>'
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{long}{line()}", "/x": "<title>X</title>"}) as shop:
        page.goto(shop)
        told("page")
        page.evaluate("scrollTo(0, 3000)")
        page.wait_for_timeout(1100)
        page.goto(f"{shop}/x")
        [left] = told("Page Left")

    assert left["properties"]["seconds"] >= 1
    assert 80 < left["properties"]["depth"] <= 100


@pytest.mark.browser
def test_what_happens_without_a_network_is_told_once_it_is_back(page: Page, line: Callable[..., str]):
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{line()}", "/x": "<title>X</title>"}) as shop:
        page.goto(shop)
        told("page")
        page.context.set_offline(True)
        page.evaluate("regulars('track', 'Product Added', { sku: 'T-1' })")
        page.wait_for_function("localStorage.length")
        page.context.set_offline(False)
        [added] = told("Product Added")
        page.wait_for_function("!localStorage.length")

    assert added["properties"] == {"sku": "T-1"}


@pytest.mark.browser
def test_what_could_not_be_sent_before_leaving_is_told_from_the_next_page(page: Page, line: Callable[..., str]):
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{line()}", "/x": "<title>X</title>"}) as shop:
        page.goto(shop)
        told("page")
        page.route("**/v1/b", lambda route: route.abort())
        page.evaluate("regulars('track', 'Product Added', { sku: 'T-1' })")
        page.wait_for_function("localStorage.length")
        page.goto(f"{shop}/x")
        page.unroute("**/v1/b")
        page.goto(shop)
        added = told("Product Added")

    assert [message["properties"]["sku"] for message in added] == ["T-1"]


@pytest.mark.browser
def test_another_campaign_or_half_an_hour_begins_another_visit(page: Page, line: Callable[..., str]):
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{line()}"}) as shop:
        page.clock.install()
        for search in ("", "", "?utm_campaign=may", "?utm_campaign=may"):
            page.goto(f"{shop}/{search}")
            page.clock.run_for(2000)
        told("page", least=4)
        page.clock.fast_forward("31:00")
        page.goto(shop)
        page.clock.run_for(2000)
        visits = [seen["context"]["sessionId"] for seen in told("page", least=5)]

    assert visits[0] == visits[1] != visits[2]
    assert visits[2] == visits[3] != visits[4]
    assert len({seen["anonymousId"] for seen in told("page")}) == 1


@pytest.mark.browser
def test_staff_mark_themselves_once(page: Page, source: Source, line: Callable[..., str]):
    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{line()}"}) as shop:
        page.goto(f"{shop}/?regulars=staff")
        told("page")
        page.goto(shop)
        marked = told("page", least=2)

    assert [seen["context"]["traffic"] for seen in marked] == ["staff", "staff"]


ODD = """
<!doctype html><title>Odd</title>
<script>
  window.dataLayer = { length: 3, 1: null }
  Object.freeze(history)
  Object.defineProperty(window, "localStorage", { get() { throw new Error("no") } })
  Object.defineProperty(document, "cookie", { get() { throw new Error("no") }, set() { throw new Error("no") } })
  delete Navigator.prototype.sendBeacon
</script>
<script type="application/ld+json">{ broken</script>
<script type="application/ld+json">[null, 7, "x", {"@graph": {"@type": ["Thing"]}}]</script>
<b data-regulars-view="Cart Viewed" data-products="[broken"></b>
"""


@pytest.mark.browser
def test_nothing_is_thrown_on_odd_pages_and_nothing_stays_but_one_name(page: Page, line: Callable[..., str]):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    names = "Object.getOwnPropertyNames(window)"
    with shops.open_shop({"/": f"{ODD}{line()}{line()}", "/bare": "<title>Bare</title>"}) as shop:
        page.goto(f"{shop}/bare")
        before = set(page.evaluate(names))
        page.goto(shop)
        [seen] = told("page")
        page.evaluate("regulars('nothing'); regulars(); regulars('identify', null); regulars('track')")
        after = set(page.evaluate(names))
        page.goto(f"{shop}/bare")

    assert seen["anonymousId"]
    assert after - before - {"dataLayer"} == {"regulars"}
    assert errors == []


@pytest.mark.browser
def test_a_strict_policy_of_the_shop_lets_the_tag_work(page: Page, site: Site, line: Callable[..., str]):
    ours = f"http://127.0.0.1:{site.port}"
    policy = f"default-src 'none'; script-src {ours}; connect-src {ours}"
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)

    with shops.open_shop({"/": f"<!doctype html><title>Tea</title>{line()}"}, policy=policy) as shop:
        page.goto(shop)
        found = told("page")

    assert len(found) == 1
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
