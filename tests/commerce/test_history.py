"""What a staged file says is in the store afterwards, once, with its money."""

from decimal import Decimal

import pytest

from regulars.base.workspace.models import Store
from regulars.commerce import history
from regulars.commerce.models import Order, OrderLine, Product
from regulars.identity.models import Identifier, Person, Suggestion
from tests.make.staging import staged

pytestmark = pytest.mark.django_db


def merged(number: int, store: Store, rows, at, kind="orders"):
    return history.merge(staged(number, store, rows, kind=kind), at=at("2026-06-01"))


def test_an_order_is_stored_with_its_lines_buyer_and_money(teahouse, at):
    rows = [
        {"order_number": "1", "user_id": "li", "sku": "CUP", "quantity": 2, "unit_price": 5},
        {"order_number": "1", "user_id": "li", "sku": "TEA", "quantity": 1, "unit_price": "7.5"},
        {"order_number": "1", "user_id": "li", "sku": "POST", "line_kind": "postage", "unit_price": 3},
    ]

    report = merged(1, teahouse, rows, at)

    order = Order.objects.get(number="1")
    assert (order.goods, order.shipping, order.total) == (Decimal("17.5"), 3, Decimal("20.5"))
    assert order.net == Decimal("17.5")
    assert order.store_value == order.net
    assert order.person == Identifier.objects.get(kind="user", value="li").person
    assert (report.orders_new, report.lines_new, report.people_new, report.money_staged) == (1, 3, 1, Decimal("20.5"))


def test_the_same_file_twice_changes_nothing(teahouse, at, state):
    li = {"order_number": "1", "email": "li@example.org"}
    rows = [li, {"order_number": "1"}, {"order_number": "2", "sku": "TEA"}]
    merged(1, teahouse, rows, at)
    before = state(teahouse)

    report = merged(2, teahouse, rows, at)

    assert state(teahouse) == before
    assert (report.orders_new, report.lines_new, report.orders_known, report.lines_known) == (0, 0, 2, 3)


def test_an_overlapping_file_adds_only_as_many_equal_lines_as_are_missing(teahouse, at):
    cup = {"order_number": "1", "sku": "CUP"}
    merged(1, teahouse, [cup, cup], at)

    report = merged(2, teahouse, [cup, cup, cup, {"order_number": "1", "sku": "TEA"}], at)

    assert (report.lines_new, report.lines_known) == (2, 2)
    assert Order.objects.get(number="1").goods == 20
    assert OrderLine.objects.count() == 4


def test_a_later_file_updates_what_it_names_and_leaves_the_rest(teahouse, at):
    merged(1, teahouse, [{"order_number": "1", "payment_state": "pending", "channel": "web"}], at)

    report = merged(2, teahouse, [{"order_number": "1", "payment_state": "paid", "order_refunded": 5}], at)

    order = Order.objects.get(number="1")
    assert (order.payment_state, order.channel, order.refunded, order.net) == ("paid", "web", 5, 0)
    assert report.orders_changed == 1


def test_tax_that_lies_within_the_prices_is_no_net_sale(teahouse, at):
    rows = [
        {"order_number": "in", "unit_price": 120, "order_tax": 20, "order_total": 120},
        {"order_number": "on", "unit_price": 100, "order_tax": 20, "order_total": 120},
    ]

    merged(1, teahouse, rows, at)

    assert set(Order.objects.values_list("number", "net", "total")) == {("in", 100, 120), ("on", 100, 120)}


@pytest.mark.parametrize(
    ("stated", "discount"),
    [
        ({"order_discount": 20, "order_total": 80}, 20),  # the line's 20 are within the order's
        ({"order_discount": 0, "order_total": 80}, 20),  # the order's come on top, and there are none
        ({"order_discount": 5, "order_total": 75}, 25),
        ({"order_discount": 5, "order_tax": 15, "order_total": 90}, 25),
        ({"order_discount": 20, "order_tax": 16, "order_total": 80}, 20),  # tax within the prices
        ({"order_discount": 5, "order_subtotal": 80}, 25),
        ({"order_discount": 20, "order_subtotal": 100}, 20),
        ({"order_discount": 30}, 30),  # nothing tells, so the order's word goes before the lines'
        ({"order_total": 80}, 20),
    ],
)
def test_discounts_of_lines_count_once_whether_within_those_of_the_order_or_beside_them(teahouse, at, stated, discount):
    merged(1, teahouse, [{"order_number": "1", "unit_price": 100, "line_discount": 20} | stated], at)

    assert Order.objects.get(number="1").discount == discount


def test_money_of_another_currency_stays_apart(teahouse, at):
    report = merged(1, teahouse, [{"order_number": "1"}, {"order_number": "2", "currency": "EUR"}], at)

    assert Order.objects.get(number="2").store_value is None
    assert report.currencies == {"GBP": Decimal(5), "EUR": Decimal(5)}


def test_lines_without_a_buyer_are_kept_and_counted(teahouse, at):
    report = merged(1, teahouse, [{"order_number": "1"}, {"order_number": "1", "sku": "TEA"}], at)

    assert report.lines_without_person == 2
    assert Order.objects.get().person is None
    assert not Person.objects.exists()


def test_one_email_with_two_customer_numbers_is_two_people_and_a_suggestion(teahouse, at):
    rows = [
        {"order_number": "1", "user_id": "a", "email": "tea@example.org"},
        {"order_number": "2", "user_id": "b", "email": "tea@example.org"},
    ]

    merged(1, teahouse, rows, at)

    assert Person.objects.count() == 2
    assert Identifier.objects.get(kind="email").person == Identifier.objects.get(value="a").person
    assert Suggestion.objects.get().evidence["value"] == "tea@example.org"


def test_a_guest_who_registers_later_stays_one_person(teahouse, at):
    merged(1, teahouse, [{"order_number": "1", "email": "li@example.org"}], at)

    merged(2, teahouse, [{"order_number": "2", "user_id": "7", "email": "li@example.org"}], at)

    assert Person.objects.count() == 1
    assert set(Identifier.objects.values_list("kind", flat=True)) == {"email", "user"}


def test_an_address_that_too_many_share_identifies_nobody(teahouse, at):
    rows = [{"order_number": str(n), "user_id": str(n), "email": "orders@market.example"} for n in range(21)]
    rows += [{"order_number": "guest", "email": "orders@market.example"}]

    report = merged(1, teahouse, rows, at)

    assert (report.values_blocked, report.people_new) == (1, 21)
    assert Order.objects.get(number="guest").person is None
    assert not Suggestion.objects.exists()


def test_a_product_has_its_most_frequent_title_and_a_product_file_overrides_it(teahouse, at):
    rows = [{"order_number": "1", "title": title} for title in ("damaged", "Tea cup", "Tea cup")]
    merged(1, teahouse, rows, at)
    assert Product.objects.get().title == "Tea cup"

    merged(2, teahouse, [{"sku": "CUP", "title": "Porcelain cup", "price": 6, "cost": 2}], at, kind="products")

    product = Product.objects.get()
    assert (product.title, product.price, product.costs.get().cost) == ("Porcelain cup", 6, 2)


def test_costs_are_kept_by_day(teahouse, at):
    rows = [{"sku": "CUP", "cost": 2}, {"sku": "CUP", "cost": 3, "from_on": "2026-02-01"}]

    merged(1, teahouse, rows, at, kind="costs")

    assert list(Product.objects.get().costs.order_by("cost").values_list("cost", flat=True)) == [2, 3]
