"""What Stripe tells of money finds its order, or is shown as money without one."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regulars.base.workspace.models import Store
from regulars.collect.kinds import SourceKind
from regulars.collect.messages import Arrival
from regulars.collect.models import SetAside, Source
from regulars.collect.sources.contract import Delivery
from regulars.collect.sources.stripe.read import read
from regulars.commerce.models import Payment
from tests.make import shopify, sources
from tests.make.sources import NOW, hear, letter

AT = int(NOW.timestamp())


def arrivals(content: Any) -> list[Arrival]:
    return read(Delivery("any", content, "m", NOW, {}, "USD"))


def test_every_payload_is_understood_or_passed_over(shared_data: Path):
    files = sorted((shared_data / "payloads" / "stripe").glob("*.json"))
    found = {path.name: arrivals(json.loads(path.read_text())) for path in files}

    told = {name for name, arrivals in found.items() if arrivals}
    wanted = {
        path.name for path in files if json.loads(path.read_text()).get("object") in {"charge", "dispute", "refund"}
    }
    assert told == wanted
    assert len(told) > 2


def test_a_charge_says_its_amount_in_the_currency_itself(shared_data: Path):
    path = shared_data / "payloads" / "stripe" / "charge_ch_fakefakefakefakefake0001.json"

    [charge] = arrivals(json.loads(path.read_text()))

    assert (charge.properties["amount"], charge.properties["currency"]) == (Decimal("20.00"), "USD")


@pytest.mark.parametrize(("currency", "amount"), [("jpy", "500"), ("kwd", "0.5"), ("eur", "5"), ("ugx", "5")])
def test_the_smallest_unit_is_that_of_the_currency(currency: str, amount: str):
    [charge] = arrivals({"object": "charge", "id": "ch", "amount": 500, "currency": currency})

    assert charge.properties["amount"] == Decimal(amount)


def event(kind: str, thing: dict[str, Any], *, at: int = AT) -> dict[str, Any]:
    return {
        "object": "event",
        "id": f"evt_{kind}_{thing['id']}_{at}",
        "type": kind,
        "created": at,
        "data": {"object": thing},
    }


def charge(**said: Any) -> dict[str, Any]:
    return {"object": "charge", "id": "ch_1", "amount": 3000, "currency": "gbp", "status": "succeeded", "created": AT,
            "metadata": {}, "billing_details": {}, **said}  # fmt: skip


@pytest.fixture
def stripe(teahouse: Store) -> Source:
    return sources.source(teahouse, kind=SourceKind.STRIPE, name="Stripe")


@pytest.fixture
def shop(teahouse: Store) -> Source:
    return sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Shop")


def told(stripe: Source, kind: str, thing: dict[str, Any], *, at: int = AT) -> None:
    said = event(kind, thing, at=at)
    letter(stripe, said, kind=kind, delivery=said["id"])
    hear()


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["1001", "#1001", "450790001"])
def test_a_payment_finds_its_order_by_the_number_written_to_it(stripe: Source, shop: Source, number: str):
    told(stripe, "charge.succeeded", charge(metadata={"order_id": number}))
    assert Payment.objects.unmatched().count() == 1

    letter(shop, shopify.order(), kind="orders/create")
    hear()

    payment = Payment.objects.get()
    assert (payment.order.number, payment.matched_by, payment.amount) == ("#1001", "number", 30)


@pytest.mark.django_db
def test_a_payment_finds_its_order_by_person_and_amount_where_only_one_fits(stripe: Source, shop: Source):
    letter(shop, shopify.order(), kind="orders/create")
    told(stripe, "charge.succeeded", charge(receipt_email="li@tea.example"))
    assert Payment.objects.get().matched_by == "person"

    for number in (1002, 1003):
        letter(shop, shopify.order(number), kind="orders/create")
    told(stripe, "charge.succeeded", charge(id="ch_2", receipt_email="li@tea.example"))

    assert Payment.objects.get(key="ch_2").order is None


@pytest.mark.django_db
def test_refunds_and_disputes_are_of_the_order_of_their_payment(stripe: Source, shop: Source):
    refund = {"object": "refund", "id": "re_1", "charge": "ch_1", "amount": 500, "currency": "gbp", "status": "pending"}
    told(stripe, "refund.created", refund)
    dispute = {"object": "dispute", "id": "dp_1", "charge": "ch_1", "amount": 3000, "currency": "gbp",
               "status": "needs_response", "reason": "fraudulent"}  # fmt: skip
    told(stripe, "charge.dispute.created", dispute)
    letter(shop, shopify.order(), kind="orders/create")
    told(stripe, "charge.succeeded", charge(metadata={"order_id": "1001"}))

    assert set(Payment.objects.values_list("kind", "order__number")) == {
        ("payment", "#1001"), ("refund", "#1001"), ("dispute", "#1001"),
    }  # fmt: skip


@pytest.mark.django_db
def test_an_older_word_on_a_refund_that_comes_later_is_passed_over(stripe: Source):
    refund = {"object": "refund", "id": "re_1", "charge": "ch_1", "amount": 500, "currency": "gbp"}
    told(stripe, "refund.updated", refund | {"status": "succeeded"}, at=AT)
    told(stripe, "refund.created", refund | {"status": "pending"}, at=AT - 60)

    assert Payment.objects.get().state == "succeeded"


@pytest.mark.django_db
def test_what_lacks_its_amount_is_set_aside_and_what_is_no_payment_is_passed_over(stripe: Source):
    told(stripe, "charge.succeeded", charge(amount=None))
    told(stripe, "customer.created", {"object": "customer", "id": "cus_1"})

    assert SetAside.objects.get().fault == "no_record"
