"""WooCommerce's records are understood, and its REST API is asked page by page."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regulars.base.workspace.models import Store
from regulars.collect import pulls
from regulars.collect.kinds import SourceKind, Stream
from regulars.collect.messages import Arrival, Unfit
from regulars.collect.models import SetAside, Source, SourceCheck, SourceStream
from regulars.collect.sources.contract import Delivery
from regulars.collect.sources.platforms import PLATFORMS
from regulars.collect.sources.web import UnsafeAddress, Web
from regulars.collect.sources.woocommerce.read import read
from regulars.commerce import reconciling
from regulars.commerce.models import Order, Product
from regulars.profile.models import Profile
from tests.collect.sources.played import Played, Reply, Request, playing
from tests.make import sources, workspace
from tests.make.sources import NOW, hear, letter

THINGS = {"order": "_orders.md", "customer": "_customers.md", "product": "_products.md"}
EXAMPLE = re.compile(r"```json\n(.*?)```", re.DOTALL)
ORDER = {
    "id": 727, "number": "727", "status": "processing", "currency": "GBP", "date_created_gmt": "2026-03-01T09:00:00",
    "date_modified_gmt": "2026-03-01T09:00:00", "discount_total": "2.00", "shipping_total": "5.00", "total": "13.00",
    "total_tax": "0.00", "customer_id": 25, "customer_note": "", "created_via": "checkout", "refunds": [],
    "billing": {"first_name": "Li", "last_name": "Wen", "email": "Li@tea.example", "address_1": "1 Tea Lane",
                "city": "London", "country": "GB", "phone": "020 7946 0000"},
    "line_items": [{"name": "Oolong &ndash; 50 g", "sku": "T-1", "quantity": 3, "subtotal": "10.00", "total": "8.00",
                    "total_tax": "0"}],
    "coupon_lines": [{"code": "spring"}],
}  # fmt: skip


def arrivals(kind: str, content: Any) -> list[Arrival]:
    return read(Delivery(kind, content, "m", NOW, {}, "USD"))


@pytest.mark.parametrize("thing", THINGS)
def test_every_example_of_the_manual_is_understood(shared_data: Path, thing: str):
    text = (shared_data / "payloads" / "woocommerce" / THINGS[thing]).read_text()
    found = [json.loads(body.replace("\\/", "/")) for body in EXAMPLE.findall(text) if body.lstrip()[0] in "[{"]
    flat = [item for content in found for item in (content if isinstance(content, list) else [content])]
    flat += [item for content in flat for batch in ("create", "update") for item in content.get(batch, [])]
    whole = [item for item in flat if "date_created_gmt" in item and {"line_items", "email", "slug"} & set(item)]

    assert len(whole) > 5
    for item in whole:
        [said] = arrivals(f"{thing}.updated", item)
        assert said.name == f"{thing}.said"


def test_an_order_is_reckoned_as_from_a_file():
    [order] = arrivals("order.created", ORDER)

    [line] = order.properties["lines"]
    assert (line["title"], line["quantity"], line["unit_price"]) == ("Oolong – 50 g", 3, Decimal("3.333333"))
    assert line["discount"] == Decimal("1.999999")
    assert order.properties["placed_at"].isoformat() == "2026-03-01T09:00:00+00:00"
    assert (order.email, order.phone, order.user_id) == ("li@tea.example", "+442079460000", "25")


@pytest.mark.parametrize(
    ("said", "kind", "refunded"),
    [
        ({"status": "pending"}, "cancelled", 0), ({"status": "failed"}, "cancelled", 0),
        ({"status": "completed"}, "sale", 0), ({"status": "refunded"}, "sale", 13),
        ({"refunds": [{"id": 1, "total": "-4.00"}]}, "sale", 4),
    ],
)  # fmt: skip
def test_the_state_of_an_order_says_what_it_is(said: dict[str, Any], kind: str, refunded: int):
    [order] = arrivals("order.updated", ORDER | said)

    assert (order.properties["kind"], order.properties["stated"]["refunded"]) == (kind, refunded)


def test_a_guest_has_no_number():
    assert arrivals("order.created", ORDER | {"customer_id": 0})[0].user_id == ""


@pytest.mark.parametrize("said", [{"date_created_gmt": None}, {"line_items": [{"quantity": 1}]}, {"refunds": [{}]}])
def test_what_an_order_must_say_and_does_not_is_unfit(said: dict[str, Any]):
    with pytest.raises(Unfit):
        arrivals("order.created", ORDER | said)


@pytest.mark.django_db
def test_webhooks_become_an_order_a_customer_and_a_product(teahouse: Store):
    shop = sources.source(teahouse, kind=SourceKind.WOOCOMMERCE, name="Shop")
    letter(shop, ORDER, kind="order.created", delivery="1:a")
    customer = {"id": 25, "email": "li@tea.example", "first_name": "Li", "last_name": "Wen",
                "date_modified_gmt": "2026-03-01T09:00:00", "billing": ORDER["billing"]}  # fmt: skip
    letter(shop, customer, kind="customer.updated", delivery="1:b")
    product = {"id": 9, "name": "Oolong", "sku": "T-1", "price": "3.50", "status": "publish",
               "categories": [{"name": "Tea &amp; more"}], "date_modified_gmt": "2026-03-01T09:00:00"}  # fmt: skip
    letter(shop, product, kind="product.updated", delivery="1:c")

    hear()

    order = Order.objects.get()
    assert (order.number, order.total, order.shipping, order.discount_codes) == ("727", 13, 5, ["spring"])
    assert Profile.objects.get().name == "Li Wen"
    assert (Product.objects.get().category, Product.objects.get().price) == ("Tea & more", Decimal("3.5"))
    assert not SetAside.objects.exists()


@dataclass
class Shop:
    """Plays the REST API: two records a page, the number of pages in a header, once too busy."""

    orders: list[dict[str, Any]] = field(
        default_factory=lambda: [ORDER | {"id": n, "number": str(n)} for n in range(1, 6)]
    )
    is_busy: bool = True

    def __call__(self, request: Request) -> Reply:
        if request.headers["Authorization"] != "Basic " + base64.b64encode(b"ck_1:cs_1").decode():
            return Reply({"code": "woocommerce_rest_cannot_view"}, 401)
        if self.is_busy:
            self.is_busy = False
            return Reply({}, 429, {"Retry-After": "3"})
        held = self.orders if request.path.endswith("/orders") else []
        after = request.query.get("modified_after", "")
        held = [order for order in held if order["date_modified_gmt"] > after]
        made_after, made_before = request.query.get("after", ""), request.query.get("before", "9")
        held = [order for order in held if made_after < order["date_created_gmt"] < made_before]
        start = (int(request.query["page"]) - 1) * 2
        return Reply(held[start : start + 2], headers={"X-WP-TotalPages": str(-(-len(held) // 2))})


@pytest.fixture
def played() -> Iterator[Played]:
    with playing(Shop()) as server:
        yield server


@pytest.mark.django_db
def test_all_pages_come_and_then_only_what_has_changed(teahouse: Store, played: Played):
    shop = sources.source(
        teahouse, kind=SourceKind.WOOCOMMERCE, name="Shop", secrets={"key": "ck_1:cs_1"}, shop=played.address
    )
    pauses: list[float] = []

    assert pulls.pull(shop, at=NOW, web=Web(sleep=pauses.append)) == 5
    hear()
    assert pauses == [3.0]
    assert Order.objects.count() == 5
    assert SourceStream.objects.get(source=shop, stream=Stream.ORDERS).complete_to == NOW

    assert pulls.pull(shop, at=NOW + timedelta(hours=1), web=Web()) == 0
    assert played.requests[-3].query["modified_after"] == "2026-03-01T11:55:00"


@pytest.mark.django_db
def test_days_of_the_store_are_held_against_the_shop_and_holes_are_fetched():
    store = workspace.store("East", timezone="Asia/Shanghai")
    all_said = [ORDER | {"id": n, "number": str(n), "date_created_gmt": f"2026-02-2{n}T16:30:00"} for n in range(3, 8)]
    rules = Shop(all_said[:2], is_busy=False)
    platform = PLATFORMS[SourceKind.WOOCOMMERCE]
    with playing(rules) as played:
        shop = sources.source(
            store, kind=SourceKind.WOOCOMMERCE, name="Shop", secrets={"key": "ck_1:cs_1"}, shop=played.address
        )
        pulls.pull(shop, at=NOW, web=Web())
        hear()
        rules.orders = [all_said[0] | {"total": "14.00"}, *all_said[1:]]

        assert reconciling.check(shop, platform, at=NOW, web=Web()) == 4
        hear()
        assert reconciling.check(shop, platform, at=NOW + timedelta(minutes=5), web=Web()) == 0

    assert (Order.objects.count(), Order.objects.get(number="3").total) == (5, 14)
    day = SourceCheck.objects.get(on="2026-02-24")
    assert (day.theirs, day.ours, day.their_sum, day.our_sum, day.repaired) == (1, 1, 14, 14, 1)


@pytest.mark.django_db
def test_a_shop_without_a_safe_address_is_no_source(teahouse: Store):
    with pytest.raises(UnsafeAddress):
        sources.source(teahouse, kind=SourceKind.WOOCOMMERCE, name="Shop", shop="http://tea.example")
    assert not Source.objects.exists()
