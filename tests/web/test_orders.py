"""The index of orders and the page of one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.kinds import OrderKind
from regulars.commerce.models import Order, OrderLine, ReturnMatch
from regulars.identity.models import Person
from regulars.web.orders import index
from regulars.web.orders.index import Asked
from tests.conftest import At
from tests.make import commerce, identity, profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(teahouse: Store, li: Person, at: At) -> list[Order]:
    """Three orders of Li, and one of nobody."""
    day = "2026-03-0{} 10:00".format
    return [
        commerce.order(teahouse, "1001", placed_at=at(day(1)), person=li, tea="4.50"),
        commerce.order(teahouse, "1002", placed_at=at(day(2)), person=li, tea="4.50", pot="38.00"),
        commerce.order(teahouse, "1003", placed_at=at(day(3)), pot="38.00"),
        commerce.order(teahouse, "R-9", placed_at=at(day(4)), person=li, kind=OrderKind.RETURN, tea="-4.50"),
    ]


def changed(order: Order, **facts: Any) -> None:
    with operations.doing(OperationKind.SYSTEM, store=order.store, at=order.placed_at):
        Order.objects.filter(id=order.id).update(**facts)


def numbers(store: Store, staff: Staff, **asked: Any) -> list[str]:
    return [order.number for order in index.page(Asked(**asked), store=store, staff=staff).rows]


def test_the_newest_order_stands_first(teahouse: Store, owner: Staff, orders: list[Order]):
    assert numbers(teahouse, owner) == ["R-9", "1003", "1002", "1001"]


@pytest.mark.parametrize("typed", ["1002", "#1002", " 1002 "])
def test_an_exact_number_finds_its_order_alone(typed: str, teahouse: Store, owner: Staff, orders: list[Order]):
    assert numbers(teahouse, owner, search=typed) == ["1002"]


def test_the_beginning_of_a_number_finds_all_that_begin_so(teahouse: Store, owner: Staff, orders: list[Order]):
    assert numbers(teahouse, owner, search="100") == ["1003", "1002", "1001"]


def test_a_parcel_is_found_however_its_number_is_spaced(teahouse: Store, owner: Staff, orders: list[Order]):
    changed(orders[0], parcel_number="JD014600003SE")

    assert numbers(teahouse, owner, search="jd01 4600 003se") == ["1001"]


def test_the_end_of_a_phone_number_finds_the_orders_of_its_person(
    teahouse: Store, owner: Staff, anna: Staff, orders: list[Order], at: At
):
    caller = identity.person(teahouse.circle, phone="+447700900123")
    commerce.order(teahouse, "2001", placed_at=at("2026-02-01"), person=caller, tea="4.50")

    assert numbers(teahouse, owner, search="0123") == ["2001"]
    assert numbers(teahouse, owner, search="07700 900 123") == ["2001"]
    assert numbers(teahouse, anna, search="0123") == []


def test_a_customer_is_found_by_name(teahouse: Store, owner: Staff, li: Person, orders: list[Order]):
    profile.of(li, name="Li Wei")

    assert numbers(teahouse, owner, search="li wei") == ["R-9", "1002", "1001"]


def test_days_are_those_of_the_store(teahouse: Store, owner: Staff, orders: list[Order]):
    assert numbers(teahouse, owner, since=date(2026, 3, 2), until=date(2026, 3, 3)) == ["1003", "1002"]


def test_orders_are_filtered_by_what_they_say(teahouse: Store, owner: Staff, orders: list[Order]):
    changed(orders[1], channel="shop", payment_state="paid", parcel_state="sent", discount_codes=["SPRING"])

    assert numbers(teahouse, owner, channel="shop") == ["1002"]
    assert numbers(teahouse, owner, payment_state="paid", parcel_state="sent") == ["1002"]
    assert numbers(teahouse, owner, code="spring") == ["1002"]
    assert numbers(teahouse, owner, kind="return") == ["R-9"]
    assert numbers(teahouse, owner, kind="sale", least=Decimal(30), most=Decimal(40)) == ["1003"]
    assert numbers(teahouse, owner, currency="EUR") == []


def test_orders_are_filtered_by_product_and_by_what_came_back(teahouse: Store, owner: Staff, orders: list[Order]):
    pot = OrderLine.objects.filter(title="Pot").first()
    gone = OrderLine.objects.get(order=orders[3])
    ReturnMatch.objects.create(returned=gone, bought=OrderLine.objects.get(order=orders[0]), quantity=1)

    assert numbers(teahouse, owner, product=pot.product_id) == ["1003", "1002"]
    assert numbers(teahouse, owner, came_back=True) == ["1001"]


def test_a_common_product_is_looked_for_in_the_window(
    teahouse: Store, owner: Staff, orders: list[Order], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "FEW", 0)
    pot = OrderLine.objects.filter(title="Pot").first()

    assert numbers(teahouse, owner, product=pot.product_id) == ["1003", "1002"]
    assert numbers(teahouse, owner, product=pot.product_id, code="x") == []


def test_a_rare_filter_says_how_far_it_has_looked_and_goes_on(
    teahouse: Store, owner: Staff, orders: list[Order], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "WINDOW", 2)
    asked = Asked(least=Decimal("40"))

    first = index.page(asked, store=teahouse, staff=owner)
    second = index.page(asked, store=teahouse, staff=owner, after=first.following or "")

    assert (first.rows, first.looked_back_to) == ([], orders[2].placed_at)
    assert [order.number for order in second.rows] == ["1002"]


def test_paging_shows_every_order_once(
    teahouse: Store, owner: Staff, orders: list[Order], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "PAGE_SIZE", 3)

    first = index.page(Asked(), store=teahouse, staff=owner)
    second = index.page(Asked(), store=teahouse, staff=owner, after=first.following or "")

    assert [order.number for order in [*first.rows, *second.rows]] == ["R-9", "1003", "1002", "1001"]
    assert second.following is None


def test_an_agent_sees_the_orders_of_the_own_branch_alone(teahouse: Store, bo: Staff, orders: list[Order]):
    branch = teahouse.circle.branches.create(name="North")
    bo.branch = branch
    changed(orders[0], branch=branch)

    assert numbers(teahouse, bo) == ["1001"]
