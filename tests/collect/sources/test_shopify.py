"""Shopify's payloads are understood, and its API is asked within its limits."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.base.workspace.models import Store
from regulars.collect import pulls
from regulars.collect.kinds import SourceKind, Stream
from regulars.collect.messages import Arrival, Unfit
from regulars.collect.models import InboxMessage, Source, SourceCheck, SourceStream
from regulars.collect.sources.contract import Delivery
from regulars.collect.sources.platforms import PLATFORMS
from regulars.collect.sources.shopify import pull as shopify_pull
from regulars.collect.sources.shopify.pull import NoShop
from regulars.collect.sources.shopify.read import read
from regulars.collect.sources.web import UnsafeAddress, Web
from regulars.commerce import reconciling
from regulars.commerce.models import Order
from tests.collect.sources.played import Played, Reply, Request, playing
from tests.make import shopify, sources
from tests.make.sources import NOW, hear

FILES = {
    "order": ("orders/create", "order.said"), "orders": ("orders/updated", "order.said"),
    "refund": ("refunds/create", "refund.said"), "customer": ("customers/update", "customer.said"),
    "customers_search": ("customers/update", "customer.said"), "product": ("products/update", "product.said"),
    "products": ("products/create", "product.said"), "checkouts": ("checkouts/update", "checkout.updated"),
    "carts": ("carts/update", "cart.updated"),
}  # fmt: skip


def arrivals(kind: str, content: Any) -> list[Arrival]:
    return read(Delivery(kind, content, "m", NOW, {}, "USD"))


@pytest.mark.parametrize(("name", "kind", "event"), [(n, k, e) for n, (k, e) in FILES.items()])
def test_every_payload_of_its_kind_is_understood(shared_data: Path, name: str, kind: str, event: str):
    content = json.loads((shared_data / "payloads" / "shopify" / f"{name}.json").read_text())
    inner = content if isinstance(content, list) else next(iter(content.values()))
    things = inner if isinstance(inner, list) else [content]

    assert things
    for thing in things:
        if kind.startswith("orders") and not thing.get("line_items", thing.get("order", {}).get("line_items")):
            continue
        found = arrivals(kind, thing)
        assert found
        assert {arrival.name for arrival in found} == {event}


def test_an_order_says_its_money_its_lines_and_its_buyer(shared_data: Path):
    content = json.loads((shared_data / "payloads" / "shopify" / "order.json").read_text())

    [order] = arrivals("orders/create", content)

    assert order.email == "bob.norman@hostmail.com"
    said = order.properties
    assert (said["number"], said["kind"], said["country"], len(said["lines"])) == ("#1001", "sale", "US", 3)
    assert {name: str(amount) for name, amount in said["stated"].items()} == {
        "subtotal": "398.00", "discount": "0.00", "tax": "11.94", "shipping": "0", "refunded": "0",
        "total": "409.94",
    }  # fmt: skip
    assert "bob.norman" not in str(said)


@pytest.mark.parametrize(
    ("kind", "right"),
    [("customers/data_request", "export"), ("customers/redact", "erase"), ("shop/redact", "erase_all")],
)
def test_what_the_law_asks_for_is_a_request_that_somebody_sees_to(kind: str, right: str):
    content = {"shop_domain": "tea.myshopify.com", "customer": {"id": 77, "email": "li@tea.example"}}

    [request] = arrivals(kind, content)

    assert (request.name, request.properties["right"], request.email) == ("privacy.requested", right, "li@tea.example")


def test_a_test_order_is_none():
    assert [a.name for a in arrivals("orders/create", shopify.order(test=True))] == ["order.tested"]


@pytest.mark.parametrize("kind", ["themes/publish", "", "graphql/themes"])
def test_what_is_not_known_is_set_aside(kind: str):
    with pytest.raises(Unfit):
        arrivals(kind, {"id": 1})


def node(number: int, **said: Any) -> dict[str, Any]:
    money = {"shopMoney": {"amount": "25.00"}}
    lines = {"pageInfo": {"hasNextPage": number == 3, "endCursor": "more"}, "nodes": [line_node("T-1")]}
    return {
        "id": f"gid://shopify/Order/{number}", "legacyResourceId": str(number), "name": f"#{number}", "test": False,
        "createdAt": "2026-02-01T09:00:00Z", "updatedAt": "2026-02-01T09:00:00Z", "currencyCode": "GBP",
        "displayFinancialStatus": "PAID", "displayFulfillmentStatus": "UNFULFILLED", "discountCodes": [],
        "totalPriceSet": money, "lineItems": lines, "tags": [], "customer": {"legacyResourceId": "77"}, **said,
    }  # fmt: skip


def line_node(sku: str) -> dict[str, Any]:
    return {"name": "Tea", "sku": sku, "quantity": 1, "originalUnitPriceSet": {"shopMoney": {"amount": "25.00"}}}


@dataclass
class Shop:
    """Plays the rules of the API: pages of two, points that run out, and a moment when it is busy."""

    orders: list[dict[str, Any]] = field(default_factory=lambda: [node(n) for n in range(1, 6)])
    busy: list[Reply] = field(default_factory=list)
    points: int = 100

    def __call__(self, request: Request) -> Reply:
        if request.headers["X-Shopify-Access-Token"] != "shpat":
            return Reply({"errors": "no"}, 401)
        if self.busy:
            return self.busy.pop(0)
        cost = {"requestedQueryCost": 60, "throttleStatus": {"currentlyAvailable": self.points, "restoreRate": 50}}
        if self.points < 60:
            self.points = 100
            throttled = [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]
            return Reply({"errors": throttled, "extensions": {"cost": cost}})
        self.points -= 60
        return Reply({"data": self.data(request.content), "extensions": {"cost": cost}})

    def data(self, content: dict[str, Any]) -> dict[str, Any]:
        values, query = content["variables"], content["query"]
        if "lineItems(first: 100" in query:
            return {"order": {"lineItems": {"pageInfo": {"hasNextPage": False}, "nodes": [line_node("T-2")]}}}
        name = next(name for name in ("orders", "customers", "products") if f" {name}(first" in query)
        held = self.orders if name == "orders" else []
        between = re.findall(r"created_at:(>=|<)'([^']+)'", values["query"])
        for sign, moment in between:
            held = [o for o in held if (o["createdAt"] >= moment) == (sign == ">=")]
        start = int(values["after"] or 0)
        info = {"hasNextPage": start + 2 < len(held), "endCursor": str(start + 2)}
        return {name: {"pageInfo": info, "nodes": held[start : start + 2]}}


@pytest.fixture
def rules() -> Shop:
    return Shop()


@pytest.fixture
def played(rules: Shop) -> Iterator[Played]:
    with playing(rules) as server:
        yield server


@pytest.fixture
def source(teahouse: Store, played: Played) -> Source:
    return sources.source(
        teahouse, kind=SourceKind.SHOPIFY, name="Shop", secrets={"token": "shpat"}, address=played.address
    )


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def web(pauses: list[float]) -> Web:
    return Web(sleep=pauses.append)


@pytest.mark.django_db
def test_all_pages_come_with_the_further_lines_of_an_order(source: Source, web: Web, pauses: list[float]):
    assert pulls.pull(source, at=NOW, web=web) == 5
    hear()

    assert Order.objects.count() == 5
    assert Order.objects.get(number="#3").lines.count() == 2
    state = SourceStream.objects.get(source=source, stream=Stream.ORDERS)
    assert (state.complete_to, state.cursor, state.problem) == (NOW, "", "")
    assert pauses, "the points ran out, so it waited"


@pytest.mark.django_db
def test_asked_again_it_asks_only_for_what_has_changed_and_takes_in_nothing_twice(
    source: Source, web: Web, played: Played
):
    pulls.pull(source, at=NOW, web=web)
    hear()
    played.requests.clear()

    pulls.pull(source, at=NOW + timedelta(hours=1), web=web)
    hear()

    assert "updated_at:>='2026-03-01T11:55:00Z'" in played.requests[0].content["variables"]["query"]
    assert Order.objects.count() == 5


@pytest.mark.django_db
def test_it_waits_as_long_as_it_is_told_and_tries_again(source: Source, web: Web, rules: Shop, pauses: list[float]):
    rules.busy = [Reply({}, 429, {"Retry-After": "7"}), Reply(b"", 503), Reply({}, 502)]

    assert pulls.pull(source, at=NOW, web=web) == 5
    assert pauses[:3] == [7.0, 2.0, 4.0]


@pytest.mark.django_db
def test_what_stopped_it_is_kept_and_it_goes_on_where_it_was(source: Source, web: Web, rules: Shop, played: Played):
    good = rules.data
    rules.data = lambda content: {"orders": 7} if content["variables"]["after"] == "2" else good(content)  # type: ignore
    assert pulls.pull(source, at=NOW, web=web) == 2
    state = SourceStream.objects.get(source=source, stream=Stream.ORDERS)
    assert (state.cursor, state.complete_to) == ("2", None)
    assert state.problem

    rules.data = good  # type: ignore[method-assign]
    assert pulls.pull(source, at=NOW + timedelta(hours=1), web=web) == 3

    state.refresh_from_db()
    assert (state.complete_to, state.problem) == (NOW, "")
    assert InboxMessage.objects.count() == 5


@pytest.mark.django_db
def test_a_key_that_does_not_open_is_told(source: Source, web: Web, rules: Shop):
    rules.busy = [Reply({}, 401)] * 9

    assert pulls.pull(source, at=NOW, web=web) == 0
    assert "does not let us ask" in SourceStream.objects.get(stream=Stream.ORDERS).problem


@pytest.mark.django_db
def test_days_are_held_against_the_shop_and_holes_are_fetched(source: Source, web: Web, rules: Shop):
    rules.orders = [node(n, createdAt=f"2026-02-2{n}T09:00:00Z") for n in range(3, 8)]
    kept = rules.orders
    rules.orders = kept[:2]
    pulls.pull(source, at=NOW, web=web)
    hear()
    rules.orders = [kept[0], kept[1] | {"totalPriceSet": {"shopMoney": {"amount": "26.00"}}}, *kept[2:]]
    shopify_platform = PLATFORMS[SourceKind.SHOPIFY]

    assert reconciling.check(source, shopify_platform, at=NOW, web=web) == 4
    hear()

    assert Order.objects.count() == 5
    assert Order.objects.get(number="#4").total == 26
    assert reconciling.check(source, shopify_platform, at=NOW + timedelta(minutes=5), web=web) == 0
    day = SourceCheck.objects.get(on="2026-02-24")
    assert (day.theirs, day.ours, day.their_sum, day.our_sum, day.repaired) == (1, 1, 26, 26, 1)


@pytest.mark.parametrize("shop", ["tea", "tea.myshopify.com.evil.example", "https://evil.example", "a b.myshopify.com"])
def test_a_token_never_goes_to_what_is_no_shop(shop: str):
    with pytest.raises(NoShop):
        shopify_pull.checked_shop(shop)


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1/", "ftp://x", "https://user@host/", "https://", "file:///etc/passwd", "https://[::1"]
)
def test_an_unsafe_address_is_not_asked(address: str):
    with pytest.raises(UnsafeAddress):
        Web().ask(address)


def test_a_word_from_the_future_does_not_silence_those_after_it(teahouse: Store):
    shop = sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Shop")
    sources.letter(shop, shopify.order(updated_at="2099-01-01T00:00:00Z"), kind="orders/create")
    hear()

    later = shopify.order(updated_at="2026-03-01T13:00:00Z", financial_status="refunded")
    sources.letter(shop, later, kind="orders/updated", at=datetime(2026, 3, 1, 14, tzinfo=UTC))
    hear(at=datetime(2026, 3, 1, 14, tzinfo=UTC))

    assert Order.objects.get().payment_state == "refunded"
