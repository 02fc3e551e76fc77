"""How far the data reach: the last import, the last learning, and whether there is anything yet."""

from dataclasses import dataclass
from datetime import datetime

from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace.models import Store
from regulars.commerce.models import Order
from regulars.insight.models import Run


@dataclass(frozen=True, slots=True)
class State:
    """What Home says of the ground under its numbers."""

    has_orders: bool
    imported_at: datetime | None
    run: Run | None

    @property
    def is_behind(self) -> bool:
        """Whether something came in after the last learning began."""
        return bool(self.run and self.imported_at and self.imported_at > self.run.started_at)


def of(store: Store) -> State:
    imports = Operation.objects.filter(store=store, kind=OperationKind.IMPORT).order_by("-begun_at")
    return State(
        has_orders=Order.objects.filter(store=store).exists(),
        imported_at=imports.values_list("begun_at", flat=True).first(),
        run=Run.objects.current(store),
    )
