"""A purchase that a browser tells of, in the words of a source that says orders whole."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from regulars.base.events.event import Logged
from regulars.collect.reading import contacts, rules

NAMES = frozenset({"purchase.completed", "purchase.updated"})


def as_orders(told: Sequence[Logged], *, currency: str, currencies: frozenset[str]) -> list[Logged]:
    """The purchases that name their order and what was bought, as orders said whole; others stay behavior."""
    found = (as_order(event, currency, currencies) for event in told)
    return [event for event in found if event is not None]


def as_order(event: Logged, currency: str, currencies: frozenset[str]) -> Logged | None:
    said = event.properties
    number = said.get("order")
    lines = [line for item in _list(said.get("items")) if (line := _line(item)) is not None]
    code = contacts.currency(str(said.get("currency") or currency))
    if not isinstance(number, str | int) or not str(number).strip() or not lines or code not in currencies:
        return None
    if said.get("traffic"):
        return None  # a program or a test
    moved = [(line["quantity"], line["unit_price"], line["title"]) for line in lines]
    stated = {name: amount for name in ("discount", "tax", "shipping", "total") if (amount := _amount(said.get(name)))}
    order = {
        "id": str(number)[:120], "number": str(number).strip()[:120], "updated_at": event.happened_at.isoformat(),
        "kind": rules.order_kind(moved, is_void=False, has_buyer=event.person is not None),
        "placed_at": event.happened_at.isoformat(), "currency": code, "lines": lines, "stated": stated,
        "payment_state": "", "parcel_state": "", "carrier": "", "channel": "web", "cancelled_at": None,
        "discount_codes": _words(said.get("coupon")), "tags": [], "country": "",
    }  # fmt: skip
    return replace(event, properties=order)


def _line(item: dict[str, Any]) -> dict[str, Any] | None:
    quantity, price = _amount(item.get("quantity", 1)), _amount(item.get("price"))
    sku, title = (str(item.get(name) or "")[:width] for name, width in (("sku", 200), ("title", 500)))
    if quantity is None or price is None or not (sku or title):
        return None
    kind = rules.line_kind(sku, title, quantity=quantity, unit_price=price, has_buyer=True)
    brand = str(item.get("brand") or "")[:200]
    return {
        "sku": sku, "title": title, "quantity": quantity, "unit_price": price, "discount": Decimal(0),
        "tax": Decimal(0), "brand": brand, "kind": kind,
    }  # fmt: skip


def _list(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _words(value: Any) -> list[str]:
    return [value[:120]] if isinstance(value, str) and value else []


def _amount(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value)) if isinstance(value, str | int | float) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number) < Decimal(10) ** 12 else None
