"""Narrow a list of orders down to those that a call asks for."""

from django.db.models import QuerySet

from regulars.api import listing, reach, updates
from regulars.api.fetching import one
from regulars.api.keys import sees_contact_details
from regulars.api.listing import LATEST
from regulars.api.orders.shapes import OrdersWindow
from regulars.base.workspace.models import ApiKey, Store
from regulars.commerce.models import Order
from regulars.identity.models import Person


def page(asked: OrdersWindow, *, key: ApiKey) -> tuple[list[Order], str | None]:
    """
    The latest orders, of one store or of all.

    Each store's part is taken along its own index, so a page costs the same at any depth and for any number
    of orders.
    """
    fitting = listing.after(found(asked, key=key), asked, LATEST)
    latest = [f"-{sort.name}" for sort in LATEST]
    parts = [
        fitting.filter(store=store).order_by(*latest).values_list("id", flat=True)[: asked.limit + 1]
        for store in wanted(asked, key=key)
    ]
    if not parts:
        return [], None
    ids = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    rows = Order.objects.filter(id__in=list(ids)).select_related("store", "person__canonical")
    return listing.cut(list(rows.order_by(*latest)[: asked.limit + 1]), asked, LATEST)


def wanted(asked: OrdersWindow, *, key: ApiKey) -> list[Store]:
    """
    The stores whose orders are wanted.

    :raises NotFound: if a store is named that the key does not see.
    """
    stores = reach.stores(key)
    return list(stores.order_by("id")) if asked.store is None else [one(stores, asked.store)]


def found(asked: OrdersWindow, *, key: ApiKey) -> QuerySet[Order]:
    """Every order of the circle that fits, whatever its store."""
    rows = reach.orders(key)
    if asked.person is not None:
        rows = rows.filter(person__in=same_person(asked.person, key=key))
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.number is not None:
        rows = rows.filter(number=asked.number)
    if asked.parcel_number is not None:
        rows = rows.filter(parcel_number=asked.parcel_number) if sees_contact_details(key) else rows.none()
    if asked.placed_since is not None:
        rows = rows.filter(placed_at__gte=asked.placed_since)
    if asked.placed_until is not None:
        rows = rows.filter(placed_at__lt=asked.placed_until)
    if asked.updated_since is not None:
        lately = updates.written(Order.objects.all(), asked.updated_since, key=key)
        rows = rows.filter(id__in=lately.values("id"))
    return rows


def same_person(public_id: str, *, key: ApiKey) -> QuerySet[Person, int]:
    """Everybody who is one human being with the person of that id; nobody if there is none."""
    asked = Person.objects.filter(circle=key.circle_id, public_id=public_id)
    return Person.objects.filter(canonical__in=asked.values("canonical")).values_list("id", flat=True)
