"""Register a file, read it into its staging table, and cancel it.

Reading commits a part at a time, so that it never holds back the log's readers; what a killed import leaves behind is
an unlogged table, which the next attempt drops first and `sweep` drops otherwise.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from regulars.base.events import log
from regulars.base.kit import disk
from regulars.base.kit.ahead import ahead
from regulars.base.kit.clock import zone
from regulars.base.kit.money import checked_currency
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff, Store
from regulars.collect import staging
from regulars.collect.events import ImportFinished, ImportUndone
from regulars.collect.kinds import DateOrder, DecimalMark, Kind, State
from regulars.collect.models import VALUE_WIDTH, Import, RejectedRow, SourceAnswer
from regulars.collect.reading.plan import Answers, Terms
from regulars.collect.reading.reader import Reading, reading
from regulars.collect.reading.refusals import DiskFull, EmptyFile, NoSuchFile
from regulars.collect.reading.spool import Rejected

CHUNK = 1 << 20
SHOWN = 100
FORGOTTEN_AFTER = timedelta(minutes=5)
"""Whoever registers a file begins with it at once, or has it queued; later, the clock does."""
CHANGES = ("orders_new", "orders_changed", "lines_new", "products_new", "products_changed", "people_new",
           "profiles_new", "profiles_changed")  # fmt: skip
"""Counts of a merge; the store knows something new where one is not 0."""

type Progress = Callable[[int, int], None]
"""Told how many rows are read, and how many there are."""


class AlreadyRunning(Refusal):
    message = gettext_lazy("%(file)s is being imported into %(store)s already. Wait for it, or cancel it first.")


class NotWaiting(Refusal):
    message = gettext_lazy("The import of %(file)s is %(state)s, so this cannot be done.")


class Cancelled(Refusal):
    message = gettext_lazy("The import of %(file)s was cancelled.")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a dry run has found: totals, how the file was understood, reasons with counts, the first rejected rows."""

    totals: dict[str, Any]
    understood: dict[str, Any]
    rejected: list[Rejected]
    reasons: Mapping[str, int] = field(default_factory=dict)


def register(
    path: Path, store: Store, kind: Kind, *, at: datetime, by: Staff | None = None, file_name: str | None = None,
    timezone: str | None = None, currency: str | None = None, preset: str | None = None,
    columns: Mapping[str, str] | None = None, answers: Answers | None = None,
) -> Import:  # fmt: skip
    """
    Note down a file that is to be imported; one that was begun and interrupted is found again and goes on.

    :raises NoSuchFile: if the file cannot be opened.
    :raises EmptyFile: if it holds nothing.
    """
    size, digest = _fingerprint(path)
    if not size:
        raise EmptyFile(file=path.name)
    known = Import.objects.unfinished().filter(store=store, kind=kind, sha256=digest)
    values: dict[str, Any] = {
        "by": by,
        "file_name": (file_name or path.name)[:255],
        "path": str(path.resolve()),
        "size": size,
        "timezone": zone(timezone or store.timezone).key,
        "currency": checked_currency(currency or store.currency),
        "preset": preset or "",
        "columns": dict(columns or {}),
        "answers": (answers or Answers()).as_json(),
    }
    if (begun := known.first()) is not None:
        if begun.state in {State.REGISTERED, State.STAGING}:
            known.filter(id=begun.id).update(**values)
        known.filter(id=begun.id).update(tries=0)
        begun.refresh_from_db()
        return begun
    try:
        with transaction.atomic():
            return Import.objects.create(store=store, kind=kind, sha256=digest, registered_at=at, **values)
    except IntegrityError as error:
        raise AlreadyRunning(file=path.name, store=store.name) from error


def stage(import_: Import, *, at: datetime, progress: Progress | None = None, work: Path | None = None) -> Import:
    """
    Read the file into the import's staging table; a refusal is kept with the import and raised again.

    :raises AlreadyRunning: if the same file is being read at this moment.
    :raises Cancelled: if somebody cancels it meanwhile.
    :raises Unreadable: if the file cannot be read, or something must be asked first.
    """
    with alone(import_):
        import_.refresh_from_db()
        if import_.state not in {State.REGISTERED, State.STAGING, State.REFUSED}:
            raise NotWaiting(file=import_.file_name, state=import_.get_state_display())
        _note(import_, state=State.STAGING, staging_at=at, problem="", problem_code="", rows_done=0, rows_total=None)
        try:
            with (
                _disk_watched(import_),
                reading(Path(import_.path), terms(import_, at=at), recall=_recall(import_), work=work) as found,
            ):
                _fill(import_, found, progress)
                _remember(import_, found, at=at)
        except Refusal as refusal:
            staging.drop(import_.id)
            RejectedRow.objects.filter(imported=import_).delete()
            state = State.CANCELLED if isinstance(refusal, Cancelled) else State.REFUSED
            _note(import_, state=state, problem=str(refusal), problem_code=refusal.code, finished_at=at)
            raise
        if import_.kind == Kind.ORDERS:
            import_.totals |= staging.purchases(import_)
        _note(import_, staged_at=at, finished_at=None, totals=import_.totals, tries=0)
        _move(import_, {State.STAGING}, State.STAGED)
    return import_


def is_whole(import_: Import) -> bool:
    """Whether all that was read is still staged: unlogged tables are emptied when PostgreSQL recovers from a crash."""
    return bool(staging.count(import_) == import_.totals.get("accepted"))


def read_again(import_: Import, *, at: datetime, progress: Progress | None = None, work: Path | None = None) -> None:
    """
    Stage the file of an import once more, which goes on being merged; the same file gives the same rows.

    :raises NoSuchFile: if the file is gone; what was merged of it can still be taken back.
    """
    with (
        alone(import_),
        _disk_watched(import_),
        reading(Path(import_.path), terms(import_, at=at), recall=_recall(import_), work=work) as found,
    ):
        known = dict(import_.totals)
        _fill(import_, found, progress)
        _note(import_, totals={**known, **import_.totals})


def dry_run(
    path: Path, store: Store, given: Terms, *, progress: Progress | None = None, work: Path | None = None
) -> Rehearsal:
    """Read a file as an import would, and keep nothing."""
    rejected: list[Rejected] = []
    reasons: Counter[str] = Counter()
    with reading(path, given, recall=lambda source: _remembered(store, source), work=work) as found:
        done = 0
        for part in found.parts():
            rejected += part.rejected[: SHOWN - len(rejected)]
            reasons.update(str(row.reason) for row in part.rejected)
            done += len(part.accepted) + len(part.rejected)
            if progress:
                progress(done, found.rows)
        return Rehearsal(found.totals.as_json(), found.understood(), rejected, reasons)


def cancel(import_: Import, *, at: datetime) -> None:
    """
    Stop an import that is not being merged yet; what it has read is dropped.

    :raises NotWaiting: if it is too late.
    """
    open_ = Import.objects.filter(id=import_.id, state__in=[State.REGISTERED, State.STAGING, State.STAGED])
    if not open_.update(state=State.CANCELLED, finished_at=at):
        import_.refresh_from_db()
        raise NotWaiting(file=import_.file_name, state=import_.get_state_display())
    import_.refresh_from_db()
    staging.drop(import_.id)


def sweep() -> int:
    """Drop the staging tables that no import will merge any more, and say how many there were."""
    return sum(_swept(import_id) for import_id in staging.all_staged())


def _swept(import_id: int) -> bool:
    import_ = Import.objects.select_related("store").filter(id=import_id).first()
    if import_ is None:
        return staging.drop(import_id)
    try:
        with alone(import_):
            import_.refresh_from_db()
            return not import_.is_unfinished and staging.drop(import_id)
    except AlreadyRunning:
        return False


def note_merging(import_: Import) -> None:
    """
    From here on the import can no longer be cancelled, only undone.

    :raises NotWaiting: if it was cancelled or is being undone.
    """
    _move(import_, {State.STAGED, State.MERGING}, State.MERGING)


def note_undoing(import_: Import) -> None:
    """
    From here on the import can only be taken back.

    :raises NotWaiting: if nothing of it was merged, or it is undone.
    """
    _move(import_, {State.MERGING, State.DONE, State.UNDOING}, State.UNDOING)
    _note(import_, tries=0, problem="", problem_code="")


def note_merged(import_: Import, done: int, of: int) -> None:
    """How far the merging has come, for whoever watches."""
    _note(import_, steps_done=done, steps_total=of, tries=0)


def note_problem(import_: Import, problem: Refusal) -> None:
    """Say why a merge or an undoing does not get on; it is tried again by the clock."""
    _note(import_, problem=str(problem), problem_code=problem.code)


def finish(import_: Import, merged: Mapping[str, Any], *, at: datetime) -> None:
    """
    Note what the merge has brought, and let others hear of it; then the staged rows are dropped.

    :raises NotWaiting: if it is to be taken back.
    """
    _tell(import_, merged, at=at)
    staging.drop(import_.id)


@transaction.atomic
def _tell(import_: Import, merged: Mapping[str, Any], *, at: datetime) -> None:
    _move(import_, {State.MERGING}, State.DONE)
    changed = any(merged.get(name) for name in CHANGES)
    totals = {**import_.totals, **merged}
    _note(import_, totals=totals, finished_at=at, problem="", problem_code="")
    event = ImportFinished(store=import_.store_id, import_id=import_.id, kind=import_.kind, changed=changed)
    log.append(event, by=import_.by.public_id if import_.by else "import", source="collect", at=at)


@transaction.atomic
def note_undone(import_: Import, *, at: datetime) -> None:
    """Note that the import was taken back, and let others hear of it."""
    _note(import_, state=State.UNDONE, finished_at=at, problem="", problem_code="")
    event = ImportUndone(store=import_.store_id, import_id=import_.id, kind=import_.kind)
    log.append(event, by=import_.by.public_id if import_.by else "import", source="collect", at=at)


def interrupted(*, at: datetime) -> list[int]:
    """
    The imports that were begun, or begun to be undone, and those that nobody has begun for a while.

    One that is at work keeps others out by its lock; one whose file is gone is refused and says so; one that was given
    up waits until somebody wants it tried again.
    """
    begun = Q(state__in=[State.STAGING, State.STAGED, State.MERGING, State.UNDOING])
    forgotten = Q(state=State.REGISTERED, registered_at__lt=at - FORGOTTEN_AFTER)
    left = Import.objects.filter(begun | forgotten).exclude(problem_code=Import.GAVE_UP)
    return list(left.order_by("id").values_list("id", flat=True))


def terms(import_: Import, *, at: datetime) -> Terms:
    """What is known of an import's file before it is opened."""
    answers = Answers.from_json(import_.answers)
    return Terms(
        Kind(import_.kind), import_.timezone, import_.currency, at,
        preset=import_.preset or None, columns=import_.columns, answers=answers, file_name=import_.file_name,
    )  # fmt: skip


def _fill(import_: Import, found: Reading, progress: Progress | None) -> None:
    staging.create(import_)
    RejectedRow.objects.filter(imported=import_).delete()
    done = 0
    for part in ahead(found.parts()):
        done += len(part.accepted) + len(part.rejected)
        with transaction.atomic():
            running = Import.objects.filter(id=import_.id, state=import_.state)
            if not running.update(rows_done=done, rows_total=found.rows):
                raise Cancelled(file=import_.file_name)
            staging.add(import_, part.accepted)
            RejectedRow.objects.bulk_create((_rejected_row(import_, row) for row in part.rejected), batch_size=5_000)
        if progress:
            progress(done, found.rows)
    _note(
        import_, rows_done=done, rows_total=done, totals=found.totals.as_json(), understood=found.understood(),
        preset=found.plan.preset, source=found.source,
    )  # fmt: skip


def _rejected_row(import_: Import, row: Rejected) -> RejectedRow:
    return RejectedRow(
        imported=import_,
        line=row.line,
        column=row.column[:VALUE_WIDTH],
        value=row.value[:VALUE_WIDTH],
        reason=row.reason,
    )


def _recall(import_: Import) -> Callable[[str], Answers]:
    store = import_.store
    return lambda source: _remembered(store, source)


def _remembered(store: Store, source: str) -> Answers:
    answer = SourceAnswer.objects.filter(store=store, source=source).first()
    if answer is None:
        return Answers()
    return Answers(
        dates=DateOrder(answer.dates) if answer.dates else None,
        decimal=DecimalMark(answer.decimal) if answer.decimal else None,
    )


def _remember(import_: Import, found: Reading, *, at: datetime) -> None:
    """Keep what was said this time for the next file with the same headings."""
    answers = Answers.from_json(import_.answers)
    given = {"dates": answers.dates, "decimal": answers.decimal}
    given = {name: value for name, value in given.items() if value}
    if given:
        SourceAnswer.objects.update_or_create(
            store=import_.store, source=found.source, defaults={**given, "answered_at": at}
        )


def _move(import_: Import, before: Collection[State], after: State) -> None:
    if not Import.objects.filter(id=import_.id, state__in=before).update(state=after):
        import_.refresh_from_db()
        raise NotWaiting(file=import_.file_name, state=import_.get_state_display())
    import_.state = after


def _note(import_: Import, **values: Any) -> None:
    for name, value in values.items():
        setattr(import_, name, value)
    import_.save(update_fields=list(values))


@contextmanager
def alone(import_: Import) -> Iterator[None]:
    """Only one process reads one file into one store at a time; the lock falls with the connection."""
    key = f"import {import_.store_id} {import_.kind} {import_.sha256}"
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning(file=import_.file_name, store=import_.store.name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", [key])


@contextmanager
def _disk_watched(import_: Import) -> Iterator[None]:
    """The database's own disk may be full as well."""
    try:
        yield
    except OperationalError as error:
        if disk.is_full(error):
            raise DiskFull(place="PostgreSQL", file=import_.file_name) from error
        raise


def _fingerprint(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise NoSuchFile(file=path.name) from error
    return size, digest.hexdigest()
