"""Merge a staged import of orders, products or costs into a store's history, and take it back.

A merge is done in short batches, several at a time, each a transaction of its own that also keeps that it is done;
whatever stops it, it goes on with those that are left. Nothing of it speaks, pays or awards: its events are history.
"""

from datetime import datetime

from regulars.base.kit import lanes, query
from regulars.base.kit.lanes import Progress
from regulars.base.workspace.models import Staff
from regulars.commerce import batch, buyers, merging, products, returns, staged, supports, withdrawal
from regulars.commerce.merging import Staged
from regulars.commerce.models import Merge
from regulars.commerce.report import MergeReport
from regulars.commerce.retraction import Undone
from regulars.commerce.withdrawal import Phase

LINES_IN_A_BATCH = 100_000


def merge(import_: Staged, *, at: datetime, progress: Progress = merging.silent) -> MergeReport:
    """
    Bring a staged import into the store, or go on where an earlier attempt was stopped.

    :raises NothingStaged: if its staging table does not exist.
    :raises AlreadyMerging: if somebody else is at it.
    :raises WasUndone: if it was merged and undone before.
    :raises MoneyLost: if the control totals of a batch do not agree; that batch is rolled back.
    """
    with merging.alone(import_.id):
        work = merging.begin(import_, at=at)
        if work.done_at is None:
            supports.prepare(import_.id)
            if import_.kind == "orders":
                merge_orders(import_, work, at=at, progress=progress)
            else:
                merge_products(import_, work, at=at)
        return merging.report(work)


def begin_undo(import_: Staged, *, by: Staff | None, at: datetime) -> None:
    """
    Note that an import is to be taken back, whole or as far as it was merged; it cannot be merged any more.

    :raises AlreadyMerging: if it is being merged at this moment.
    """
    with merging.alone(import_.id):
        work = Merge.objects.filter(import_id=import_.id).first()
        if work is not None:
            withdrawal.begin(work, by=by, at=at)


def undo(import_: Staged, *, by: Staff | None, at: datetime, before: tuple[Phase, ...] = ()) -> Undone:
    """
    Take an import back, whole or as far as it was merged, or go on with that; doing so again does nothing.

    :param before: what a later stage has said by this import, taken back first.
    :raises AlreadyMerging: if it is being merged or undone at this moment.
    """
    with merging.alone(import_.id):
        work = Merge.objects.filter(import_id=import_.id).first()
        return withdrawal.undo(work, by=by, at=at, before=before) if work is not None else Undone()


def merge_products(import_: Staged, work: Merge, *, at: datetime) -> None:
    settle_products(import_, work)
    with merging.step(work, done_at=at):
        pass


def settle_products(import_: Staged, work: Merge) -> None:
    """Find or make the products of a file, in short transactions; repeated after an interruption, it finds them all."""
    for low, high in products.ranges(import_.id, import_.kind):
        supports.look_over(merging.standing(work))
        with merging.step(work) as report:
            made, changed = products.merge(
                import_.id, import_.kind, import_.store, imports=merging.standing(work), low=low, high=high
            )
            report.add(products_new=made, products_changed=changed)


def merge_orders(import_: Staged, work: Merge, *, at: datetime, progress: Progress) -> None:
    staged.prepare(import_.id, "order_number")
    buyers.settle(import_, work, seen_at="s.placed_at", at=at)
    if not work.plan:
        settle_products(import_, work)
        merging.divide(work, staged.bounds(staged.table(import_.id), "s.order_number", LINES_IN_A_BATCH))
    lock = (merging.STORE_LOCK, import_.store.id)
    lanes.run(lambda part: merge_batch(import_, work, *part, at=at), merging.ahead(work), lock=lock, progress=progress)
    # The planner knows nothing yet of what has just been written, and would match returns row by row.
    query.run(
        "analyze commerce_order (id, person_id, store_id),"
        " commerce_orderline (id, order_id, store_id, product_id, quantity, kind),"
        f" {supports.lines(import_.id)} (row_id)"
    )
    with merging.step(work, done_at=at) as report:
        query.lock(merging.STORE_LOCK, import_.store.id)
        returns.match(import_.store, returns.TOUCHED_BY_IMPORT.format(said=supports.orders(import_.id)))
        report.add(**returns.count(supports.lines(import_.id)), **buyers.known(work))
    staged.drop_work_tables(import_.id)


def merge_batch(import_: Staged, work: Merge, low: str, high: str, *, at: datetime) -> None:
    with merging.step(work, part=high) as report:
        lanes.enter((merging.STORE_LOCK, import_.store.id))
        batch.merge(
            batch.Range(import_.id, import_.store, low, high),
            imports=merging.standing(work),
            source=merging.source_of(import_.id),
            actor=work.under.actor,
            at=at,
            report=report,
        )
