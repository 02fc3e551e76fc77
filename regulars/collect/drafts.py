"""Prepare a file for import: keep it, let it be tried out, say what is open, and hand it in or let it go."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from regulars.base.events import log
from regulars.base.kit import query
from regulars.base.kit.clock import zone
from regulars.base.kit.money import checked_currency
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff, Store
from regulars.collect import imports, requests
from regulars.collect.events import CheckRequested
from regulars.collect.kinds import DraftState, Kind
from regulars.collect.models import Draft, Import
from regulars.collect.reading import look
from regulars.collect.reading.plan import Answers, Terms
from regulars.collect.reading.refusals import EmptyFile, NoSuchFile

KEPT_FOR = timedelta(days=7)
LOCK = 7_204_108


class NotChecked(Refusal):
    message = gettext_lazy("Check the file first: only what was tried out as it is now can be imported.")


class CheckFailed(Refusal):
    message = gettext_lazy("%(file)s could not be checked, which is our fault. Check it again, or choose another file.")


class _Superseded(Exception):
    """Somebody has said something else about the file meanwhile; its check begins anew by itself."""


@transaction.atomic
def make(path: Path, store: Store, kind: Kind, *, file_name: str, is_ours: bool, by: Staff, at: datetime) -> Draft:
    """
    Keep a file that somebody wants to import, and have it looked at.

    :param is_ours: whether it lies in our folder of uploads, and so goes with the draft.
    :raises NoSuchFile: if it cannot be opened.
    :raises EmptyFile: if it holds nothing.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise NoSuchFile(file=file_name) from error
    if not size:
        raise EmptyFile(file=file_name)
    draft = Draft.objects.create(
        store=store, by=by, kind=kind, file_name=file_name[:255], path=str(path.resolve()), is_ours=is_ours, size=size,
        timezone=store.timezone, currency=store.currency, made_at=at,
    )  # fmt: skip
    ask(draft, by=by, at=at)
    return draft


@transaction.atomic
def say(
    draft: Draft, *, columns: Mapping[str, str], answers: Answers, timezone: str, currency: str, by: Staff, at: datetime
) -> None:
    """Say how the file is to be read, and have it tried out that way; what was said before is forgotten."""
    draft.columns = dict(columns)
    draft.answers = answers.as_json()
    draft.timezone = zone(timezone).key
    draft.currency = checked_currency(currency)
    ask(draft, by=by, at=at)


def ask(draft: Draft, *, by: Staff, at: datetime) -> None:
    draft.attempt += 1
    draft.state = DraftState.WAITING
    draft.rows_done, draft.rows_total, draft.found = 0, None, {}
    draft.problem = draft.problem_code = ""
    draft.problem_values = {}
    draft.save()
    event = CheckRequested(store=draft.store_id, draft_id=draft.id, attempt=draft.attempt)
    log.append(event, by=by.public_id, source="collect", at=at)


def check(draft_id: int, *, attempt: int, at: datetime) -> None:
    """
    Look at the file, then read all of it as an import would; what is found is kept with the draft.

    Does nothing where that was done already, or is being done; whoever was killed at it has let go of it.
    """
    with alone(draft_id) as is_ours:
        draft = Draft.objects.at_work().select_related("store").filter(id=draft_id, attempt=attempt).first()
        if is_ours and draft is not None:
            look_through(draft, at=at)


def look_through(draft: Draft, *, at: datetime) -> None:
    try:
        note(draft, state=DraftState.READING)
        with tempfile.TemporaryDirectory(
            prefix="checking-", dir=Path(draft.path).parent if draft.is_ours else None
        ) as work:
            seen = look.at(Path(draft.path), terms(draft, at=at), work=Path(work))
            note(draft, headings=[column.as_json() for column in seen.columns], sample=seen.rows)
            tried = imports.dry_run(
                Path(draft.path), draft.store, terms(draft, at=at), progress=lambda done, of: heard(draft, done, of)
            )
        note(draft, state=DraftState.CHECKED, found=as_json(tried) | {"preset": seen.preset}, checked_at=at)
    except Refusal as refusal:
        refuse(draft, refusal, at=at)
    except _Superseded:
        return
    except Exception:
        refuse(draft, CheckFailed(file=draft.file_name), at=at)
        raise


@contextmanager
def alone(draft_id: int) -> Iterator[bool]:
    """Whether nobody else is at a draft; the lock falls with the connection, whatever ends it."""
    number = draft_id % 2**31
    [is_ours] = query.row("select pg_try_advisory_lock(%s, %s)", [LOCK, number])
    try:
        yield is_ours
    finally:
        if is_ours:
            query.let_go(LOCK, number)


def interrupted() -> list[tuple[int, int]]:
    """The drafts, with their attempts, that wait to be checked or were being checked."""
    return list(Draft.objects.at_work().order_by("id").values_list("id", "attempt"))


def heard(draft: Draft, done: int, of: int) -> None:
    note(draft, rows_done=done, rows_total=of)


def refuse(draft: Draft, refusal: Refusal, *, at: datetime) -> None:
    values = {name: str(value) for name, value in refusal.values.items()}
    try:
        note(draft, state=DraftState.REFUSED, problem=str(refusal), problem_code=refusal.code, problem_values=values,
             checked_at=at)  # fmt: skip
    except _Superseded:
        return


def note(draft: Draft, **values: Any) -> None:
    """Write what is known, unless somebody has spoken since."""
    if not Draft.objects.filter(id=draft.id, attempt=draft.attempt).update(**values):
        raise _Superseded


def terms(draft: Draft, *, at: datetime) -> Terms:
    return Terms(
        Kind(draft.kind), draft.timezone, draft.currency, at, columns=draft.columns,
        answers=Answers.from_json(draft.answers), file_name=draft.file_name,
    )  # fmt: skip


def as_json(tried: imports.Rehearsal) -> dict[str, Any]:
    rejected = [
        {"line": row.line, "column": row.column, "value": row.value, "reason": str(row.reason)}
        for row in tried.rejected
    ]
    return {
        "totals": tried.totals,
        "understood": tried.understood,
        "reasons": dict(tried.reasons),
        "rejected": rejected,
    }


@transaction.atomic
def hand_in(draft: Draft, *, by: Staff, at: datetime) -> Import:
    """
    Begin the import of a checked file; the draft has done its work and goes.

    :raises NotChecked: if it was not tried out since something was last said about it.
    """
    held = Draft.objects.select_for_update().select_related("store").filter(id=draft.id).first()
    if held is None or not held.is_checked:
        raise NotChecked
    import_ = requests.hand_in(
        Path(held.path), held.store, Kind(held.kind), actor=by.public_id, by=by, at=at, file_name=held.file_name,
        timezone=held.timezone, currency=held.currency, columns=held.columns,
        answers=Answers.from_json(held.answers),
    )  # fmt: skip
    held.delete()
    if held.is_ours and import_.path != held.path:
        transaction.on_commit(lambda: Path(held.path).unlink(missing_ok=True))
    return import_


def let_go(draft: Draft) -> None:
    """Forget the draft, and its file where that is ours; one that was handed in meanwhile is left alone."""
    gone, _ = Draft.objects.filter(id=draft.id).delete()
    if gone and draft.is_ours:
        Path(draft.path).unlink(missing_ok=True)


def sweep(*, at: datetime) -> int:
    """Let go of all drafts that are older than a week."""
    old = list(Draft.objects.filter(made_at__lt=at - KEPT_FOR))
    for draft in old:
        let_go(draft)
    return len(old)
