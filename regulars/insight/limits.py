"""
The limits between the stages that a store has set: read, change, and see beforehand whom they move.

The preview asks the scores of the last run by the clauses of `lifecycle`, in one statement over all people.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.workspace.models import Staff, Store
from regulars.insight.events import LifecycleChanged
from regulars.insight.lifecycle import CLAUSES, Limits
from regulars.insight.models import LifecycleRules, Run

FIELDS = tuple(asdict(Limits()))
BUYERS = tuple(clause for clause in CLAUSES if "orders is null" not in clause[1] and clause[1] != "marked")
STAGE = " ".join(f"when {condition} then '{stage}'" for _, condition, stage in BUYERS)
for name in FIELDS:
    STAGE = STAGE.replace(f"${name}", f"%({name})s")

MOVES = f"""
    with told as (
        select stage,
               case when stage_reason in ('marked', 'anonymous') or orders is null and seen_on is null then stage
                    when orders is not null then case {STAGE} end
                    when %(as_of)s::date - seen_on < %(target_days)s then 'target'
                    else 'prospect' end as stage_then
        from insight_score
        where run_id = %(run)s
    )
    select stage, stage_then, count(*) from told group by 1, 2 order by 1, 2
"""


@dataclass(frozen=True, slots=True)
class Move:
    """So many people stand in one stage, and would stand in another."""

    stage: str
    stage_then: str
    people: int


def of(store: Store) -> Limits:
    """The store's own limits, or those of everybody."""
    own = LifecycleRules.objects.filter(store=store).order_by("-id").values(*FIELDS).first()
    return Limits(**own) if own else Limits()


def change(store: Store, limits: Limits, *, by: Staff | None, at: datetime) -> Operation:
    """Set the limits; the store is learned anew by whoever hears of it, and an undo lets those before count again."""
    with operations.doing(OperationKind.RULE, store=store, by=by, at=at, facts={"rules": "lifecycle"}) as operation:
        LifecycleRules.objects.create(store=store, set_at=at, **asdict(limits))
        log.append(LifecycleChanged(store=store.id), by=operation.actor, at=at)
    return operation


def preview(run: Run, limits: Limits) -> list[Move]:
    """How many people of each stage would stand where under other limits."""
    return [Move(*row) for row in query.rows(MOVES, asdict(limits) | {"run": run.id, "as_of": run.as_of})]


def moved(moves: Sequence[Move]) -> int:
    """How many people change their stage."""
    return sum(move.people for move in moves if move.stage != move.stage_then)
