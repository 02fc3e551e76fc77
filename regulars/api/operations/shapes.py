"""An operation as the API shows it: something done that can be put back."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from regulars.api.fields import Moment, OperationId, StoreId
from regulars.api.listing import Listed, Window
from regulars.base.events import models, undo
from regulars.base.events.kinds import OperationKind


class Operation(Schema):
    """What a person, an import or a rule did."""

    id: OperationId
    kind: OperationKind
    store_id: StoreId | None
    actor: str = Field(description="The public id of the member of staff or key, or the name of the part that did it.")
    facts: dict[str, Any] = Field(description="What it was about; the keys depend on the kind.")
    begun_at: datetime
    undoes: OperationId | None = Field(description="The operation that this one put back.")
    undone_by: OperationId | None = Field(description="The operation that put this one back.")


class Undone(Schema):
    """What putting an operation back has done."""

    operation: Operation = Field(description="The new operation that did it.")
    restored: int = Field(description="Values that were put back.")
    removed: int = Field(description="Rows that it had made, now gone.")
    revived: int = Field(description="Rows that it had removed, now back.")
    is_done: bool = Field(description="False where it goes on by itself, as with an import: watch that.")
    kept: int = Field(description="Rows and values left alone, because somebody has changed or used them since.")


class Operations(Listed):
    """A page of operations, the newest first."""

    items: list[Operation]


class OperationsWindow(Window):
    store: StoreId | None = Field(None, description="Only operations on this store.")
    kind: OperationKind | None = None
    begun_since: Moment | None = Field(None, description="Begun at or after this moment.")
    begun_until: Moment | None = Field(None, description="Begun before this moment.")


def operation(row: models.Operation) -> Operation:
    """An operation whose `store`, `undoes` and `undone_by` have come with it."""
    undone_by = getattr(row, "undone_by", None)
    return Operation(
        id=row.public_id,
        kind=OperationKind(row.kind),
        store_id=row.store.public_id if row.store is not None else None,
        actor=row.actor,
        facts=row.facts,
        begun_at=row.begun_at,
        undoes=row.undoes.public_id if row.undoes is not None else None,
        undone_by=undone_by.public_id if undone_by is not None else None,
    )


def undone(done: undo.Undone) -> Undone:
    return Undone(
        operation=operation(done.operation),
        restored=done.restored,
        removed=done.removed,
        revived=done.revived,
        is_done=done.is_done,
        kept=len(done.kept),
    )
