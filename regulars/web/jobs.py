"""What is made ready before anybody asks for it, in a process of its own: drawing takes memory that ends with it."""

from regulars.base.kit import child
from regulars.base.workspace.models import Store
from regulars.web.insight import charts


def draw(store: int) -> None:
    """Draw the pictures of a store's current run."""
    child.run("draw", "--store", str(store))


def draw_missing() -> None:
    """Draw what a new language or a new version wants, or what somebody has deleted."""
    for store in Store.objects.order_by("id"):
        if charts.wanting(store):
            draw(store.id)
