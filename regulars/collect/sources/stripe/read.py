"""Understand what Stripe sends: charges, refunds and disputes; all else that an account tells of is passed over.

https://docs.stripe.com/api/events
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from regulars.collect import records
from regulars.collect.kinds import Fault
from regulars.collect.messages import Arrival, Unfit, moment
from regulars.collect.sources.contract import Delivery

# https://docs.stripe.com/currencies#zero-decimal: those whose amounts are whole, and those in thousandths.
WHOLE = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)
THOUSANDTHS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
REFERENCES = ("order_number", "order_name", "order_id", "order", "Order ID", "Order Number", "orderId", "orderNumber")
"""Under which names shops write the number of the order; the first that is there counts."""


def read(delivery: Delivery) -> list[Arrival]:
    """
    The events in a message.

    :raises Unfit: if it is a charge, a refund or a dispute that lacks what it must say.
    """
    content = records.object_of(delivery.content, "body")
    at = delivery.sent_at
    if content.get("object") == "event":
        at = moment(content.get("created")) or at
        content = records.object_of(records.object_of(content.get("data"), "data").get("object"), "object")
    readers: dict[str, Callable[[Delivery, dict[str, Any], datetime], list[Arrival]]] = {
        "charge": charge, "refund": refund, "dispute": dispute,
    }  # fmt: skip
    reader = readers.get(records.text(content.get("object")))
    return reader(delivery, content, at) if reader else []


def charge(delivery: Delivery, content: dict[str, Any], at: datetime) -> list[Arrival]:
    """A charge, and the refunds that it holds already."""
    bill = records.object_of(content.get("billing_details"), "billing_details")
    state = records.text(content.get("status"), 40) or ("succeeded" if content.get("paid") is True else "failed")
    email = records.text(content.get("receipt_email"), 320) or records.text(bill.get("email"), 320)
    said = payment(
        "payment", content, at, state=state, reference=reference(content),
        parent=records.identity(content.get("payment_intent")),
    ) | fee_of(content)  # fmt: skip
    who = records.person(email=email, phone=records.text(bill.get("phone"), 80))
    found = [
        Arrival(
            delivery.message, records.PAYMENT, at, email=who.email, phone=who.phone, properties=said,
            personal={"email": who.email} if who.email else {},
        )
    ]  # fmt: skip
    back = records.object_of(content.get("refunds"), "refunds")
    for place, item in enumerate(records.list_of(back.get("data"), "refunds")):
        message = f"{delivery.message}#{place}" if delivery.message else ""
        said = payment("refund", item, at, state=records.text(item.get("status"), 40), parent=said["id"])
        found.append(Arrival(message, records.PAYMENT, at, properties=said))
    return found


def refund(delivery: Delivery, content: dict[str, Any], at: datetime) -> list[Arrival]:
    said = payment(
        "refund", content, at, state=records.text(content.get("status"), 40), reason=content.get("reason"),
        parent=records.identity(content.get("charge")), reference=reference(content),
    )  # fmt: skip
    return [Arrival(delivery.message, records.PAYMENT, at, properties=said)]


def dispute(delivery: Delivery, content: dict[str, Any], at: datetime) -> list[Arrival]:
    said = payment(
        "dispute", content, at, state=records.text(content.get("status"), 40), reason=content.get("reason"),
        parent=records.identity(content.get("charge")), reference=reference(content),
    )  # fmt: skip
    return [Arrival(delivery.message, records.PAYMENT, at, properties=said)]


def payment(
    kind: str, content: dict[str, Any], at: datetime, *, state: str, parent: str = "", reference: str = "",
    reason: Any = None,
) -> dict[str, Any]:  # fmt: skip
    number = records.identity(content.get("id"))
    if not number:
        raise Unfit(Fault.NO_RECORD, "id")
    currency = records.currency(content.get("currency"))
    return {
        "id": number, "kind": kind, "parent": parent, "reference": reference, "state": state, "currency": currency,
        "amount": major(records.needed(content.get("amount"), "amount"), currency),
        "reason": records.text(reason, 200), "updated_at": at, "made_at": moment(content.get("created")) or at,
    }  # fmt: skip


def fee_of(content: dict[str, Any]) -> dict[str, Any]:
    """What Stripe keeps of a charge, where the account has it told with the charge and in the same currency."""
    booked = content.get("balance_transaction")
    if not isinstance(booked, dict) or booked.get("currency") != content.get("currency"):
        return {}
    taken = records.amount(booked.get("fee"), "fee")
    return {} if taken is None else {"fee": major(taken, records.currency(booked.get("currency")))}


def major(amount: Decimal, currency: str) -> Decimal:
    """An amount in the currency itself, of one in its smallest unit."""
    return amount.scaleb(0 if currency in WHOLE else -3 if currency in THOUSANDTHS else -2)


def reference(content: dict[str, Any]) -> str:
    """The number of the order, as the shop has written it to the payment."""
    told = records.object_of(content.get("metadata"), "metadata")
    return next((number for name in REFERENCES if (number := records.identity(told.get(name)))), "")
