"""How far the data reach: the last import, the last learning, and whether there is anything yet."""

from dataclasses import dataclass

from regulars.base.workspace.models import Store
from regulars.collect.kinds import State as ImportState
from regulars.collect.models import Import
from regulars.commerce.models import Order
from regulars.insight.models import Run


@dataclass(frozen=True, slots=True)
class State:
    """What Home says of the ground under its numbers."""

    has_orders: bool
    last_import: Import | None
    run: Run | None

    @property
    def is_behind(self) -> bool:
        """Whether something came in after the last learning began."""
        last = self.last_import
        if self.run is None or last is None or last.finished_at is None or last.state != ImportState.DONE:
            return False
        return last.finished_at > self.run.started_at


def of(store: Store) -> State:
    return State(
        has_orders=Order.objects.filter(store=store).exists(),
        last_import=Import.objects.filter(store=store).order_by("-registered_at").first(),
        run=Run.objects.current(store),
    )
