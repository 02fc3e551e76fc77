"""From which probability on two people are suggested as one or merged without asking, and how staff have decided."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff
from regulars.identity.models import DuplicateRules

# A merge by a person says that the two are one, one that was taken back or told apart that they are two.
DECISIONS = """
    select (evidence ->> 'bits')::float, undone_at is null
    from identity_link l join events_operation o on o.id = l.operation
    where l.circle_id = %(circle)s and evidence ? 'bits' and (o.by_id is not null or undone_at is not null)
    union all
    select (evidence ->> 'bits')::float, false
    from identity_apart where circle_id = %(circle)s and evidence ? 'bits'
"""


class LimitsOutOfOrder(Refusal):
    message = gettext_lazy("Suggesting cannot begin above merging; both are probabilities above 0 and at most 1.")
    status = 422


@dataclass(frozen=True, slots=True)
class Limits:
    """Pairs from `suggest_from` on are shown; those from `merge_from` on are merged if `merges_alone`."""

    suggest_from: float = 0.5
    merge_from: float = 0.999
    merges_alone: bool = False


def of(circle: Circle) -> Limits:
    """The circle's own limits, or those of everybody."""
    own = DuplicateRules.objects.filter(circle=circle).order_by("-id").values(*asdict(Limits())).first()
    return Limits(**own) if own else Limits()


def change(circle: Circle, limits: Limits, *, by: Staff | None, at: datetime) -> Operation:
    """
    Set the limits; they count from the next comparison on.

    :raises LimitsOutOfOrder: if they contradict each other.
    """
    if not 0 < limits.suggest_from <= limits.merge_from <= 1:
        raise LimitsOutOfOrder
    facts = {"rules": "duplicates"}
    with operations.doing(OperationKind.RULE, circle=circle, by=by, at=at, facts=facts) as operation:
        DuplicateRules.objects.create(circle=circle, set_at=at, **asdict(limits))
    return operation


def decisions(circle: Circle) -> list[tuple[float, bool]]:
    """Of each pair that staff have settled: its evidence in bits, and whether the two are one."""
    return [(bits, is_one) for bits, is_one in query.rows(DECISIONS, circle=circle.id)]
