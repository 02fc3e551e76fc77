"""See a file through: read, merge, and note what came of it; or take it back.

Whatever stops this, it goes on from there when it is called again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from regulars.base.kit import clock, disk
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.collect import imports, requests
from regulars.collect.kinds import State
from regulars.collect.models import Import
from regulars.commerce import history
from regulars.commerce.merging import AlreadyMerging
from regulars.commerce.retraction import Undone
from regulars.profile import intake

type Progress = Callable[[int, int], None]
UNREAD = {State.REGISTERED, State.STAGING, State.REFUSED}


def see_through(import_: Import, *, at: datetime, reading: Progress, merging: Progress) -> Import:
    """
    Bring a registered file into its store, or take it back if that was asked for.

    :raises NoRoomLeft: if PostgreSQL has none; called again, it goes on.
    :raises Refusal: what `imports.stage` and `intake.merge` raise.
    """
    if import_.state == State.UNDOING:
        take_back(import_, by=None, at=at)
        return import_
    if import_.state in UNREAD:
        imports.stage(import_, at=at, progress=reading)
    if import_.state != State.DONE:
        imports.note_merging(import_)
        with _problems_noted(import_):
            if not imports.is_whole(import_):
                imports.read_again(import_, at=at, progress=reading)
            report = intake.merge(import_, at=at, progress=watched(import_, merging))
        # Learning compares this with when it began, so it has to be the end of the merge, not its beginning.
        imports.finish(import_, report.as_json(), at=clock.now())
    return import_


def watched(import_: Import, merging: Progress) -> Progress:
    """The progress for whoever called, and for the pages."""

    def told(done: int, of: int) -> None:
        imports.note_merged(import_, done, of)
        merging(done, of)

    return told


def take_back(import_: Import, *, by: Staff | None, at: datetime) -> Undone:
    """
    Remove what only this file has brought, and restore what it changed; doing so again does nothing.

    :raises Refusal: what `imports.note_undoing` and `intake.undo` raise.
    """
    if import_.state == State.UNDONE:
        return Undone()
    imports.note_undoing(import_)
    with _problems_noted(import_):
        done = intake.undo(import_, by=by, at=at)
    imports.note_undone(import_, at=clock.now())
    return done


@transaction.atomic
def ask_back(import_: Import, *, by: Staff | None, actor: str, at: datetime) -> Import:
    """
    Let the worker take a file back, on behalf of `by`; asking again changes nothing.

    :raises Refusal: what `history.begin_undo` and `requests.take_back` raise.
    """
    if import_.state in {State.UNDOING, State.UNDONE}:
        return import_
    history.begin_undo(import_, by=by, at=at)
    return requests.take_back(import_, actor=actor, at=at)


@contextmanager
def _problems_noted(import_: Import) -> Iterator[None]:
    """Whoever watches the import reads why it stands still; a second worker that finds the first at it says nothing."""
    try:
        with disk.watched("PostgreSQL"):
            yield
    except AlreadyMerging:
        raise
    except Refusal as refusal:
        imports.note_problem(import_, refusal)
        raise
