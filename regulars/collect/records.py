"""Orders, customers and products as sources say them by themselves, made into events of one shape.

An event holds the whole record: a reader needs no other to know how things stand. What tells who somebody is stands
in `personal`. `updated_at` says how new the word is; whoever hears an older one later lets it pass.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from regulars.base.kit import money
from regulars.collect.kinds import Fault
from regulars.collect.messages import LONGEST_VALUE, Arrival, Unfit
from regulars.collect.reading import contacts, places, rules

ORDER, CUSTOMER, PRODUCT, PAYMENT = "order.said", "customer.said", "product.said", "payment.said"
REFUND, GONE = "refund.said", "order.gone"
NAMES = frozenset({ORDER, CUSTOMER, PRODUCT, PAYMENT, REFUND, GONE, "privacy.requested", "source.left"})
"""All events of this kind; they are records, which are kept."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
ZERO = Decimal(0)
LARGEST = Decimal(10) ** 13
MOST_LINES = 5_000
LONGEST_TEXT = 2_000
LONGEST_ID = 120


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a record; empty where it does not say."""

    user_id: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    company: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    @property
    def is_somebody(self) -> bool:
        return bool(self.user_id or self.email or self.phone)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order; its discount is that of all its pieces."""

    title: str
    sku: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    brand: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """An order whole; `stated` are the amounts of the whole order, as far as it says them."""

    platform_id: str
    number: str
    placed_at: datetime
    updated_at: datetime
    currency: str
    buyer: Person
    lines: Sequence[Line]
    stated: dict[str, Decimal | None] = field(default_factory=dict)
    state: str = ""
    payment_state: str = ""
    parcel_state: str = ""
    parcel_number: str = ""
    carrier: str = ""
    channel: str = ""
    cancelled_at: datetime | None = None
    discount_codes: Sequence[str] = ()
    tags: Sequence[str] = ()
    note: str = ""


def order(said: Order, *, message: str) -> Arrival:
    """
    An order as an event.

    :raises Unfit: if it lacks its number or its lines, has more lines than any order, or was placed before 1970.
    """
    if not said.number or not said.platform_id:
        raise Unfit(Fault.NO_RECORD, "number")
    if not said.lines:
        raise Unfit(Fault.NO_RECORD, "lines")
    if len(said.lines) > MOST_LINES:
        raise Unfit(Fault.BAD_FIELD, f"{len(said.lines)} lines")
    if said.placed_at < EARLIEST:
        raise Unfit(Fault.BAD_FIELD, f"placed_at: {said.placed_at}")
    is_void = said.cancelled_at is not None or rules.is_cancelled(said.state, said.payment_state)
    moved = [(line.quantity, line.unit_price, line.title) for line in said.lines]
    properties = {
        "id": said.platform_id, "number": said.number, "updated_at": said.updated_at,
        "kind": rules.order_kind(moved, is_void=is_void, has_buyer=said.buyer.is_somebody),
        "placed_at": said.placed_at, "currency": said.currency, "lines": [_line(x, said.buyer) for x in said.lines],
        "stated": {name: amount for name, amount in said.stated.items() if amount is not None},
        "payment_state": said.payment_state or said.state, "parcel_state": said.parcel_state, "carrier": said.carrier,
        "channel": said.channel, "cancelled_at": said.cancelled_at, "discount_codes": list(said.discount_codes),
        "tags": list(said.tags), "country": said.buyer.country,
    }  # fmt: skip
    about = {"parcel_number": said.parcel_number, "note": said.note}
    return _arrival(ORDER, properties, said.buyer, about, message=message, at=said.updated_at)


def customer(said: Person, *, updated_at: datetime, facts: dict[str, Any], note: str, message: str) -> Arrival:
    """
    A customer as an event; `facts` are consent, language and tags.

    :raises Unfit: if nothing names them.
    """
    if not said.is_somebody:
        raise Unfit(Fault.NOBODY)
    properties = {"updated_at": updated_at, "country": said.country, **facts}
    return _arrival(CUSTOMER, properties, said, {"note": note}, message=message, at=updated_at)


def choice(who: Person, said: dict[str, Any], *, at: datetime, message: str) -> Arrival:
    """That somebody has agreed or objected to being written to, beside whatever else the message brings."""
    return Arrival(
        f"{message}#consent" if message else "", "consent.said", at, user_id=who.user_id, email=who.email,
        phone=who.phone, properties=said,
    )  # fmt: skip


def product(
    sku: str, title: str, *, updated_at: datetime, price: Decimal | None = None, currency: str = "",
    cost: Decimal | None = None, category: str = "", brand: str = "", url: str = "", image_url: str = "",
    is_active: bool = True, message: str,
) -> Arrival:  # fmt: skip
    """
    A product as an event.

    :raises Unfit: if it has neither a code nor a title.
    """
    if not (sku or title):
        raise Unfit(Fault.NO_RECORD, "sku")
    properties = {
        "sku": sku or title, "title": title, "updated_at": updated_at, "price": price, "currency": currency,
        "cost": cost, "category": category, "brand": brand, "url": url, "image_url": image_url, "is_active": is_active,
    }  # fmt: skip
    return Arrival(message, PRODUCT, updated_at, properties=properties)


def person(*, country: str = "", phone: str = "", email: str = "", **given: str) -> Person:
    """Somebody with e-mail, phone and country in the one spelling of this house; what is none is left out."""
    address = email.strip().lower()
    place = places.country(country) or "" if country else ""
    number = contacts.phone(phone.strip(), place or None) if phone.strip() else ""
    return Person(
        email=address if len(address) <= LONGEST_VALUE and contacts.is_email(address) else "",
        phone=number if contacts.is_number(number) else "",
        country=place, **{name: value[:LONGEST_VALUE] for name, value in given.items()},
    )  # fmt: skip


def object_of(value: Any, name: str = "") -> dict[str, Any]:
    """
    An object, or an empty one where there is nothing.

    :raises Unfit: if it is something else.
    """
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise Unfit(Fault.BAD_FIELD, f"{name}: {value!r}"[:80])
    return value


def list_of(value: Any, name: str = "") -> list[dict[str, Any]]:
    """The objects of a list, none where there is nothing."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Unfit(Fault.BAD_FIELD, f"{name}: {value!r}"[:80])
    return value


def text(value: Any, longest: int = LONGEST_TEXT) -> str:
    """A text, or a number as one; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).replace("\0", "").strip()[:longest]


def identity(value: Any) -> str:
    """An id as text."""
    return text(value, LONGEST_ID)


def amount(value: Any, name: str) -> Decimal | None:
    """
    An amount as platforms write it, by a text or a number; None where there is nothing.

    :raises Unfit: if it is no number, or larger than can be kept.
    """
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value).strip()) if isinstance(value, str | int | float) else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if isinstance(value, bool) or not number.is_finite() or abs(number) >= LARGEST:
        raise Unfit(Fault.BAD_FIELD, f"{name}: {value!r}"[:80])
    return number


def needed(value: Any, name: str) -> Decimal:
    """
    An amount that must be there.

    :raises Unfit: if it is not, or is none.
    """
    found = amount(value, name)
    if found is None:
        raise Unfit(Fault.NO_RECORD, name)
    return found


def currency(value: Any, name: str = "currency") -> str:
    """
    An ISO 4217 code.

    :raises Unfit: if it is none.
    """
    code = contacts.currency(text(value))
    if code not in money.currencies():
        raise Unfit(Fault.BAD_FIELD, f"{name}: {value!r}"[:80])
    return code


def words(value: Any) -> list[str]:
    """A list of short texts, given as one or with commas between."""
    given = value if isinstance(value, list) else re.split(r"\s*,\s*", text(value))
    return [word for item in given if (word := text(item, 120))][:100]


def _line(line: Line, buyer: Person) -> dict[str, Any]:
    kind = line.kind or rules.line_kind(
        line.sku, line.title, quantity=line.quantity, unit_price=line.unit_price, has_buyer=buyer.is_somebody
    )
    return asdict(line) | {"kind": kind}


def _arrival(
    name: str, properties: dict[str, Any], who: Person, about: dict[str, str], *, message: str, at: datetime
) -> Arrival:
    personal = {key: value for key, value in (asdict(who) | about).items() if value}
    return Arrival(
        message, name, at, user_id=who.user_id, email=who.email, phone=who.phone, properties=properties,
        personal=personal,
    )  # fmt: skip
