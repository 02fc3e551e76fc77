"""What is made ready before anybody asks for it, in a process of its own: drawing takes memory that ends with it."""

from regulars.base.kit import child
from regulars.base.workspace.models import Store
from regulars.web.insight import charts


def draw(store: int) -> None:
    """Draw the pictures that a store's current run has not yet in some language."""
    if charts.wanting(Store.objects.get(id=store)):
        child.run("draw", "--store", str(store))


def draw_missing() -> None:
    """Draw what a new language or a new version wants, or what somebody has deleted."""
    for store in Store.objects.order_by("id"):
        draw(store.id)
