"""What staff write on an order; it can be undone, and no import touches it."""

from datetime import datetime

from django.db import transaction

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.workspace.models import Staff
from regulars.commerce import merging
from regulars.commerce.events import OrderNoted
from regulars.commerce.models import Order


def write(order: Order, words: str, *, by: Staff, at: datetime) -> Operation | None:
    """Keep the note as it is now; the same words again change nothing and leave no trace."""
    words = words.strip()
    if words == order.staff_note:
        return None
    facts = {"act": "note_order", "order": order.public_id, "number": order.number}
    with transaction.atomic():
        # What an import changes of the order is waited for before anything is written.
        query.lock(merging.STORE_LOCK, order.store_id)
        operation = noted(order, words, facts, by=by, at=at)
    order.staff_note = words
    return operation


def noted(order: Order, words: str, facts: dict[str, str], *, by: Staff, at: datetime) -> Operation:
    with operations.doing(OperationKind.EDIT, store=order.store, by=by, at=at, facts=facts) as operation:
        Order.objects.filter(id=order.id).update(staff_note=words)
        event = OrderNoted(store=order.store_id, person=order.person_id, order=order.public_id, number=order.number)
        log.append(event, by=by.public_id, source="staff", at=at)
    return operation
