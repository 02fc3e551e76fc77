"""Orders and their lines as the API shows them to a key."""

from collections import defaultdict
from collections.abc import Sequence

from regulars.api.keys import sees_contact_details
from regulars.api.orders.shapes import Address, Line, Order
from regulars.base.workspace.models import ApiKey
from regulars.commerce import models
from regulars.commerce.kinds import LineKind, OrderKind

SAME = (
    "number", "placed_at", "placed_on", "currency", "goods", "discount", "tax", "shipping", "gift_card", "refunded",
    "total", "net", "store_value", "discount_codes", "tags", "channel", "payment_state", "parcel_state",
    "carrier", "return_reason", "cancelled_at",
)  # fmt: skip
SAME_IN_LINES = ("title", "quantity", "unit_price", "discount", "tax", "total", "unit_cost")


def of(orders: Sequence[models.Order], *, key: ApiKey, lines: bool) -> list[Order]:
    """The orders; `store` and `person__canonical` must have come with them."""
    found: dict[int, list[Line]] = defaultdict(list)
    if lines:
        rows = models.OrderLine.objects.filter(order__in=[order.id for order in orders]).select_related("product")
        for row in rows.order_by("id"):
            found[row.order_id].append(line(row))
    return [order(row, found[row.id] if lines else None, key=key) for row in orders]


def order(row: models.Order, lines: list[Line] | None, *, key: ApiKey) -> Order:
    return Order(
        id=row.public_id,
        store_id=row.store.public_id,
        person_id=row.person.canonical.public_id if row.person is not None else None,
        kind=OrderKind(row.kind),
        note=row.note if sees_contact_details(key) else None,
        staff_note=row.staff_note if sees_contact_details(key) else None,
        parcel_number=row.parcel_number if sees_contact_details(key) else None,
        address=address(row, key=key),
        lines=lines,
        **{name: getattr(row, name) for name in SAME},
    )


def address(row: models.Order, *, key: ApiKey) -> Address:
    full = sees_contact_details(key)
    return Address(
        name=row.ship_name if full else None,
        street=row.ship_street if full else None,
        postcode=row.ship_postcode if full else None,
        city=row.ship_city,
        region=row.ship_region,
        country=row.ship_country,
    )


def line(row: models.OrderLine) -> Line:
    return Line(
        product_id=row.product.public_id if row.product is not None else None,
        sku=row.product.sku if row.product is not None else None,
        kind=LineKind(row.kind),
        **{name: getattr(row, name) for name in SAME_IN_LINES},
    )
