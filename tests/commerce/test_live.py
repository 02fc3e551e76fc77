"""Orders that a source says by itself are in the store once, as its newest word has them, however its words come."""

import itertools
import json
from decimal import Decimal
from typing import Any

import pytest

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect.kinds import SourceKind
from regulars.collect.models import SetAside, Source
from regulars.commerce.models import Order, OrderLine, Product, ReturnMatch
from regulars.identity.models import Identifier
from regulars.profile.models import Profile
from tests.make import shopify, sources
from tests.make.sources import hear, letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(teahouse: Store) -> Source:
    return sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Shop")


def told(name: str) -> list[tuple[str, dict[str, Any]]]:
    rows = query.rows("select mode, properties from events where name = %s order by seq", [name])
    return [(mode, json.loads(properties)) for mode, properties in rows]


def test_an_order_that_comes_live_is_an_order_with_its_lines_its_money_and_its_buyer(shop: Source):
    letter(shop, shopify.order(), kind="orders/create", delivery="d1")

    hear()

    order = Order.objects.get()
    assert (order.number, order.kind, order.currency) == ("#1001", "sale", "GBP")
    assert (order.total, order.shipping, order.store_value) == (30, 5, 25)
    assert (order.ship_city, order.ship_country, order.payment_state) == ("London", "GB", "paid")
    assert order.person_id == Identifier.objects.get(kind="user", value="77").person_id
    assert [(line.title, line.quantity, line.product.sku) for line in order.lines.all()] == [("Tea T-1", 1, "T-1")]
    assert [mode for mode, _ in told("order.placed")] == ["live"]


def test_an_old_order_is_history(shop: Source):
    old = {"created_at": "2026-02-20T09:00:00Z", "updated_at": "2026-02-20T09:00:00Z"}
    letter(shop, shopify.order(**old), kind="orders/create")

    hear()

    assert [mode for mode, _ in told("order.placed")] == ["history"]


def test_the_newest_word_counts_in_whatever_order_the_words_come(shop: Source):
    words = [
        shopify.order(updated_at="2026-03-01T09:00:00Z", financial_status="pending"),
        shopify.order(updated_at="2026-03-01T09:05:00Z", financial_status="paid"),
        shopify.order(
            updated_at="2026-03-01T09:10:00Z", financial_status="paid", fulfillment_status="fulfilled",
            lines=[shopify.line("T-2", 2, "12.50")],
        ),
    ]  # fmt: skip
    for number, sequence in enumerate(itertools.permutations(words)):
        for place, word in enumerate(sequence):
            said = word | {"id": number, "name": f"#{number}"}
            letter(shop, said, kind="orders/updated", delivery=f"{number}-{place}")
            if number % 2:
                hear()
    hear()

    assert {(o.payment_state, o.parcel_state) for o in Order.objects.all()} == {("paid", "fulfilled")}
    assert set(OrderLine.objects.values_list("order__number", "title", "quantity")) == {
        (f"#{number}", "Tea T-2", Decimal(2)) for number in range(6)
    }
    assert len(told("order.placed")) == 6


def test_the_same_delivery_twice_is_taken_in_once(shop: Source):
    for _ in range(2):
        letter(shop, shopify.order(), kind="orders/create", delivery="d1")
        hear()

    assert len(told("order.said")) == len(told("order.placed")) == 1


def test_an_order_of_a_file_and_of_a_webhook_is_one_order(shop: Source, teahouse: Store):
    letter(shop, shopify.order(), kind="orders/create")
    hear()
    before = Order.objects.values().get()

    other = sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Twin")
    letter(other, shopify.order(), kind="orders/create")
    hear()

    assert Order.objects.values().get() == before
    assert OrderLine.objects.count() == 1
    assert len(told("order.placed")) == 1


def test_a_line_that_another_source_still_has_stays(shop: Source, teahouse: Store):
    other = sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Twin")
    both = [shopify.line("T-1"), shopify.line("T-2")]
    for one in (shop, other):
        letter(one, shopify.order(lines=both), kind="orders/create")
    hear()

    letter(shop, shopify.order(updated_at="2026-03-01T10:00:00Z"), kind="orders/updated")
    hear()
    assert OrderLine.objects.count() == 2

    letter(other, shopify.order(updated_at="2026-03-01T10:00:00Z"), kind="orders/updated")
    hear()
    assert OrderLine.objects.count() == 1


def test_a_cancelled_order_is_no_sale_and_says_so_once(shop: Source):
    letter(shop, shopify.order(), kind="orders/create")
    hear()

    cancelled = {"cancelled_at": "2026-03-01T10:00:00Z", "updated_at": "2026-03-01T10:00:00Z"}
    letter(shop, shopify.order(**cancelled), kind="orders/cancelled")
    hear()
    hear()

    assert (Order.objects.get().kind, Order.objects.get().net) == ("cancelled", 0)
    assert len(told("order.cancelled")) == 1


def test_a_refund_by_itself_counts_once_and_the_whole_order_after_it_repeats_it(shop: Source):
    letter(shop, shopify.order(), kind="orders/create")
    paid = {"kind": "refund", "status": "success", "amount": "15.00"}
    refund = {"id": 9, "order_id": 450_790_001, "created_at": "2026-03-01T10:00:00Z", "transactions": [paid]}
    for delivery in ("r1", "r2"):
        letter(shop, refund, kind="refunds/create", delivery=delivery)
    hear()
    assert (Order.objects.get().refunded, Order.objects.get().net) == (15, Decimal("12.5"))

    whole = shopify.order(updated_at="2026-03-01T10:00:00Z", refunds=[refund])
    letter(shop, whole, kind="orders/updated")
    hear()

    assert Order.objects.get().refunded == 15
    assert [said["refunded"] for _, said in told("order.refunded")] == ["15.000000"]


def test_a_deleted_order_stays_in_the_books_as_one_of_which_nothing_came(shop: Source):
    letter(shop, shopify.order(), kind="orders/create")
    hear()

    letter(shop, {"id": 450_790_001}, kind="orders/delete")
    hear()

    assert Order.objects.get().kind == "cancelled"


def test_returned_goods_are_matched_with_what_was_bought(shop: Source):
    letter(shop, shopify.order(lines=[shopify.line(quantity=2)]), kind="orders/create")
    back = shopify.order(1002, created_at="2026-03-01T10:00:00Z", lines=[shopify.line(quantity=-1)])
    letter(shop, back, kind="orders/create")

    hear()

    assert Order.objects.get(number="#1002").kind == "return"
    assert ReturnMatch.objects.get().quantity == 1


def test_a_customer_who_comes_live_has_a_profile_that_follows_their_newest_word(shop: Source):
    letter(shop, shopify.customer(), kind="customers/create")
    hear()
    profile = Profile.objects.get()
    assert (profile.name, profile.city, profile.accepts_email) == ("Li Wen", "London", True)

    left = {"email_marketing_consent": {"state": "unsubscribed"}, "updated_at": "2026-03-01T10:00:00Z"}
    moved = shopify.customer(default_address={"city": "Leeds", "country_code": "GB"}, **left)
    letter(shop, moved, kind="customers/update")
    letter(shop, shopify.customer(updated_at="2026-03-01T08:00:00Z"), kind="customers/update")
    hear()

    profile.refresh_from_db()
    assert (profile.name, profile.city, profile.accepts_email) == ("Li Wen", "Leeds", False)


def test_the_newest_word_on_a_product_counts(shop: Source):
    letter(shop, shopify.product(), kind="products/create")
    hear()
    product = Product.objects.get()
    assert (product.title, product.price, product.brand, product.is_active) == ("Oolong", 25, "Teahouse", True)

    letter(shop, shopify.product(title="Oolong spring", updated_at="2026-03-01T10:00:00Z"), kind="products/update")
    letter(shop, shopify.product(title="Older", updated_at="2026-03-01T08:00:00Z"), kind="products/update")
    hear()

    product.refresh_from_db()
    assert product.title == "Oolong spring"


def test_a_purchase_in_the_browser_is_an_order_only_where_no_server_speaks(teahouse: Store):
    site = sources.source(teahouse)
    bought = {
        "type": "track", "event": "Order Completed", "userId": "77", "messageId": "m",
        "timestamp": "2026-03-01T11:00:00Z",
        "properties": {"order_id": "1001", "total": 25, "currency": "GBP",
                       "products": [{"sku": "T-1", "name": "Tea", "price": 25, "quantity": 1}]},
    }  # fmt: skip
    letter(site, bought)
    hear()
    assert Order.objects.get().number == "1001"

    shop = sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Shop")
    letter(shop, shopify.order(), kind="orders/create")
    letter(site, bought | {"messageId": "n", "properties": bought["properties"] | {"order_id": "1002"}})
    hear()

    order = Order.objects.get()
    assert (order.number, order.total) == ("#1001", 30)
    assert [line.title for line in order.lines.all()] == ["Tea T-1"]
    assert len(told("order.placed")) == 1


def test_what_an_order_must_say_and_does_not_is_set_aside(shop: Source):
    for said in ({"name": None, "order_number": None}, {"created_at": None}, {"currency": "XXY"}, {"line_items": 7},
                 {"lines": [shopify.line(price="free")]}, {"created_at": "2036-03-01T10:00:00Z"}, {"customer": [1]},
                 {"created_at": "1066-01-01T00:00:00Z"}, {"lines": [shopify.line(quantity=10**30)]}):  # fmt: skip
        letter(shop, shopify.order(**said), kind="orders/create")
    letter(shop, shopify.order(), kind="orders/create")

    hear()

    assert (Order.objects.count(), SetAside.objects.count()) == (1, 9)
