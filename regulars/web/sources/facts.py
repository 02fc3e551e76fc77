"""What the pages show of a source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from regulars.base.workspace.models import Staff, Store
from regulars.collect.kinds import SourceKind, Stream
from regulars.collect.models import EventShape, SetAside, Source, SourceCheck, SourceDay, SourceStream
from regulars.collect.sources import addresses, keyring
from regulars.commerce.models import Payment

DAYS = 14
MOST = 50
ABOUT: dict[SourceKind, str | Promise] = {
    SourceKind.EVENTS: gettext_lazy("Views, carts and purchases, by the interface that Segment's libraries speak."),
    SourceKind.SHOPIFY: gettext_lazy("Orders, customers, products and refunds, live and from before."),
    SourceKind.WOOCOMMERCE: gettext_lazy("Orders, customers and products, live and from before."),
    SourceKind.STRIPE: gettext_lazy("Payments, refunds and disputes, attached to their orders."),
    SourceKind.WEBHOOK: gettext_lazy("Any system that signs its messages, brought into our words by a mapping."),
    SourceKind.FOLDER: gettext_lazy("Files that another program drops, imported as they come."),
    SourceKind.QUERY: gettext_lazy("Rows of a PostgreSQL or MySQL database, such as that of an ERP."),
    SourceKind.FORMS: gettext_lazy("What people write in the forms, surveys and reviews of this house."),
}
STREAMS = {Stream.ORDERS: gettext_lazy("Orders"), Stream.CUSTOMERS: gettext_lazy("Customers"),
           Stream.PRODUCTS: gettext_lazy("Products")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as the list shows it."""

    source: Source
    last_at: datetime | None
    taken: int
    set_aside: int

    @property
    def tone(self) -> str:
        return "warning" if self.set_aside else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How far one stream of a source is complete."""

    label: str | Promise
    state: SourceStream


def listed(store: Store | None, staff: Staff, *, today: date) -> list[Listed]:
    """The open sources of a store, with what they sent in the last days."""
    found = Source.objects.visible_to(staff).open().filter(store=store).order_by("id")
    days = SourceDay.objects.filter(source__in=found)
    last = dict(days.values_list("source").annotate(Max("last_at")))
    since = today - timedelta(days=DAYS)
    sums = {
        number: (taken, aside)
        for number, taken, aside in days.filter(on__gt=since)
        .values_list("source")
        .annotate(Sum("taken"), Sum("set_aside"))
    }
    return [Listed(source, last.get(source.id), *sums.get(source.id, (0, 0))) for source in found]


def of(source: Source, *, today: date) -> dict[str, Any]:
    """All that the page of one source shows."""
    aside = SetAside.objects.filter(source=source).order_by("-id")
    states = SourceStream.objects.filter(source=source)
    checks = SourceCheck.objects.filter(source=source, on__gt=today - timedelta(days=DAYS))
    shapes = EventShape.objects.filter(source=source).order_by("-seen")
    unmatched = Payment.objects.unmatched().filter(source=source).order_by("-made_at")
    return {
        "address": addresses.of(source),
        "signs": source.secrets.filter(name=keyring.SIGNING).exists(),
        "days": source.days.filter(on__gt=today - timedelta(days=DAYS)).order_by("-on"),
        "aside": list(aside[:MOST]),
        "aside_count": aside.count(),
        "asked": [Asked(STREAMS[Stream(state.stream)], state) for state in states.order_by("id")],
        "checks": list(checks.order_by("-on")),
        "summary": summary(list(states), sum(check.repaired for check in checks)),
        "shapes": list(shapes[:MOST]),
        "unmatched": list(unmatched[:MOST]),
    }


def summary(states: Sequence[SourceStream], repaired: int) -> dict[str, Any] | None:
    """Up to when its orders are complete, and how many had to be repaired."""
    orders = next((state for state in states if state.stream == Stream.ORDERS and state.complete_to), None)
    return {"complete_to": orders.complete_to, "repaired": repaired} if orders else None


def told_of(message: SetAside) -> str:
    """Why a message was set aside, with what the reader of it had to say."""
    label = str(message.get_fault_display())
    return gettext("%(reason)s (%(detail)s)") % {"reason": label, "detail": message.detail} if message.detail else label
