"""Take an import back: what no other import supports goes, what others support becomes what they say together.

The state afterwards is the one that the remaining imports alone would have made, whatever the order in which imports
came and go, with one exception: people who were told apart while the import stood are not joined by its undoing.
What somebody changed by hand since is left as it is.

It is done in short parts, each a transaction of its own, so that it never holds the log's readers back for long;
whatever stops it, it goes on after the last part that was committed.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query
from regulars.base.workspace.models import Staff, Store
from regulars.commerce import merging, products, retraction, staged, supports
from regulars.commerce.models import Merge
from regulars.commerce.retraction import Part, Undone
from regulars.identity import resolve

type Phase = Callable[[Part], bool]
"""Takes the next part of some kind back, and says whether there may be more of that kind."""

# People hold on by their orders, products by their lines, so these go first; an order's person is told by identifiers.
PHASES: tuple[Phase, ...] = (
    retraction.take_identifiers,
    retraction.take_blocked_values,
    retraction.take_orders,
    retraction.take_people,
    retraction.take_costs,
    retraction.take_products,
)


@transaction.atomic
def begin(work: Merge, *, by: Staff | None, at: datetime) -> Merge:
    """Note that an import is being taken back, under an operation that undoes the merge's; once is enough."""
    work = Merge.objects.select_for_update(of=("self",)).select_related("under", "store", "undoing").get(pk=work.pk)
    if work.undoing is None and work.undone_at is None:
        work.undoing = operations.begin(OperationKind.UNDO, at=at, store=work.store, by=by, undoes=work.under)
        work.save(update_fields=["undoing"])
    return work


def undo(work: Merge, *, by: Staff | None, at: datetime, before: tuple[Phase, ...] = ()) -> Undone:
    """
    Take the import of a merge back, or go on where an earlier attempt was stopped.

    :param before: what a later stage has said by this import, taken back first.
    :returns: what has been done in all attempts together; nothing if it was undone before.
    """
    work = begin(work, by=by, at=at)
    if work.undone_at is not None:
        return Undone()
    supports.prepare(work.import_id)
    supports.look_over(merging.standing(work))
    query.run('analyze events_change (operation, "table", key, kind)')
    for phase in (*before, *PHASES):
        while take(work, phase, at=at):
            pass
    return finish(work, at=at)


def take(work: Merge, phase: Phase, *, at: datetime) -> bool:
    """One transaction of an undoing: what goes, what is said of it and what is counted go together or not at all."""
    assert work.undoing is not None
    with operations.under(work.undoing):
        hold_still(work.store)
        query.run("set local work_mem = '64MB'")
        done = Undone(work.undoing, **work.withdrawn)
        more = phase(Part(work, merging.standing(work), done, at))
        Merge.objects.filter(import_id=work.import_id).update(withdrawn=done.counts())
    work.withdrawn = done.counts()
    return more


def finish(work: Merge, *, at: datetime) -> Undone:
    Merge.objects.filter(import_id=work.import_id).update(undone_at=at)
    staged.drop_work_tables(work.import_id)
    supports.drop(work.import_id)
    return Undone(work.undoing, **work.withdrawn)


def hold_still(store: Store) -> None:
    """Let no batch of another import come between: what it has found must not go, and what goes it must not find."""
    # Batches of orders take longest, and nobody's edit waits for them; so they are waited for first.
    query.lock(merging.STORE_LOCK, store.id)
    query.lock(products.LOCK, store.id)
    query.lock(resolve.LOCK, store.circle_id)
