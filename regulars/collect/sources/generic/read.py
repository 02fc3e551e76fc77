"""Understand messages that come in the words of this house, or that a mapping brings into them.

In our words a record says what it is by `type` (order, customer or product) and names its fields as `docs/howto` lists
them. A mapping is an expression in JSONata over the message, which gives one record or a list of them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from regulars.collect import records
from regulars.collect.kinds import Fault
from regulars.collect.messages import Arrival, Unfit, moment
from regulars.collect.records import Line, Order, Person
from regulars.collect.sources.contract import Delivery
from regulars.collect.sources.generic import mapping

MOST_RECORDS = 1_000
PLACE = ("name", "given_name", "family_name", "company", "street", "city", "region", "postcode")
STATED = ("subtotal", "discount", "tax", "shipping", "gift_card", "refunded", "total")


def read(delivery: Delivery) -> list[Arrival]:
    """
    The events in a message.

    :raises Unfit: if the mapping does not fit it, or it lacks what it must say.
    """
    said = mapped(delivery)
    if len(said) > MOST_RECORDS:
        raise Unfit(Fault.NO_MAPPING, f"{len(said)} records")
    readers: dict[str, Callable[[dict[str, Any], datetime, Delivery, str], Arrival]] = {
        "order": order, "customer": customer, "product": product,
    }  # fmt: skip
    found = []
    for place, record in enumerate(said):
        kind = records.text(record.get("type")).partition(".")[0]
        if kind not in readers:
            raise Unfit(Fault.UNKNOWN, kind or delivery.kind)
        message = f"{delivery.message}#{place}" if delivery.message and len(said) > 1 else delivery.message
        found.append(readers[kind](record, moment(record.get("updated_at")) or delivery.sent_at, delivery, message))
    return found


def mapped(delivery: Delivery) -> list[dict[str, Any]]:
    """The records of a message; without a mapping the message itself, or the `data` in it that its `type` names."""
    expression = delivery.settings.get("mapping")
    if expression:
        given = mapping.applied(str(expression), delivery.content)
        return records.list_of(given if isinstance(given, list) else [] if given is None else [given], "mapping")
    content = records.object_of(delivery.content, "body")
    inner = content.get("data")
    if not isinstance(inner, dict):
        return [content]
    about = {"type": content.get("type") or delivery.kind, "updated_at": content.get("timestamp")}
    return [about | inner]


def order(record: dict[str, Any], at: datetime, delivery: Delivery, message: str) -> Arrival:
    placed_at = moment(record.get("placed_at"))
    if placed_at is None:
        raise Unfit(Fault.NO_RECORD, "placed_at")
    number = records.identity(record.get("number")) or records.identity(record.get("id"))
    said = Order(
        platform_id=records.identity(record.get("id")) or number, number=number, placed_at=placed_at, updated_at=at,
        currency=records.currency(record.get("currency") or delivery.currency), buyer=person(record),
        lines=[line(item) for item in records.list_of(record.get("lines"), "lines")],
        stated={name: records.amount(record.get(name), name) for name in STATED},
        state=records.text(record.get("state"), 40), payment_state=records.text(record.get("payment_state"), 40),
        parcel_state=records.text(record.get("parcel_state"), 40), carrier=records.text(record.get("carrier"), 80),
        parcel_number=records.text(record.get("parcel_number"), 120), channel=records.text(record.get("channel"), 120),
        cancelled_at=moment(record.get("cancelled_at")), discount_codes=records.words(record.get("discount_codes")),
        tags=records.words(record.get("tags")), note=records.text(record.get("note")),
    )  # fmt: skip
    return records.order(said, message=message)


def line(item: dict[str, Any]) -> Line:
    return Line(
        title=records.text(item.get("title"), 500), sku=records.text(item.get("sku"), 200),
        quantity=records.needed(item.get("quantity"), "quantity"),
        unit_price=records.needed(item.get("price"), "price"),
        discount=records.amount(item.get("discount"), "discount") or records.ZERO,
        tax=records.amount(item.get("tax"), "tax") or records.ZERO, brand=records.text(item.get("brand"), 200),
    )  # fmt: skip


def person(record: dict[str, Any]) -> Person:
    words = {name: records.text(record.get(name), 500) for name in (*PLACE, "country", "email", "phone")}
    return records.person(user_id=records.identity(record.get("user_id")), **words)


def customer(record: dict[str, Any], at: datetime, delivery: Delivery, message: str) -> Arrival:
    flags = {name: record.get(name) for name in ("accepts_email", "accepts_sms")}
    facts: dict[str, Any] = {name: flag if isinstance(flag, bool) else None for name, flag in flags.items()}
    facts |= {"language": records.text(record.get("language"), 20), "tags": records.words(record.get("tags"))}
    note = records.text(record.get("note"))
    return records.customer(person(record), updated_at=at, facts=facts, note=note, message=message)


def product(record: dict[str, Any], at: datetime, delivery: Delivery, message: str) -> Arrival:
    return records.product(
        records.text(record.get("sku"), 200), records.text(record.get("title"), 500), updated_at=at,
        price=records.amount(record.get("price"), "price"), cost=records.amount(record.get("cost"), "cost"),
        currency=records.text(record.get("currency") or delivery.currency, 3),
        category=records.text(record.get("category"), 200), brand=records.text(record.get("brand"), 200),
        url=records.text(record.get("url")), image_url=records.text(record.get("image_url")),
        is_active=record.get("is_active") is not False, message=message,
    )  # fmt: skip
