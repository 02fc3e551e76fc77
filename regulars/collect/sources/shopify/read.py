"""Understand what Shopify sends.

Payloads: https://shopify.dev/docs/api/webhooks and https://shopify.dev/docs/api/admin-rest
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from regulars.collect import records
from regulars.collect.kinds import Fault
from regulars.collect.messages import Arrival, Unfit, moment
from regulars.collect.records import Line, Order, Person
from regulars.collect.sources.contract import Delivery
from regulars.collect.sources.shopify import graph

WRAPPERS = ("order", "refund", "customer", "product", "checkout", "cart")
CONSENTS = {"email_marketing_consent": "email_marketing", "sms_marketing_consent": "sms_marketing"}
SILENT = frozenset({"shop/update", "orders/risk_assessment_changed"})


def read(delivery: Delivery) -> list[Arrival]:
    """
    The events in a message.

    :raises Unfit: if it is none that is known, or lacks what it must say.
    """
    thing, _, act = delivery.kind.partition("/")
    content = unwrapped(records.object_of(delivery.content, "body"))
    if thing == "graphql":
        thing, content = act, graph.as_webhook(act, content)
    if delivery.kind in PRIVACY or delivery.kind == "app/uninstalled":
        return [notice(delivery, content)]
    readers: dict[str, Callable[[Delivery, dict[str, Any]], list[Arrival]]] = {
        "orders": order, "refunds": refund, "customers": customer, "products": product, "checkouts": checkout,
        "customers_email_marketing_consent": consent, "customers_marketing_consent": consent,
        "order_transactions": transaction, "disputes": dispute,
        "carts": cart,
    }  # fmt: skip
    if thing not in readers:
        raise Unfit(Fault.UNKNOWN, delivery.kind)
    if act == "delete":
        return [gone(delivery, thing, content)]
    return readers[thing](delivery, content)


def unwrapped(content: dict[str, Any]) -> dict[str, Any]:
    """Webhooks bring the record itself, the REST API wraps it in its name."""
    inner = next(iter(content.values())) if len(content) == 1 and next(iter(content)) in WRAPPERS else None
    return inner if isinstance(inner, dict) else content


def order(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    if content.get("test") is True:
        tested = {"number": records.identity(content.get("name"))}
        return [Arrival(delivery.message, "order.tested", delivery.sent_at, properties=tested)]
    fulfilled = (records.list_of(content.get("fulfillments"), "fulfillments") or [{}])[-1]
    placed_at = when(content.get("processed_at")) or when(content.get("created_at"))
    if placed_at is None:
        raise Unfit(Fault.NO_RECORD, "created_at")
    said = Order(
        platform_id=records.identity(content.get("id")),
        number=records.identity(content.get("name")) or records.identity(content.get("order_number")),
        placed_at=placed_at,
        updated_at=when(content.get("updated_at")) or delivery.sent_at,
        currency=records.currency(content.get("currency") or delivery.currency),
        buyer=buyer(content),
        lines=[line(item) for item in records.list_of(content.get("line_items"), "line_items")],
        stated=stated(content),
        payment_state=records.text(content.get("financial_status"), 40),
        parcel_state=records.text(content.get("fulfillment_status"), 40),
        parcel_number=records.text(fulfilled.get("tracking_number"), 120),
        carrier=records.text(fulfilled.get("tracking_company"), 80),
        channel=records.text(content.get("source_name"), 120),
        cancelled_at=when(content.get("cancelled_at")),
        discount_codes=[
            c for x in records.list_of(content.get("discount_codes")) if (c := records.text(x.get("code"), 120))
        ],
        tags=records.words(content.get("tags")),
        note=records.text(content.get("note")),
    )
    found = [records.order(said, message=delivery.message)]
    if content.get("buyer_accepts_marketing") is True and said.buyer.is_somebody:
        agreed = {"email_marketing": "granted", "manner": "checkout", "place": said.number}
        found.append(records.choice(said.buyer, agreed, at=placed_at, message=delivery.message))
    return found


def stated(content: dict[str, Any]) -> dict[str, Decimal | None]:
    shipping = [records.amount(x.get("price"), "shipping") for x in records.list_of(content.get("shipping_lines"))]
    refunds = [refunded(item) for item in records.list_of(content.get("refunds"), "refunds")]
    return {
        "subtotal": records.amount(content.get("subtotal_price"), "subtotal_price"),
        "discount": records.amount(content.get("total_discounts"), "total_discounts"),
        "tax": records.amount(content.get("total_tax"), "total_tax"),
        "shipping": sum((price for price in shipping if price), Decimal(0)),
        "refunded": sum(refunds, Decimal(0)),
        "total": records.amount(content.get("total_price"), "total_price"),
    }


def refunded(content: dict[str, Any]) -> Decimal:
    """What a refund has paid back: its transactions that went through."""
    paid = [
        records.needed(item.get("amount"), "amount")
        for item in records.list_of(content.get("transactions"), "transactions")
        if item.get("kind") == "refund" and item.get("status", "success") == "success"
    ]
    return sum(paid, Decimal(0))


def line(item: dict[str, Any]) -> Line:
    title = records.text(item.get("name"), 500) or records.text(item.get("title"), 500)
    taxes = [records.amount(tax.get("price"), "tax") for tax in records.list_of(item.get("tax_lines"))]
    return Line(
        title=title,
        sku=records.text(item.get("sku"), 200),
        quantity=records.needed(item.get("quantity"), "quantity"),
        unit_price=records.needed(item.get("price"), "price"),
        discount=records.amount(item.get("total_discount"), "total_discount") or Decimal(0),
        tax=sum((tax for tax in taxes if tax), Decimal(0)),
        brand=records.text(item.get("vendor"), 200),
        kind="gift_card" if item.get("gift_card") is True else "",
    )


def buyer(content: dict[str, Any]) -> Person:
    """Who bought, as the customer, the order and its addresses say it; the first that says a thing counts."""
    known = records.object_of(content.get("customer"), "customer")
    places = [records.object_of(content.get(name), name) for name in ("shipping_address", "billing_address")]
    address = next((place for place in places if place), records.object_of(known.get("default_address")))
    named = [address, *places, known]
    return records.person(
        email=first("email", content, known), phone=first("phone", content, known, *places),
        user_id=records.identity(known.get("id")), **address_of(address), **names_of(named),
    )  # fmt: skip


def customer(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    places = records.list_of(content.get("addresses"), "addresses")
    address = records.object_of(content.get("default_address")) or next(iter(places), {})
    said = records.person(
        email=first("email", content), phone=first("phone", content, address),
        user_id=records.identity(content.get("id")), **address_of(address), **names_of([content, address]),
    )  # fmt: skip
    facts = {
        "accepts_email": accepts(content, "email_marketing_consent", "accepts_marketing"),
        "accepts_sms": accepts(content, "sms_marketing_consent", ""),
        "email_consent_at": agreed_at(content, "email_marketing_consent"),
        "sms_consent_at": agreed_at(content, "sms_marketing_consent"),
        "consent_source": agreed_how(content),
        "language": records.text(content.get("locale"), 20), "tags": records.words(content.get("tags")),
        "created_at": when(content.get("created_at")),
    }  # fmt: skip
    updated_at = when(content.get("updated_at")) or delivery.sent_at
    note = records.text(content.get("note"))
    return [records.customer(said, updated_at=updated_at, facts=facts, note=note, message=delivery.message)]


def accepts(content: dict[str, Any], consent: str, plain: str) -> bool | None:
    """Who was never asked, or has yet to confirm it, has said nothing."""
    state = records.text(records.object_of(content.get(consent), consent).get("state")).lower()
    if state:
        return None if state in {"not_subscribed", "pending"} else state == "subscribed"
    flag = content.get(plain)
    return flag if isinstance(flag, bool) else None


def agreed_at(content: dict[str, Any], consent: str) -> datetime | None:
    """When they said so, where they have said anything; from the age before there were consents, as that had it."""
    said = records.object_of(content.get(consent), consent)
    old = content.get("accepts_marketing_updated_at") if consent == "email_marketing_consent" and not said else None
    has_said = accepts(content, consent, "accepts_marketing") is not None
    return when(said.get("consent_updated_at") or old) if has_said else None


def agreed_how(content: dict[str, Any]) -> str:
    """How surely it was them, as Shopify words it, and through what."""
    said = [records.object_of(content.get(name), name) for name in ("email_marketing_consent", "sms_marketing_consent")]
    words = [first("opt_in_level", *said) or first("marketing_opt_in_level", content)]
    words += [first("consent_collected_from", *said)]
    return " · ".join(word.lower().replace("_", " ") for word in words if word)


def consent(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    """Somebody has said yes or no to e-mail or SMS; of the rest of them this message says nothing."""
    made = []
    for name, choice in CONSENTS.items():
        accepted = accepts(content, name, "")
        if accepted is None:
            continue
        who = records.person(
            email=first("email_address", content) or first("email", content), phone=first("phone", content),
            user_id=records.identity(content.get("customer_id")),
        )  # fmt: skip
        at = agreed_at(content, name) or delivery.sent_at
        said = {choice: "granted" if accepted else "denied", "place": agreed_how(content), "manner": "api"}
        made.append(
            records.choice(who, said, at=at, message=f"{delivery.message}#{choice}" if delivery.message else "")
        )
    return made


def product(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    """One product per variant, as in a file: what has a code of its own is sold by itself."""
    pictures = records.list_of(content.get("images"), "images")
    image = records.text(next(iter(pictures), {}).get("src"))
    variants = records.list_of(content.get("variants"), "variants")
    title, state = records.text(content.get("title"), 500), records.text(content.get("status"))
    made = []
    for place, variant in enumerate(variants):
        own = records.text(variant.get("title"), 200)
        full = title if len(variants) == 1 or own in {"", "Default Title"} else f"{title} - {own}"
        made.append(records.product(
            records.text(variant.get("sku"), 200), full,
            updated_at=when(content.get("updated_at")) or delivery.sent_at,
            price=records.amount(variant.get("price"), "price"), currency=delivery.currency,
            category=records.text(content.get("product_type"), 200), brand=records.text(content.get("vendor"), 200),
            image_url=image, is_active=state in {"", "active"},
            message=f"{delivery.message}#{place}" if delivery.message else "",
        ))  # fmt: skip
    return made


def refund(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    at = when(content.get("created_at")) or delivery.sent_at
    said = {
        "id": records.identity(content.get("id")), "order": records.identity(content.get("order_id")),
        "amount": refunded(content), "updated_at": at,
    }  # fmt: skip
    if not (said["id"] and said["order"]):
        raise Unfit(Fault.NO_RECORD, "order_id")
    about = {"note": records.text(content.get("note"))}
    return [Arrival(delivery.message, records.REFUND, at, properties=said, personal=about)]


MONEY = {"sale": "payment", "capture": "payment", "refund": "refund"}
"""What moves money; an authorization alone does not."""


def transaction(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    """A payment or a refund of an order."""
    kind = MONEY.get(records.text(content.get("kind")))
    if kind is None or content.get("test") is True:
        return []
    state = records.text(content.get("status"), 40)
    return [money(delivery, content, kind, state, parent=records.identity(content.get("parent_id")))]


def dispute(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    """A buyer has had their bank take the money back, for now."""
    return [money(delivery, content, "dispute", records.text(content.get("status"), 40))]


def money(delivery: Delivery, content: dict[str, Any], kind: str, state: str, parent: str = "") -> Arrival:
    number = records.identity(content.get("id"))
    if not number:
        raise Unfit(Fault.NO_RECORD, "id")
    at = when(content.get("processed_at")) or when(content.get("created_at")) or when(content.get("initiated_at"))
    said = {
        "id": f"{kind} {number}", "kind": kind, "parent": f"payment {parent}" if parent else "", "state": state,
        "reference": records.identity(content.get("order_id")), "made_at": at or delivery.sent_at,
        "updated_at": delivery.sent_at, "currency": records.currency(content.get("currency") or delivery.currency),
        "amount": records.needed(content.get("amount"), "amount"),
        "reason": records.text(content.get("reason") or content.get("gateway"), 200),
    }  # fmt: skip
    return Arrival(delivery.message, records.PAYMENT, at or delivery.sent_at, properties=said)


def checkout(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    """A cart on its way to the till; it has become an order where it is completed, which says so itself."""
    who = buyer(content)
    said = basket(content) | {"currency": records.text(content.get("currency"), 3)}
    said["total"] = records.amount(content.get("total_price"), "total_price")
    at = when(content.get("updated_at")) or delivery.sent_at
    return [
        Arrival(
            delivery.message, "checkout.updated", at, user_id=who.user_id, email=who.email, phone=who.phone,
            properties=said,
        )
    ]  # fmt: skip


def cart(delivery: Delivery, content: dict[str, Any]) -> list[Arrival]:
    """Whose cart it is the shop does not say; a browser that knows the cart's token may."""
    at = when(content.get("updated_at")) or delivery.sent_at
    return [Arrival(delivery.message, "cart.updated", at, properties=basket(content))]


def basket(content: dict[str, Any]) -> dict[str, Any]:
    items = [
        {"sku": records.text(item.get("sku"), 200), "title": records.text(item.get("title"), 500),
         "quantity": records.amount(item.get("quantity"), "quantity"),
         "price": records.amount(item.get("price"), "price")}
        for item in records.list_of(content.get("line_items"), "line_items")[: records.MOST_LINES]
    ]  # fmt: skip
    return {"cart": first("cart_token", content) or first("token", content), "items": items}


def gone(delivery: Delivery, thing: str, content: dict[str, Any]) -> Arrival:
    """A deletion names the record only; what an order was in the books stays, as an order that came to nothing."""
    name = records.GONE if thing == "orders" else f"{thing.removesuffix('s')}.gone"
    said = {"id": records.identity(content.get("id")), "updated_at": delivery.sent_at}
    return Arrival(delivery.message, name, delivery.sent_at, properties=said)


PRIVACY = {
    "customers/data_request": "export", "customers/redact": "erase", "shop/redact": "erase_all",
}  # fmt: skip


def notice(delivery: Delivery, content: dict[str, Any]) -> Arrival:
    """What the law or the shop wants of us; somebody has to see to it."""
    if delivery.kind == "app/uninstalled":
        said = {"shop": records.text(content.get("myshopify_domain"), 200)}
        return Arrival(delivery.message, "source.left", delivery.sent_at, properties=said)
    known = records.object_of(content.get("customer"), "customer")
    who = records.person(
        email=first("email", known), phone=first("phone", known), user_id=records.identity(known.get("id"))
    )
    said = {"right": PRIVACY[delivery.kind], "shop": records.text(content.get("shop_domain"), 200)}
    return Arrival(
        delivery.message, "privacy.requested", delivery.sent_at, user_id=who.user_id, email=who.email, phone=who.phone,
        properties=said,
    )  # fmt: skip


def when(value: Any) -> datetime | None:
    return moment(value)


def first(name: str, *places: dict[str, Any]) -> str:
    return next((word for place in places if (word := records.text(place.get(name), 320))), "")


def address_of(place: dict[str, Any]) -> dict[str, str]:
    lines = [records.text(place.get(name), 240) for name in ("address1", "address2")]
    return {
        "company": first("company", place), "street": ", ".join(line for line in lines if line),
        "city": first("city", place), "region": first("province", place), "postcode": first("zip", place),
        "country": first("country_code", place) or first("country", place),
    }  # fmt: skip


def names_of(places: list[dict[str, Any]]) -> dict[str, str]:
    given, family = first("first_name", *places), first("last_name", *places)
    return {
        "name": first("name", *[place for place in places if "address1" in place]) or f"{given} {family}".strip(),
        "given_name": given, "family_name": family,
    }  # fmt: skip
