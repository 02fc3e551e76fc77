"""What is done to people by hand: each act is one operation, and no batch of an import writes beside it.

An act waits before it has written anything, and for one batch at most, so that it never holds the log's readers back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.workspace.models import Circle, Staff
from regulars.identity.resolve import LOCK


@contextmanager
def undisturbed(circle: Circle) -> Iterator[None]:
    """One transaction beside which no batch of an import, nor of its undoing, writes what is known of people."""
    with transaction.atomic():
        query.lock(LOCK, circle.id)
        yield


@contextmanager
def doing(act: str, circle: Circle, *, by: Staff | None, actor: str, at: datetime, **facts: Any) -> Iterator[Operation]:
    """An undisturbed transaction under a new operation, whose facts say which act it is."""
    told = {"act": act, **facts}
    with (
        undisturbed(circle),
        operations.doing(OperationKind.EDIT, circle=circle, by=by, actor=actor, at=at, facts=told) as operation,
    ):
        yield operation
