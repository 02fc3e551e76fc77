"""What the page of one company shows: its contacts, what they bought together, and by what it is known again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.workspace.models import Staff, Store
from regulars.commerce.kinds import OrderKind
from regulars.commerce.models import Order
from regulars.identity.models import Person
from regulars.profile.models import Company, CompanyKey, Contact
from regulars.web.customers import names

MOST_CONTACTS = 200
ORDERS = 20
WHY: dict[str, str | Promise] = {
    "name": gettext_lazy("Their record names “%(value)s”."),
    "domain": gettext_lazy("They write from %(value)s."),
    "group": gettext_lazy("A site says that they belong to the group %(value)s."),
    "hand": gettext_lazy("A colleague said so."),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A contact, what they are called, why they are one, and what they bought."""

    contact: Contact
    person: Person
    name: str
    why: str
    orders: int
    net: Decimal | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What all contacts bought together in a store."""

    orders: int
    net: Decimal | None
    last_on: date | None

    @property
    def mean(self) -> Decimal | None:
        return self.net / self.orders if self.net is not None and self.orders else None


def contacts(company: Company, staff: Staff) -> list[Contact]:
    """Those whom the reader may see, present ones first; each human being once."""
    seen = Person.objects.visible_to(staff)
    rows = Contact.objects.live().filter(company=company, person__canonical__in=seen)
    found = rows.select_related("person__canonical").order_by("until_on", "id")[:MOST_CONTACTS]
    once = {contact.person.canonical_id: contact for contact in reversed(found)}
    return sorted(once.values(), key=lambda each: (each.until_on is not None, each.role == "", each.id))


def members(found: Sequence[Contact], orders: QuerySet[Order], staff: Staff) -> list[Member]:
    people = [contact.person.canonical for contact in found]
    called = names.of(people, staff)
    bought = orders.filter(person__canonical__in=people).order_by().values("person__canonical")
    sums: dict[int, tuple[int, Decimal | None]] = {
        row["person__canonical"]: (row["number"], row["net"])
        for row in bought.annotate(number=Count("id", filter=Q(kind=OrderKind.SALE)), net=Sum("store_value"))
    }
    return [
        Member(
            contact, contact.person.canonical, called[contact.person.canonical_id], why(contact.evidence),
            *sums.get(contact.person.canonical_id, (0, None)),
        )
        for contact in found
    ]  # fmt: skip


def why(evidence: Mapping[str, Any]) -> str:
    """Why we think that somebody buys for a company, in a sentence."""
    return str(WHY.get(evidence.get("why", ""), _("A colleague said so."))) % {"value": evidence.get("value", "")}


def sums(orders: QuerySet[Order]) -> Sums:
    sales = Q(kind=OrderKind.SALE)
    found = orders.order_by().aggregate(
        number=Count("id", filter=sales), net=Sum("store_value"), last_on=Max("placed_on", filter=sales)
    )
    return Sums(found["number"], found["net"], found["last_on"])


def orders(found: Sequence[Contact], store: Store | None, staff: Staff) -> QuerySet[Order]:
    """The orders of all contacts in a store, as far as the reader may see them."""
    people = [contact.person.canonical_id for contact in found]
    return Order.objects.visible_to(staff).filter(store=store, person__canonical__in=people)


def latest(bought: QuerySet[Order], called: Mapping[int, str]) -> list[tuple[Order, str]]:
    """The newest orders, each with who placed it."""
    rows = bought.select_related("person").order_by("-placed_at", "-id")[:ORDERS]
    return [(order, called.get(order.person.canonical_id, "")) for order in rows if order.person]


def keys(company: Company) -> list[CompanyKey]:
    return list(company.keys.exclude(kind="group").order_by("kind", "value"))
