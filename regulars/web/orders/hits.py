"""A few orders for the global search and for what was looked at lately."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order
from regulars.web.components import show
from regulars.web.layout.hits import Hit
from regulars.web.orders import search

FEW = 8


def hits(typed: str, store: Store | None, staff: Staff) -> Sequence[Hit]:
    """The orders that are meant by a number, a parcel, or the phone number or the address of who bought."""
    if store is None:
        return []
    ids = search.meant(typed, store=store, staff=staff)
    rows = Order.objects.visible_to(staff).filter(id__in=ids).order_by("-placed_at", "-id")
    return shown(rows[:FEW]) if ids else []


def named(ids: Sequence[str], store: Store | None, staff: Staff) -> Sequence[Hit]:
    """The orders of these public ids, as far as they may be seen."""
    return shown(Order.objects.visible_to(staff).filter(public_id__in=ids))


def shown(orders: Iterable[Order]) -> list[Hit]:
    return [
        Hit(
            order.public_id,
            _("Order %(number)s") % {"number": order.number},
            reverse("order", args=[order.public_id]),
            f"{show.as_money(order.total, order.currency)} · {show.day(order.placed_on)}",
            "shopping-bag",
        )
        for order in orders
    ]
