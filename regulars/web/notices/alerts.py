"""What the law or a platform wants of us, told to those members of staff who can see to it."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from regulars.base.events.event import Logged
from regulars.base.workspace import notices
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Circle, Staff, Store
from regulars.collect.models import Source

ASKED, LEFT = "privacy.requested", "source.left"
NAMES = frozenset({ASKED, LEFT})
REQUESTS = {
    "export": gettext_noop("A customer of %(store)s asks through %(source)s to see what is kept of them."),
    "erase": gettext_noop("A customer of %(store)s asks through %(source)s to be erased."),
    "erase_all": gettext_noop("%(source)s asks that all that came from the shop of %(store)s be erased."),
}
GONE = gettext_noop(
    "%(source)s of %(store)s has removed Regulars on its side, so nothing comes from there any more. Join it again, or"
    " close the source."
)


def hear(events: Sequence[Logged], *, at: datetime) -> None:
    """Put a notice on the desks of those who may act on it."""
    stores = Store.objects.select_related("circle").in_bulk([event.store for event in events if event.store])
    for event in events:
        store = stores.get(event.store or 0)
        source = Source.objects.filter(public_id=event.source.removeprefix("source:")).first()
        if store is None or source is None:
            continue
        said = {"store": store.name, "source": source.name}
        if event.name == LEFT:
            watching = who_may(store.circle, Act.EDIT, Thing.STORES)
            notices.tell(watching, GONE, at=at, link=reverse("source", args=[source.public_id]), **said)
        else:
            message = REQUESTS.get(str(event.properties.get("right")), REQUESTS["erase"])
            notices.tell(
                who_may(store.circle, Act.EDIT, Thing.PEOPLE), message, at=at, link=reverse("requests"), **said
            )


def who_may(circle: Circle, act: Act, thing: Thing) -> list[Staff]:
    members = Staff.objects.filter(circle=circle, left_at=None).select_related("account")
    return [member for member in members if member.may(act, thing)]
