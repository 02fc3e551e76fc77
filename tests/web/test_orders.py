"""The index of orders and the page of one."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.collect.kinds import SourceKind
from regulars.commerce.kinds import OrderKind
from regulars.commerce.models import Order, OrderLine, ReturnMatch
from regulars.identity.models import Person
from regulars.web.lists.asked import Asked
from regulars.web.orders import index, listing
from tests.conftest import At
from tests.make import commerce, identity, profile, shopify, sources
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


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


def asked_for(store: Store, staff: Staff, **query: Any) -> Asked:
    """The list as its address asks for it."""
    given = QueryDict(mutable=True)
    given.update(query)
    return listing.of(store, staff).asked(given)


def page(store: Store, staff: Staff, *, product: int | None = None, **query: Any) -> index.Page:
    return index.page(
        asked_for(store, staff, **query), store=store, staff=staff, today=date(2026, 3, 5), product=product
    )


def numbers(store: Store, staff: Staff, **query: Any) -> list[str]:
    return [order.number for order in page(store, staff, **query).rows]


def test_the_newest_order_stands_first(teahouse: Store, owner: Staff, orders: list[Order]):
    assert numbers(teahouse, owner) == ["R-9", "1003", "1002", "1001"]


@pytest.mark.parametrize("typed", ["1002", "#1002", " 1002 "])
def test_an_exact_number_finds_its_order_alone(typed: str, teahouse: Store, owner: Staff, orders: list[Order]):
    assert numbers(teahouse, owner, q=typed) == ["1002"]


def test_the_beginning_of_a_number_finds_all_that_begin_so(teahouse: Store, owner: Staff, orders: list[Order]):
    assert numbers(teahouse, owner, q="100") == ["1003", "1002", "1001"]


def test_a_parcel_is_found_however_its_number_is_spaced(teahouse: Store, owner: Staff, orders: list[Order]):
    changed(orders[0], parcel_number="JD014600003SE")

    assert numbers(teahouse, owner, q="jd01 4600 003se") == ["1001"]


def test_the_end_of_a_phone_number_finds_the_orders_of_its_person(
    teahouse: Store, owner: Staff, anna: Staff, orders: list[Order], at: At
):
    caller = identity.person(teahouse.circle, phone="+447700900123")
    commerce.order(teahouse, "2001", placed_at=at("2026-02-01"), person=caller, tea="4.50")

    assert numbers(teahouse, owner, q="0123") == ["2001"]
    assert numbers(teahouse, owner, q="07700 900 123") == ["2001"]
    assert numbers(teahouse, anna, q="0123") == []


def test_a_customer_is_found_by_name(teahouse: Store, owner: Staff, li: Person, orders: list[Order]):
    profile.of(li, name="Li Wei")

    assert numbers(teahouse, owner, q="li wei") == ["R-9", "1002", "1001"]


def test_days_are_those_of_the_store(teahouse: Store, owner: Staff, orders: list[Order]):
    assert numbers(teahouse, owner, placed_on_from="2026-03-02", placed_on_to="2026-03-03") == ["1003", "1002"]


def test_orders_are_filtered_by_what_they_say(teahouse: Store, owner: Staff, orders: list[Order]):
    changed(orders[1], channel="shop", payment_state="paid", parcel_state="sent", discount_codes=["SPRING"])

    assert numbers(teahouse, owner, channel="shop") == ["1002"]
    assert numbers(teahouse, owner, payment="paid", parcel="sent") == ["1002"]
    assert numbers(teahouse, owner, code="spring") == ["1002"]
    assert numbers(teahouse, owner, code_has="pri") == ["1002"]
    assert numbers(teahouse, owner, kind="return") == ["R-9"]
    assert numbers(teahouse, owner, kind="sale", total_min="30", total_max="40") == ["1003"]
    assert numbers(teahouse, owner, currency="GBP", channel_known="no") == ["R-9", "1003", "1001"]


def test_orders_are_filtered_by_product_and_by_what_came_back(teahouse: Store, owner: Staff, orders: list[Order]):
    pot = OrderLine.objects.filter(title="Pot").first()
    gone = OrderLine.objects.get(order=orders[3])
    ReturnMatch.objects.create(returned=gone, bought=OrderLine.objects.get(order=orders[0]), quantity=1)

    assert numbers(teahouse, owner, product=pot.product_id) == ["1003", "1002"]
    assert numbers(teahouse, owner, came_back="yes") == ["1001"]


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

    first = page(teahouse, owner, total_min="40")
    second = page(teahouse, owner, total_min="40", after=first.following or "")

    assert (first.rows, first.looked_to) == ([], orders[2].placed_at)
    assert [order.number for order in second.rows] == ["1002"]


def test_paging_shows_every_order_once(
    teahouse: Store, owner: Staff, orders: list[Order], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "PAGE_SIZE", 3)

    first = page(teahouse, owner)
    second = page(teahouse, owner, after=first.following or "")

    assert [order.number for order in [*first.rows, *second.rows]] == ["R-9", "1003", "1002", "1001"]
    assert second.following is None


def test_the_oldest_can_stand_first_and_the_window_then_goes_forward(
    teahouse: Store, owner: Staff, orders: list[Order], monkeypatch: pytest.MonkeyPatch
):
    assert numbers(teahouse, owner, sort="-placed_at") == ["1001", "1002", "1003", "R-9"]
    monkeypatch.setattr(index, "WINDOW", 2)

    first = page(teahouse, owner, sort="-placed_at", kind="return")
    monkeypatch.setattr(index, "PAGE_SIZE", 2)
    third = page(teahouse, owner, sort="-placed_at", after=page(teahouse, owner, sort="-placed_at").following or "")

    assert [order.number for order in first.rows] == ["R-9"]
    assert [order.number for order in third.rows] == ["1003", "R-9"]


def test_an_agent_sees_the_orders_of_the_own_branch_alone(teahouse: Store, bo: Staff, orders: list[Order]):
    branch = teahouse.circle.branches.create(name="North")
    bo.branch = branch
    changed(orders[0], branch=branch)

    assert numbers(teahouse, bo) == ["1001"]


def test_a_return_names_the_purchase_and_the_purchase_its_return(teahouse: Store, at_work: Client, orders: list[Order]):
    gone, bought = (OrderLine.objects.get(order=order) for order in (orders[3], orders[0]))
    ReturnMatch.objects.create(returned=gone, bought=bought, quantity=1)

    back = at_work.get(reverse("order", args=[orders[3].public_id])).content.decode()
    sale = at_work.get(reverse("order", args=[orders[0].public_id])).content.decode()

    assert reverse("order", args=[orders[0].public_id]) in back
    assert reverse("order", args=[orders[3].public_id]) in sale


def test_a_masked_role_sees_neither_street_nor_parcel_nor_note(teahouse: Store, anna: Staff, orders: list[Order]):
    changed(orders[0], ship_street="1 Mill Lane", ship_city="Leeds", parcel_number="JD0146", note="ring twice",
            staff_note="pays late")  # fmt: skip

    page = signed_in(anna).get(reverse("order", args=[orders[0].public_id])).content.decode()

    assert "Leeds" in page
    assert not [word for word in ("Mill Lane", "JD0146", "ring twice", "pays late") if word in page]


def test_the_staff_note_is_kept_under_an_operation_and_undone(
    teahouse: Store, at_work: Client, owner: Staff, orders: list[Order]
):
    at_work.post(reverse("order_note", args=[orders[0].public_id]), {"words": "Ask about the pot."})
    orders[0].refresh_from_db()
    operation = Operation.objects.get(facts__act="note_order")
    assert (orders[0].staff_note, operation.by) == ("Ask about the pot.", owner)

    at_work.post(reverse("operation_undoing", args=[operation.public_id]))

    orders[0].refresh_from_db()
    assert orders[0].staff_note == ""


@pytest.mark.parametrize("path", ["orders", "order"])
def test_pages_of_orders_take_few_statements(path: str, at_work: Client, orders: list[Order]):
    address = reverse(path, args=[orders[0].public_id] if path == "order" else [])
    with CaptureQueriesContext(connection) as asked:
        answer = at_work.get(address, {"q": "li", "kind": "sale"} if path == "orders" else {})

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, [query["sql"][:90] for query in asked]


def test_a_masked_role_does_not_guess_at_the_notes_of_the_staff(owner: Staff, anna: Staff, teahouse: Store):
    fields = {member.role: {field.key for field in listing.fields(teahouse, member)} for member in (owner, anna)}

    assert fields[Role.OWNER] - fields[Role.ANALYST] == {"note"}


def test_what_providers_tell_of_the_money_stands_on_the_page_of_the_order(teahouse, at_work):
    shop = sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Shop")
    stripe = sources.source(teahouse, kind=SourceKind.STRIPE, name="Stripe")
    sources.letter(shop, shopify.order(), kind="orders/create")
    charge = {
        "object": "charge", "id": "ch_1", "amount": 3000, "currency": "gbp", "status": "succeeded",
        "created": 1_772_355_600, "metadata": {"order_id": "1001"}, "billing_details": {},
        "balance_transaction": {"fee": 75, "currency": "gbp"},
    }  # fmt: skip
    sources.letter(stripe, charge, kind="charge.succeeded")
    about = {"order_id": 450_790_001, "currency": "GBP", "created_at": "2026-03-01T10:00:00Z"}
    back = about | {"id": 9, "kind": "refund", "status": "success", "amount": "5.00"}
    sources.letter(shop, back, kind="order_transactions/create")
    sources.letter(shop, about | {"id": 3, "amount": "30.00", "status": "needs_response"}, kind="disputes/create")
    sources.hear()

    shown = at_work.get(reverse("order", args=[Order.objects.get().public_id])).content.decode()

    assert "Paid £30.00. Refunded £5.00. In dispute £30.00. Fees £0.75." in shown
    assert "needs your answer" in shown
