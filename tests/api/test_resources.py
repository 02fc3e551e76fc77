"""Each resource shows what is stored, in the agreed form."""

import pytest

from regulars.profile import companies, contacts
from tests.make import commerce, identity, profile

pytestmark = pytest.mark.django_db


def test_a_store_says_its_currency_and_zone(caller, teahouse):
    [store] = caller.get("/stores")["items"]

    assert store == caller.get(f"/stores/{teahouse.public_id}")
    assert (store["id"], store["currency"], store["timezone"]) == (teahouse.public_id, "GBP", "Europe/London")


def test_a_person_is_shown_with_name_and_addresses(caller, li):
    profile.of(li, name="Li Wei", city="Leeds", tags=("tea",))

    [person] = caller.get("/people")["items"]

    assert person == caller.get(f"/people/{li.public_id}")
    assert (person["id"], person["name"], person["city"]) == (li.public_id, "Li Wei", "Leeds")
    assert person["emails"] == ["li@teahouse.example"]


def test_merged_people_are_one_person_under_either_id(caller, li, wu):
    profile.of(wu, name="Wu Li")
    identity.merge(li, wu)

    [person] = caller.get("/people")["items"]

    assert person == caller.get(f"/people/{wu.public_id}")
    assert (person["id"], person["merged_ids"], person["name"]) == (li.public_id, [wu.public_id], "Wu Li")
    assert person["emails"] == ["li@teahouse.example", "wu@teahouse.example"]


def test_an_order_shows_its_money_exactly(caller, teahouse, li, at):
    made = commerce.order(teahouse, "1001", placed_at=at("2026-03-01 09:00"), person=li, tea="4.50", cup="0.000001")

    order = caller.get(f"/orders/{made.public_id}")

    assert (order["total"], order["currency"], order["placed_at"]) == ("4.500001", "GBP", "2026-03-01T09:00:00Z")
    assert [(line["sku"], line["total"]) for line in order["lines"]] == [("tea", "4.50"), ("cup", "0.000001")]
    assert order["person_id"] == li.public_id


def test_orders_of_a_person_include_those_of_people_merged_in(caller, teahouse, li, wu, at):
    commerce.order(teahouse, "1001", placed_at=at("2026-03-01"), person=li)
    commerce.order(teahouse, "1002", placed_at=at("2026-03-02"), person=wu)
    identity.merge(li, wu)

    orders = caller.get("/orders", person=wu.public_id)["items"]

    assert [order["number"] for order in orders] == ["1002", "1001"]
    assert {order["person_id"] for order in orders} == {li.public_id}


def test_lines_come_in_a_list_only_when_asked_for(caller, teahouse, at):
    commerce.order(teahouse, "1001", placed_at=at("2026-03-01"), tea="4.50")

    assert caller.get("/orders")["items"][0]["lines"] is None
    assert len(caller.get("/orders", lines="true")["items"][0]["lines"]) == 1


def test_a_product_shows_its_price(caller, teahouse):
    made = commerce.product(teahouse, "T-1")

    [product] = caller.get("/products")["items"]

    assert product == caller.get(f"/products/{made.public_id}")
    assert (product["sku"], product["price"], product["currency"]) == ("T-1", "4.50", "GBP")


def test_an_operation_says_what_was_done(caller, teahouse):
    commerce.product(teahouse, "T-1")

    [operation] = caller.get("/operations")["items"]

    assert operation == caller.get(f"/operations/{operation['id']}")
    assert (operation["kind"], operation["store_id"]) == ("system", teahouse.public_id)


def test_a_company_is_found_by_any_spelling_and_shows_who_buys_for_it(caller, circle, li, at):
    acme = companies.open_company(
        circle, {"name": "Acme Inc.", "website": "acme.example"}, by=None, at=at("2026-03-01")
    )
    contacts.link(acme, li, role="buyer", by=None, at=at("2026-03-01"))

    [found] = caller.get("/companies", name="ACME GmbH", person=li.public_id)["items"]

    assert found == caller.get(f"/companies/{acme.public_id}")
    assert [(each["person_id"], each["role"], each["why"]) for each in found["contacts"]] == [
        (li.public_id, "buyer", "hand")
    ]
    assert caller.get("/companies", domain="li@other.example")["items"] == []
