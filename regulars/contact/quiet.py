"""For how many days a store leaves in peace whoever was reached: read, change, and who changed it when."""

from collections.abc import Sequence
from datetime import datetime

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace.models import Staff, Store
from regulars.contact.events import QuietChanged
from regulars.contact.models import QuietRule

USUAL, FEWEST, MOST = 14, 1, 365
SHOWN = 20


def days(store: Store) -> int:
    """The store's own, or those of everybody."""
    own = QuietRule.objects.filter(store=store).order_by("-id").values_list("days", flat=True).first()
    return own or USUAL


def change(store: Store, *, days: int, by: Staff | None, at: datetime) -> Operation:
    """Set the days for the lists that are made from now on; an undo lets those before count again."""
    facts = {"act": "set_quiet", "days": days}
    with operations.doing(OperationKind.RULE, store=store, by=by, at=at, facts=facts) as operation:
        QuietRule.objects.create(store=store, days=days, set_by=by, set_at=at)
        log.append(QuietChanged(store=store.id, days=days), by=operation.actor, at=at)
    return operation


def history(store: Store) -> Sequence[QuietRule]:
    """What was set, the newest first."""
    return list(QuietRule.objects.filter(store=store).select_related("set_by__account").order_by("-id")[:SHOWN])
