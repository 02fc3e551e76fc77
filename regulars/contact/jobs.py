"""The lists of today, made before anybody asks for them."""

from regulars.base.kit import clock
from regulars.base.workspace.models import Store
from regulars.contact import today


def draw_lists() -> None:
    """Make the lists of all stores where it is morning."""
    for store in Store.objects.order_by("id"):
        today.draw_ahead(store, at=clock.now())
