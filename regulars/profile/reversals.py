"""Put any operation back by the verb of its kind: the one place that knows which that is.

What is listed nowhere is put back row by row, as far as nobody has changed the rows since (`base/events/undo.py`).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy

from regulars.base.events import preview, undo
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Change, Operation
from regulars.base.events.preview import Preview
from regulars.base.events.undo import AlreadyUndone, Undone
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.collect.models import Import
from regulars.commerce import withdrawal
from regulars.commerce.models import Merge
from regulars.identity import links, resolve, suggestions
from regulars.identity.models import Link
from regulars.profile import arrivals, faces, speaking

# Whoever has identifiers or names back is found by them again.
WITH_WORDS_BACK = """
    select person_id from identity_identifier
    where id in (select key from events_change where operation = {operation} and "table" = 'identity_identifier')
    union select person_id from profile_profile
    where id in (select key from events_change where operation = {operation} and "table" = 'profile_profile')
"""


class NothingLeft(Refusal):
    message = gettext_lazy("Nothing of this is left that could be put back.")


type Verb = Callable[[Operation, Staff | None, str, datetime], Undone]


class InTheWay(Refusal):
    message = gettext_lazy("Something that was made since is in the way. Rename or remove it first.")


class ImportAgain(Refusal):
    message = gettext_lazy("The undoing of an import cannot be put back. Import the file again instead.")


class ErasedForGood(Refusal):
    message = gettext_lazy("An erasure cannot be undone: what it took is nowhere any more.")


def put_back(operation: Operation, *, by: Staff | None, actor: str, at: datetime) -> Undone:
    """
    Put an operation back, whatever its kind; `is_done` is false where the worker goes on with it.

    :param actor: the staff or key that asks, where `by` is not known.
    :raises AlreadyUndone: if that has been done.
    :raises Refusal: what the verb of its kind raises.
    """
    if Operation.objects.filter(undoes=operation).exists():
        raise AlreadyUndone
    return verb(operation)(operation, by, actor, at)


def verb(operation: Operation) -> Verb:
    first, table = (operation, PUT_BACK) if operation.undoes is None else (operation.undoes, DONE_AGAIN)
    if suggestions.is_rejection(first):
        return row_by_row
    return table.get(OperationKind(first.kind), row_by_row)


def outlook(operation: Operation) -> Preview:
    """What putting back an operation row by row would do, without doing it."""
    return preview.of(operation, care=speaking.CARE)


@transaction.atomic
def row_by_row(operation: Operation, by: Staff | None, actor: str, at: datetime) -> Undone:
    """
    Put back what has not been changed since; no import writes beside it.

    :raises InTheWay: if something made since has taken the place of what would come back.
    """
    try:
        with transaction.atomic():
            if operation.store is not None:
                withdrawal.hold_still(operation.store)
            elif operation.circle is not None:
                query.lock(resolve.LOCK, operation.circle.id)
            undone = undo.undo(operation, by=by, at=at, care=speaking.CARE)
            faces.refresh(WITH_WORDS_BACK.format(operation=int(undone.operation.id)))
            return undone
    except IntegrityError as error:
        raise InTheWay from error


def take_import_back(operation: Operation, by: Staff | None, actor: str, at: datetime) -> Undone:
    brought = Import.objects.select_related("store__circle").filter(
        id__in=Merge.objects.filter(under=operation).values("import_id")
    )
    arrivals.ask_back(only(brought), by=by, actor=actor, at=at)
    return Undone(Operation.objects.get(undoes=operation), is_done=False)


def tell_apart(operation: Operation, by: Staff | None, actor: str, at: datetime) -> Undone:
    """A merge is taken back by its link; two told apart, or a person split, row by row."""
    made = Link.objects.filter(operation=operation.id).first()
    if made is None:
        return row_by_row(operation, by, actor, at)
    links.unlink(made, by=by, at=at)
    return done(operation)


def link_again(operation: Operation, by: Staff | None, actor: str, at: datetime) -> Undone:
    link = Link.objects.select_related("older", "newer").filter(operation=operation.undoes_id or 0).first()
    if link is None:
        return row_by_row(operation, by, actor, at)
    links.link(link.older, link.newer, evidence=link.evidence, by=by, at=at, undoes=operation)
    return done(operation)


def never(operation: Operation, by: Staff | None, actor: str, at: datetime) -> Undone:
    raise ErasedForGood


def refuse(operation: Operation, by: Staff | None, actor: str, at: datetime) -> Undone:
    raise ImportAgain


def only[Row: Model](rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NothingLeft
    return found


def done(operation: Operation) -> Undone:
    """What the operation that has undone another one has changed."""
    undoing = Operation.objects.get(undoes=operation)
    return Undone(undoing, restored=Change.objects.filter(operation=undoing.id).count(), events=1)


PUT_BACK: dict[OperationKind, Verb] = {
    OperationKind.IMPORT: take_import_back,
    OperationKind.MERGE: tell_apart,
    OperationKind.ERASURE: never,
}
"""How an operation of a kind is put back."""

DONE_AGAIN: dict[OperationKind, Verb] = {
    OperationKind.IMPORT: refuse,
    OperationKind.MERGE: link_again,
}
"""How the undoing of such an operation is put back in turn."""
