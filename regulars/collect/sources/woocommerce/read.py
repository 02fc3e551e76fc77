"""Understand what WooCommerce sends: what its REST API gives, `date_…_gmt` being UTC without saying so.

https://woocommerce.github.io/woocommerce-rest-api-docs/
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from html import unescape
from typing import Any

from regulars.collect import records
from regulars.collect.kinds import Fault
from regulars.collect.messages import Arrival, Unfit, moment
from regulars.collect.records import Line, Order, Person
from regulars.collect.sources.contract import Delivery

SIX = Decimal("0.000001")
CONSENTS = {
    **dict.fromkeys((
        "mailchimp_woocommerce_is_subscribed", "mailchimp_newsletter", "kl_newsletter_checkbox",
        "mailpoet_woocommerce_checkout_optin", "woo_ml_subscribe", "gr_marketing_consent", "marketing_opt_in",
        "newsletter_opt_in", "accepts_marketing",
    ), "email_marketing"),
    "kl_sms_consent_checkbox": "sms_marketing", "sms_opt_in": "sms_marketing",
}  # fmt: skip
"""Under which names plugins keep a ticked box: of Mailchimp, Klaviyo, MailPoet, MailerLite, GetResponse, and plain."""
UNPAID = "pending"
"""An order in this state waits for its payment; as in a file, nothing has come of it yet."""


def read(delivery: Delivery) -> list[Arrival]:
    """
    The events in a message.

    :raises Unfit: if it is none that is known, or lacks what it must say.
    """
    content = records.object_of(delivery.content, "body")
    thing, _, act = delivery.kind.partition(".")
    readers: dict[str, Callable[[Delivery, dict[str, Any]], list[Arrival]]] = {
        "order": order, "customer": customer, "product": product,
    }  # fmt: skip
    if thing == "coupon":
        return []
    if thing not in readers:
        raise Unfit(Fault.UNKNOWN, delivery.kind)
    if act == "deleted":
        said = {"id": records.identity(content.get("id")), "updated_at": delivery.sent_at}
        name = records.GONE if thing == "order" else f"{thing}.gone"
        return [Arrival(delivery.message, name, delivery.sent_at, properties=said)]
    return readers[thing](delivery, content)


def order(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    placed_at = moment(content.get("date_created_gmt"))
    if placed_at is None:
        raise Unfit(Fault.NO_RECORD, "date_created_gmt")
    state = records.text(content.get("status"), 40)
    said = Order(
        platform_id=records.identity(content.get("id")),
        number=records.identity(content.get("number")) or records.identity(content.get("id")),
        placed_at=placed_at,
        updated_at=changed_at(content, delivery),
        currency=records.currency(content.get("currency") or delivery.currency),
        buyer=buyer(content),
        lines=[*map(line, records.list_of(content.get("line_items"), "line_items")),
               *map(fee, records.list_of(content.get("fee_lines"), "fee_lines"))],
        stated=stated(content, state),
        state="cancelled" if state == UNPAID else state,
        payment_state=state,
        channel=records.text(content.get("created_via"), 120),
        discount_codes=[code for item in records.list_of(content.get("coupon_lines"), "coupon_lines")
                        if (code := records.text(item.get("code"), 120))],
        note=records.text(content.get("customer_note")),
    )  # fmt: skip
    found = [records.order(said, message=delivery.message)]
    agreed = {name: "granted" for name, accepted in agreed_in(content).items() if accepted}
    if agreed and said.buyer.is_somebody:
        agreed |= {"manner": "checkout", "place": said.number}
        found.append(records.choice(said.buyer, agreed, at=said.placed_at, message=delivery.message))
    return found


def stated(content: dict[str, Any], state: str) -> dict[str, Decimal | None]:
    back = [records.needed(item.get("total"), "refunds") for item in records.list_of(content.get("refunds"), "refunds")]
    total = records.amount(content.get("total"), "total")
    refunded = sum((abs(amount) for amount in back), Decimal(0))
    return {
        "discount": records.amount(content.get("discount_total"), "discount_total"),
        "tax": records.amount(content.get("total_tax"), "total_tax"),
        "shipping": records.amount(content.get("shipping_total"), "shipping_total"),
        "refunded": total if state == "refunded" and not refunded else refunded,
        "total": total,
    }


def line(item: dict[str, Any]) -> Line:
    """A line before its discount; the price of a piece is reckoned as from a file, since the shop rounds its own."""
    pieces = records.needed(item.get("quantity"), "quantity")
    whole, paid = (records.amount(item.get(name), name) for name in ("subtotal", "total"))
    if whole is None or paid is None:
        raise Unfit(Fault.NO_RECORD, "subtotal")
    price = round(whole / pieces, 6) if pieces else Decimal(0)
    return Line(
        title=unescape(records.text(item.get("name"), 500)),
        sku=records.text(item.get("sku"), 200) or records.identity(item.get("product_id")),
        quantity=pieces, unit_price=price, discount=(pieces * price - paid).quantize(SIX),
        tax=records.amount(item.get("total_tax"), "total_tax") or Decimal(0),
    )  # fmt: skip


def fee(item: dict[str, Any]) -> Line:
    price = records.needed(item.get("total"), "fee")
    tax = records.amount(item.get("total_tax"), "total_tax") or Decimal(0)
    return Line(records.text(item.get("name"), 500) or "Fee", "", Decimal(1), price, tax=tax, kind="fee")


def buyer(content: dict[str, Any]) -> Person:
    bill, ship = (records.object_of(content.get(name), name) for name in ("billing", "shipping"))
    place = ship if records.text(ship.get("address_1")) else bill
    number = records.identity(content.get("customer_id"))
    return someone(bill, place, user_id="" if number == "0" else number, email=records.text(bill.get("email"), 320))


def someone(bill: dict[str, Any], place: dict[str, Any], *, user_id: str, email: str) -> Person:
    given, family = (records.text(place.get(name) or bill.get(name), 160) for name in ("first_name", "last_name"))
    lines = [records.text(place.get(name), 240) for name in ("address_1", "address_2")]
    return records.person(
        user_id=user_id, email=email, phone=records.text(bill.get("phone") or place.get("phone"), 80),
        name=f"{given} {family}".strip(), given_name=given, family_name=family,
        company=records.text(place.get("company"), 320), street=", ".join(line for line in lines if line),
        city=records.text(place.get("city"), 200), region=records.text(place.get("state"), 200),
        postcode=records.text(place.get("postcode"), 40), country=records.text(place.get("country"), 80),
    )  # fmt: skip


def customer(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    bill, ship = (records.object_of(content.get(name), name) for name in ("billing", "shipping"))
    place = bill if records.text(bill.get("address_1")) else ship
    named = {name: content.get(name) for name in ("first_name", "last_name") if content.get(name)}
    email = records.text(content.get("email") or bill.get("email"), 320)
    said = someone(bill, place | named, user_id=records.identity(content.get("id")), email=email)
    agreed = agreed_in(content)
    facts = {
        "created_at": moment(content.get("date_created_gmt")), "accepts_email": agreed.get("email_marketing"),
        "accepts_sms": agreed.get("sms_marketing"),
    }  # fmt: skip
    at = changed_at(content, delivery)
    return [records.customer(said, updated_at=at, facts=facts, note="", message=delivery.message)]


def agreed_in(content: dict[str, Any]) -> dict[str, bool]:
    """What the usual plugins have noted of consent with an order or a customer; an unticked box is no objection."""
    found: dict[str, bool] = {}
    for item in records.list_of(content.get("meta_data"), "meta_data"):
        name = CONSENTS.get(records.text(item.get("key")).lstrip("_"))
        value = records.text(item.get("value")).lower() if item.get("value") is not True else "1"
        if name and value in {"1", "yes", "true", "on", "subscribed"}:
            found[name] = True
        elif name and value in {"unsubscribed", "archived"}:
            found[name] = False
    return found


def product(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    kinds = [unescape(records.text(x.get("name"), 200)) for x in records.list_of(content.get("categories"))]
    brands = [unescape(records.text(x.get("name"), 200)) for x in records.list_of(content.get("brands"))]
    images = [records.text(x.get("src")) for x in records.list_of(content.get("images"))]
    return [records.product(
        records.text(content.get("sku"), 200) or records.identity(content.get("id")),
        unescape(records.text(content.get("name"), 500)), updated_at=changed_at(content, delivery),
        price=records.amount(content.get("price"), "price"), currency=delivery.currency,
        category=next(iter(kinds), ""), brand=next(iter(brands), ""), url=records.text(content.get("permalink")),
        image_url=next(iter(images), ""), is_active=records.text(content.get("status")) in {"", "publish"},
        message=delivery.message,
    )]  # fmt: skip


def changed_at(content: dict[str, Any], delivery: Delivery) -> datetime:
    """Categories and other things without a date changed when they came."""
    return moment(content.get("date_modified_gmt")) or moment(content.get("date_created_gmt")) or delivery.sent_at
