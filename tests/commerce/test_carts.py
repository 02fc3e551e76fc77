"""Carts follow what a site tells, and each that is left behind is told of once."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from regulars.base.events.kinds import Mode
from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect.models import Source
from regulars.commerce import carts
from regulars.commerce.models import Cart
from regulars.identity.models import Identifier
from tests.make import commerce, identity, sources
from tests.make.sources import NOW, letter, take_in

pytestmark = pytest.mark.django_db(transaction=True)
TEA = {"sku": "T-1", "name": "Oolong", "price": "12.50", "currency": "EUR"}
CUP = {"sku": "C-1", "name": "Cup", "price": 4, "quantity": 2}


@pytest.fixture
def site(teahouse: Store) -> Source:
    return sources.source(teahouse)


def tell(site: Source, event: str, at: datetime = NOW, visitor: str = "v1", **properties: Any) -> None:
    context = properties.pop("context", {})
    letter(
        site,
        {
            "type": "track", "event": event, "anonymousId": visitor, "properties": properties, "context": context,
            "timestamp": at.isoformat(), "sentAt": at.isoformat(),
        },
        at=at,
    )  # fmt: skip
    take_in(at=at)
    sources.heard("carts")


def left_behind() -> list[dict[str, Any]]:
    return [properties for _, _, properties in sources.events("cart.abandoned")]


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def test_a_cart_holds_what_was_put_in_and_not_taken_out(site: Source):
    tell(site, "Product Added", **TEA)
    tell(site, "Product Added", **TEA, quantity=2)
    tell(site, "Product Added", products=[CUP])
    tell(site, "Product Removed", **TEA)

    cart = Cart.objects.get()
    assert [(item["sku"], item["quantity"]) for item in cart.items] == [("T-1", "2"), ("C-1", "2")]
    assert (cart.value, cart.currency) == (Decimal(33), "EUR")


def test_what_says_the_whole_cart_takes_its_place(site: Source):
    tell(site, "Product Added", **TEA)
    tell(site, "Cart Viewed", products=[CUP])
    tell(site, "Cart Viewed")

    assert [item["sku"] for item in Cart.objects.get().items] == ["C-1"]


def test_a_cart_that_is_left_is_told_of_once(site: Source):
    tell(site, "Product Added", **TEA)

    assert carts.abandon(at=hours(3.9)) == 0
    assert carts.abandon(at=hours(4)) == 1
    assert carts.abandon(at=hours(5)) == 0
    assert left_behind() == [{"total": "12.500000", "currency": "EUR", "items": 1, "step": "cart"}]


def test_a_cart_that_is_heard_of_long_after_is_history(site: Source):
    tell(site, "Product Added", at=NOW, **TEA)

    assert carts.abandon(at=hours(100)) == 1
    told = query.row("select mode, happened_at from events where name = 'cart.abandoned'")
    assert told == (Mode.HISTORY, hours(4))


def test_each_store_says_how_long_it_waits(site: Source, teahouse: Store):
    Store.objects.filter(id=teahouse.id).update(cart_hours=1)
    tell(site, "Checkout Started", products=[TEA])

    assert carts.abandon(at=hours(1)) == 1
    assert left_behind()[0]["step"] == "checkout"


def test_a_cart_that_is_taken_up_again_can_be_left_again(site: Source):
    tell(site, "Product Added", **TEA)
    carts.abandon(at=hours(4))
    tell(site, "Product Added", at=hours(5), **CUP)

    assert carts.abandon(at=hours(8)) == 0
    assert carts.abandon(at=hours(9)) == 1
    assert [event["items"] for event in left_behind()] == [1, 2]


def test_who_has_bought_has_left_nothing_behind(site: Source):
    tell(site, "Product Added", **TEA)
    tell(site, "Order Completed", order_id="1")

    assert carts.abandon(at=hours(9)) == 0


def test_an_order_that_came_another_way_counts_also_for_whom_the_visitor_has_become(site: Source, teahouse: Store):
    tell(site, "Product Added", **TEA)
    visitor = Identifier.objects.get(value="v1").person
    buyer = identity.person(teahouse.circle, email="li@tea.example")
    identity.merge(visitor, buyer)
    commerce.order(teahouse, "1", person=buyer, placed_at=hours(1), tea="12.50")

    assert carts.abandon(at=hours(9)) == 0
    assert Cart.objects.get().bought_at == hours(1)


def test_whoever_goes_on_under_their_own_name_leaves_one_cart_behind_and_not_two(site: Source, teahouse: Store):
    tell(site, "Product Added", **TEA)
    tell(site, "Product Added", at=hours(1), visitor="v2", **CUP)
    identity.merge(*(Identifier.objects.get(value=value).person for value in ("v1", "v2")))

    assert carts.abandon(at=hours(4.5)) == 0
    assert carts.abandon(at=hours(5)) == 1
    assert carts.abandon(at=hours(9)) == 0


def test_what_was_bought_in_one_browser_is_not_left_behind_in_another(site: Source, teahouse: Store):
    tell(site, "Product Added", **TEA)
    tell(site, "Product Added", at=hours(1), visitor="v2", **TEA)
    tell(site, "Order Completed", at=hours(2), visitor="v2", order_id="1")
    identity.merge(*(Identifier.objects.get(value=value).person for value in ("v1", "v2")))

    assert carts.abandon(at=hours(9)) == 0


def test_an_emptied_cart_is_not_left_behind(site: Source):
    tell(site, "Product Added", **TEA)
    tell(site, "Product Removed", **TEA)

    assert carts.abandon(at=hours(9)) == 0


def test_after_buying_a_cart_begins_empty(site: Source):
    tell(site, "Product Added", **TEA)
    tell(site, "Order Completed", order_id="1")
    tell(site, "Product Added", at=hours(1), **CUP)

    cart = Cart.objects.get()
    assert ([item["sku"] for item in cart.items], cart.bought_at, cart.begun_at) == (["C-1"], None, hours(1))


def test_staff_and_tests_and_what_is_long_past_leave_no_carts(site: Source):
    tell(site, "Product Added", **TEA, context={"traffic": "staff"})
    tell(site, "Product Added", visitor="v2", **TEA, context={"test": True})
    tell(site, "Product Added", visitor="v3", **TEA, context={"userAgent": "Googlebot/2.1"})

    assert not Cart.objects.exists()


def test_nonsense_leaves_what_was_there(site: Source):
    tell(site, "Product Added", **TEA)
    tell(site, "Product Added", products=["x", None, {"price": "1"}])
    tell(site, "Product Added", sku="C-1", quantity="many", price="NaN")

    assert [(item["sku"], item["quantity"]) for item in Cart.objects.get().items] == [("T-1", "1"), ("C-1", "1")]
