"""What commerce says has happened to an order; all of them describe it in the same words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from regulars.base.events.event import Event
from regulars.commerce.kinds import OrderKind


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event):
    """`order` is its public id, `items` the number of units."""

    order: str
    number: str
    total: Decimal
    currency: str
    items: Decimal


class OrderPlaced(OrderEvent):
    name: ClassVar[str] = "order.placed"


class OrderReturned(OrderEvent):
    name: ClassVar[str] = "order.returned"


class OrderAdjusted(OrderEvent):
    name: ClassVar[str] = "order.adjusted"


class OrderCancelled(OrderEvent):
    name: ClassVar[str] = "order.cancelled"


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(OrderEvent):
    """Money of an order went back; `refunded` is all that has gone back of it up to now."""

    name: ClassVar[str] = "order.refunded"
    refunded: Decimal


class OrderWithdrawn(OrderEvent):
    """The import that brought the order was undone; it takes back the event that told of the order."""

    name: ClassVar[str] = "order.withdrawn"


@dataclass(frozen=True, kw_only=True)
class OrderNoted(Event):
    """Somebody on the staff wrote, changed or emptied their note on an order; the words stand with the order alone."""

    name: ClassVar[str] = "order.noted"
    order: str
    number: str


NAMES: dict[OrderKind, str] = {
    OrderKind.SALE: OrderPlaced.name,
    OrderKind.RETURN: OrderReturned.name,
    OrderKind.ADJUSTMENT: OrderAdjusted.name,
    OrderKind.CANCELLED: OrderCancelled.name,
}


@dataclass(frozen=True, kw_only=True)
class CartAbandoned(Event):
    """A cart was left for as long as the store says, and nothing was bought; `step` is cart or checkout."""

    name: ClassVar[str] = "cart.abandoned"
    total: Decimal
    currency: str
    items: int
    step: str
