"""Operations: under which every write of a person, an import or a rule is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace import audit
from regulars.base.workspace.models import Circle, Staff, Store

SYSTEM = "system"


def begin(
    kind: OperationKind,
    *,
    at: datetime,
    store: Store | None = None,
    circle: Circle | None = None,
    by: Staff | None = None,
    actor: str = SYSTEM,
    facts: dict[str, Any] | None = None,
    undoes: Operation | None = None,
) -> Operation:
    """A new operation; long work goes on under it in several transactions with `under`."""
    return Operation.objects.create(
        kind=kind,
        store=store,
        circle=store.circle if store is not None else circle,
        by=by,
        actor=by.public_id if by is not None else actor,
        facts=facts or {},
        origin=audit.origin().address,
        undoes=undoes,
        begun_at=at,
    )


@contextmanager
def under(operation: Operation) -> Iterator[Operation]:
    """One transaction in which all writes and events carry the operation."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_setting('regulars.operation', true)")
        outer = (cursor.fetchone() or [""])[0] or ""
        cursor.execute("select set_config('regulars.operation', %s, true)", [str(operation.id)])
        yield operation
        if not connection.needs_rollback:
            cursor.execute("select set_config('regulars.operation', %s, true)", [outer])


@contextmanager
def doing(kind: OperationKind, **described: Any) -> Iterator[Operation]:
    """One transaction under a new operation; takes what `begin` takes."""
    with transaction.atomic(), under(begin(kind, **described)) as operation:
        yield operation
