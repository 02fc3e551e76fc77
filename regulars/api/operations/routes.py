"""Operations: list, one, undo."""

from django.db.models import QuerySet
from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import OperationId
from regulars.api.idempotency import once
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.operations import shapes
from regulars.api.operations.shapes import OperationsWindow
from regulars.api.problems import NoRight
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey
from regulars.profile import reversals

router = Router(tags=["operations"], auth=ApiKeyWith(Act.SEE, Thing.OPERATIONS))
WITH = ("store", "undoes", "undone_by")


@router.get("", response=shapes.Operations)
def list_operations(request: KeyRequest, window: Query[OperationsWindow]) -> shapes.Operations:
    """What was done in the circle, and by whom."""
    rows, following = listing.page(found(window, key=request.auth).select_related(*WITH), window)
    return shapes.Operations(items=[shapes.operation(row) for row in rows], next=following)


@router.get("/{id}", response=shapes.Operation)
def get_operation(request: KeyRequest, id: OperationId) -> shapes.Operation:
    """One operation."""
    return shapes.operation(one(reach.operations(request.auth).select_related(*WITH), id))


@router.post("/{id}/undo", auth=ApiKeyWith(Act.UNDO, Thing.OPERATIONS), response=shapes.Undone)
@once(status=200)
def undo_operation(request: KeyRequest, id: OperationId) -> shapes.Undone:
    """
    Put an operation back in the way of its kind.

    Edits are put back exactly as far as nobody has changed their rows since; people who were linked are told apart; an
    import is taken back as an import, which asks for `imports:undo` too, and goes on by itself after the answer
    (`is_done` is false).
    """
    row = one(Operation.objects.filter(circle=request.auth.circle_id).select_related("undoes"), id)
    if row.kind == OperationKind.IMPORT and not request.auth.may(Act.UNDO, Thing.IMPORTS):
        raise NoRight(scope="imports:undo")
    done = reversals.put_back(row, by=request.auth.made_by, actor=request.auth.public_id, at=request.now)
    return shapes.undone(done)


def found(asked: OperationsWindow, *, key: ApiKey) -> QuerySet[Operation]:
    """
    Every operation that fits all that is asked.

    :raises NotFound: if a store is named that the key does not see.
    """
    rows = reach.operations(key)
    if asked.store is not None:
        rows = rows.filter(store=one(reach.stores(key), asked.store))
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.begun_since is not None:
        rows = rows.filter(begun_at__gte=asked.begun_since)
    if asked.begun_until is not None:
        rows = rows.filter(begun_at__lt=asked.begun_until)
    return rows
