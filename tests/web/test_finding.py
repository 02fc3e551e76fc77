"""`/find` opens the person or the order that another tool means."""

import pytest
from django.test import Client
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order
from regulars.identity.models import Person
from tests.conftest import At
from tests.make import commerce, identity, workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db


def led_to(client: Client, **asked: str) -> str:
    return client.get("/find", asked).headers.get("Location", "")


@pytest.mark.parametrize(
    "asked", [{"email": " LI@teahouse.example"}, {"by": "email", "q": "li@teahouse.example"}]
)  # fmt: skip
def test_an_address_opens_its_person(asked: dict[str, str], at_work: Client, li: Person):
    assert led_to(at_work, **asked) == reverse("person", args=[li.public_id])


@pytest.mark.parametrize("number", ["+44 7700 900123", "07700 900123", "0044 (0)7700-900-123"])
def test_a_phone_number_opens_its_person_however_it_is_dialed(number: str, teahouse: Store, at_work: Client):
    caller = identity.person(teahouse.circle, phone="+447700900123")

    assert led_to(at_work, phone=number) == reverse("person", args=[caller.public_id])


def test_somebody_merged_away_is_opened_as_who_they_are_now(at_work: Client, li: Person, wu: Person):
    identity.merge(li, wu)

    assert led_to(at_work, email="wu@teahouse.example") == reverse("person", args=[li.public_id])


def test_an_order_and_a_parcel_open_the_order(teahouse: Store, at_work: Client, at: At):
    order = commerce.order(teahouse, "R/17", placed_at=at("2026-01-01"), tea="4.50")
    with operations.doing(OperationKind.SYSTEM, store=teahouse, at=at("2026-01-01")):
        Order.objects.update(parcel_number="JD0146")

    assert led_to(at_work, order="R/17") == led_to(at_work, parcel="jd 0146")
    assert led_to(at_work, order="R/17") == reverse("order", args=[order.public_id])


def test_several_matches_are_listed(teahouse: Store, at_work: Client):
    one = identity.person(teahouse.circle, phone="+447700900123")
    other = identity.person(teahouse.circle, phone="+15550900123")

    page = at_work.get("/find", {"phone": "0900123"}).content.decode()

    assert reverse("person", args=[one.public_id]) in page
    assert reverse("person", args=[other.public_id]) in page


def test_nothing_leads_to_a_search_with_the_words_filled_in(at_work: Client, teahouse: Store):
    assert led_to(at_work, email="nobody@x.example") == f"{reverse('customers')}?q=nobody%40x.example"
    assert led_to(at_work, order="77") == f"{reverse('orders')}?q=77"


def test_without_a_question_there_is_a_form(at_work: Client, teahouse: Store):
    assert 'name="by"' in at_work.get("/find").content.decode()


def test_strangers_come_back_after_the_log_in(teahouse: Store, owner: Staff):
    assert led_to(Client(), email="li@teahouse.example").endswith("?next=/find%3Femail%3Dli%2540teahouse.example")


def test_another_branch_or_circle_is_not_opened(teahouse: Store, bo: Staff, li: Person):
    other = workspace.store("Bookshop", circle="Books")
    stranger = signed_in(workspace.staff(other.circle, "owner", name="Otto"))

    for client in (signed_in(bo), stranger):
        assert led_to(client, email="li@teahouse.example").startswith(reverse("customers"))


@pytest.mark.parametrize("asked", [{"phone": "07700900123"}, {"by": "email", "q": "li@teahouse.example"}])
def test_a_masked_role_finds_nobody_by_a_contact_detail(
    asked: dict[str, str], teahouse: Store, anna: Staff, li: Person
):
    identity.person(teahouse.circle, phone="+447700900123")
    analyst = signed_in(anna)

    assert analyst.get("/find", asked).status_code == 403
    ways = analyst.get("/find").content.decode()
    assert 'value="email"' not in ways
    assert 'value="user"' in ways
