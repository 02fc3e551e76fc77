"""What every merge of an import stands on: who is at it, under which operation, and how far it has come."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext_lazy

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff, Store
from regulars.commerce import staged
from regulars.commerce.models import Merge
from regulars.commerce.report import MergeReport

STORE_LOCK, IMPORT_LOCK = 7_204_103, 7_204_104
STALE = timedelta(hours=48)
"""What happened longer before it is heard of is history: it moves figures, but sets nothing off."""
LEFT_BEHIND = r"""
    select distinct substring(tablename from '\d+$')::bigint from pg_tables
    where schemaname = current_schema() and tablename ~ '^(trace|hint)_\d+$' order by 1
"""


class Staged(Protocol):
    """What a merge has to know of an import whose rows are staged."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def store(self) -> Store: ...
    @property
    def by(self) -> Staff | None: ...


class NothingStaged(Refusal):
    message = gettext_lazy("The rows of import %(number)s are not staged (any more). Read its file again first.")


class AlreadyMerging(Refusal):
    message = gettext_lazy("Import %(number)s is being merged or undone at this moment.")


class WasUndone(Refusal):
    message = gettext_lazy("Import %(number)s has been undone. Import the file again instead.")


@contextmanager
def alone(import_id: int) -> Iterator[None]:
    """
    Be the only one at work on an import; the lock goes with the connection, whatever ends it.

    :raises AlreadyMerging: if somebody else is.
    """
    values = {"purpose": IMPORT_LOCK, "number": import_id % 2**31}
    [is_ours] = query.row("select pg_try_advisory_lock(%(purpose)s, %(number)s)", **values)
    if not is_ours:
        raise AlreadyMerging(number=import_id)
    try:
        yield
    finally:
        query.let_go(IMPORT_LOCK, import_id)


def begin(import_: Staged, *, at: datetime) -> Merge:
    """
    The merge of an import with its operation, begun now or before.

    :raises NothingStaged: if there is something to do, but the staging table does not exist.
    :raises WasUndone: if it was merged before, and undone or begun to be undone.
    """
    known = Merge.objects.select_related("under", "store").filter(import_id=import_.id).first()
    if known is not None and (known.undoing_id or known.undone_at) is not None:
        raise WasUndone(number=import_.id)
    [is_staged] = query.row("select to_regclass(%(name)s) is not null", name=staged.table(import_.id))
    if not is_staged and (known is None or known.done_at is None):
        raise NothingStaged(number=import_.id)
    if known is not None:
        return known
    facts = {"import": import_.id, "kind": str(import_.kind)}
    return Merge.objects.create(
        import_id=import_.id,
        store=import_.store,
        kind=import_.kind,
        under=operations.begin(OperationKind.IMPORT, at=at, store=import_.store, by=import_.by, facts=facts),
        report=MergeReport().as_json(),
        begun_at=at,
    )


@contextmanager
def step(merging: Merge, *, part: str = "", done_at: datetime | None = None) -> Iterator[MergeReport]:
    """
    One transaction of a merge: its writes, what it counts and how far it brings the merge are kept together or not.

    Several may be under way at once, in lanes; they end one after the other.

    :param part: the last key of the part that this step merges.
    """
    with operations.under(merging.under):
        counted = MergeReport()
        yield counted
        kept = Merge.objects.select_for_update().get(import_id=merging.import_id)
        sum_of_all = MergeReport.from_json(kept.report)
        sum_of_all.include(counted)
        kept.report = sum_of_all.as_json()
        kept.finished += [part] if part else []
        kept.done_at = done_at or kept.done_at
        kept.save(update_fields=["report", "finished", "done_at"])


def begin_standing(feed: Staged, *, actor: str, at: datetime) -> Merge:
    """The merge of what never ends: a source that goes on speaking."""
    facts = {"feed": feed.id, "kind": str(feed.kind)}
    under = operations.begin(OperationKind.SYSTEM, at=at, store=feed.store, actor=actor, facts=facts)
    return Merge.objects.create(import_id=feed.id, store=feed.store, kind=feed.kind, under=under, begun_at=at)


def divide(merging: Merge, plan: Sequence[str]) -> None:
    """Fix the parts of a merge, by their last keys, so that an interrupted one goes on with the same."""
    Merge.objects.filter(import_id=merging.import_id).update(plan=[*plan])


def report(merging: Merge) -> MergeReport:
    """What the merge has counted up to now, in all its lanes."""
    merging.refresh_from_db(fields=["report"])
    return MergeReport.from_json(merging.report)


def ahead(merging: Merge) -> list[tuple[str, str]]:
    """The parts of the plan that are still to be done: the keys above the first one and up to the second."""
    merging.refresh_from_db(fields=["plan", "finished"])
    parts = zip(["", *merging.plan], merging.plan, strict=False)
    return [part for part in parts if part[1] not in merging.finished]


def standing(merging: Merge) -> list[int]:
    """The imports into stores of this circle that may speak of the same rows, this one among them."""
    return sorted({*standing_in(merging.store.circle), merging.import_id})


def standing_in(circle: Circle) -> list[int]:
    """The imports into stores of a circle that are not undone."""
    others = Merge.objects.filter(store__circle=circle, undone_at=None)
    return list(others.order_by("import_id").values_list("import_id", flat=True))


def sweep() -> int:
    """Drop the work tables of merges that nobody is at any more, and say of how many; they are made again if needed."""
    left = [number for (number,) in query.rows(LEFT_BEHIND)]
    return sum(swept(number) for number in left)


def swept(import_id: int) -> bool:
    try:
        with alone(import_id):
            return staged.drop_work_tables(import_id)
    except AlreadyMerging:
        return False


def source_of(import_id: int) -> str:
    """How events and identifiers name the import they came from."""
    return f"import:{import_id}"


def silent(done: int, of: int) -> None:
    """Nobody wants to know how far it is."""
