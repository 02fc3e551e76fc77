"""What another tool may ask for, and what stands behind it: people or orders that the asker may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order
from regulars.identity import lookup
from regulars.identity.models import Person
from regulars.web.orders import search

MOST = 20
LONGEST = 200

type People = Callable[[str, Staff, list[Store]], list[int]]
type Orders = Callable[[str, Staff, Store], list[int]]


@dataclass(frozen=True, slots=True)
class Found:
    """By what and for which words somebody asked, and who or what was found; never more than a short list."""

    by: str
    asked: str
    people: list[Person] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.people) + len(self.orders)


def _scopes(stores: list[Store]) -> list[str]:
    return [store.public_id for store in stores]


PEOPLE: Mapping[str, People] = {
    "email": lambda value, staff, stores: lookup.by_email(staff.circle_id, value),
    "phone": lambda value, staff, stores: lookup.by_phone(staff.circle_id, value),
    "user": lambda value, staff, stores: lookup.by_user_id(staff.circle_id, value, scopes=_scopes(stores)),
}
ORDERS: Mapping[str, Orders] = {
    "order": lambda value, staff, store: search.with_number(value, store=store),
    "parcel": lambda value, staff, store: search.with_parcel(value, store=store, staff=staff),
}
LABELS: Mapping[str, str | Promise] = {
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "user": gettext_lazy("Customer number"),
    "order": gettext_lazy("Order number"),
    "parcel": gettext_lazy("Parcel number"),
}
CONTACTS = frozenset({"email", "phone"})
"""What is asked for by those alone who see contact details; to others, finding somebody would tell whose it is."""


def ways(staff: Staff) -> dict[str, str | Promise]:
    """By what somebody may ask, and what it is called."""
    return {name: label for name, label in LABELS.items() if staff.sees_contact_details or name not in CONTACTS}


def found(given: QueryDict, *, staff: Staff, stores: list[Store]) -> Found:
    """
    What the first word that is filled in leads to.

    :raises PermissionDenied: if it is a contact detail, which the staff may not see.
    """
    asked = {given.get("by", ""): given.get("q", "")} | {name: str(given[name]) for name in given}
    for name in LABELS:
        if value := asked.get(name, "").strip()[:LONGEST]:
            if name not in ways(staff):
                raise PermissionDenied
            if name in PEOPLE:
                return Found(name, value, people=_people(name, value, staff, stores))
            return Found(name, value, orders=_orders(name, value, staff, stores))
    return Found("", "")


def _people(name: str, value: str, staff: Staff, stores: list[Store]) -> list[Person]:
    if not staff.may(Act.SEE, Thing.PEOPLE):
        return []
    ids = PEOPLE[name](value, staff, stores)
    return list(Person.objects.visible_to(staff).filter(id__in=ids).order_by("id")[:MOST])


def _orders(name: str, value: str, staff: Staff, stores: list[Store]) -> list[Order]:
    ids = [id for store in stores for id in ORDERS[name](value, staff, store)]
    rows = Order.objects.visible_to(staff).filter(id__in=ids).select_related("store", "person__canonical")
    return list(rows.order_by("-placed_at")[:MOST])
