"""Hand a file in, answer what was asked about it, or want it back, and let the worker take it from there."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from regulars.base.events import log
from regulars.base.workspace.models import Staff, Store
from regulars.collect import imports
from regulars.collect.events import ImportRequested, ImportUndoRequested
from regulars.collect.imports import AlreadyRunning, NotWaiting
from regulars.collect.kinds import Kind, State
from regulars.collect.models import Import
from regulars.collect.reading.plan import Answers


@transaction.atomic
def hand_in(
    path: Path, store: Store, kind: Kind, *, actor: str, at: datetime, by: Staff | None = None, **terms: Any
) -> Import:
    """
    Register a file, with the terms that `imports.register` takes, and ask for it to be imported.

    :raises EmptyFile: if it holds nothing.
    """
    import_ = imports.register(path, store, kind, at=at, by=by, **terms)
    log.append(ImportRequested(store=store.id, import_id=import_.id), by=actor, at=at)
    return import_


@transaction.atomic
def answer(
    import_: Import, given: Answers, *, actor: str, at: datetime, columns: Mapping[str, str] | None = None
) -> Import:
    """
    Say what a refused file left open, and try it again; what was said before stays said.

    :raises NotWaiting: if the import does not wait for an answer.
    :raises AlreadyRunning: if the same file was handed in again meanwhile.
    """
    refused = Import.objects.filter(id=import_.id, state=State.REFUSED)
    said = {
        "answers": import_.answers | given.as_json(),
        "columns": import_.columns | dict(columns or {}),
    }
    try:
        with transaction.atomic():
            taken = refused.update(**said, state=State.REGISTERED, problem="", problem_code="", finished_at=None)
    except IntegrityError as error:
        raise AlreadyRunning(file=import_.file_name, store=import_.store.name) from error
    import_.refresh_from_db()
    if not taken:
        raise NotWaiting(file=import_.file_name, state=import_.get_state_display())
    log.append(ImportRequested(store=import_.store_id, import_id=import_.id), by=actor, at=at)
    return import_


@transaction.atomic
def take_back(import_: Import, *, actor: str, at: datetime) -> Import:
    """
    Ask for a merged import to be undone.

    :raises NotWaiting: if nothing of it was merged, or it is undone.
    """
    imports.note_undoing(import_)
    log.append(ImportUndoRequested(store=import_.store_id, import_id=import_.id), by=actor, at=at)
    return import_
