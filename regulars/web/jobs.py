"""What is made ready before anybody asks for it, in a process of its own: drawing takes memory that ends with it.

And what staff are told of by itself.
"""

from collections.abc import Sequence

from regulars.base.events.event import Logged
from regulars.base.kit import child, clock
from regulars.base.workspace.models import Store
from regulars.web.insight import charts
from regulars.web.notices import alerts


def tell_staff(events: Sequence[Logged]) -> None:
    """Put on the desks of staff what the law or a platform wants of them."""
    alerts.hear(events, at=clock.now())


def draw(store: int) -> None:
    """Draw the pictures that a store's current run has not yet in some language."""
    if charts.wanting(Store.objects.get(id=store)):
        child.run("draw", "--store", str(store))


def draw_missing() -> None:
    """Draw what a new language or a new version wants, or what somebody has deleted."""
    for store in Store.objects.order_by("id"):
        draw(store.id)
