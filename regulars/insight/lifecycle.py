"""
Say where each person stands: visitor, prospect, target, first-time, repeat, loyal, at risk, lost, not a customer.

Silence is judged by the person's own rhythm, drawn towards the store's while little is known; where a store is too
young for that, by days. The clauses are asked from top to bottom, and the first that holds decides.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine


@dataclass(frozen=True)
class Limits:
    """
    The store's settings. Shares are of comparable buyers who would have bought again by now.

    Nobody is called lost who will buy within 90 days with a chance of `lost_chance` or more.
    """

    loyal_purchases: int = 4
    at_risk_share: float = 0.80
    lost_share: float = 0.95
    lost_alive: float = 0.20
    lost_chance: float = 0.20
    at_risk_days: int = 180
    lost_days: int = 365
    target_days: int = 30


CLAUSES = (
    ("marked", "marked", "not_a_customer"),
    ("anonymous", "orders is null and anonymous", "visitor"),
    ("seen_lately", "orders is null and date_diff('day', first_seen_on, $as_of) < $target_days", "target"),
    ("never_bought", "orders is null", "prospect"),
    ("probably_gone", "alive < $lost_alive", "lost"),
    ("long_overdue", "overdue >= $lost_share and coalesce(chance_90, 0) < $lost_chance", "lost"),
    ("away_too_long", "overdue is null and days_away >= $lost_days", "lost"),
    ("overdue", "overdue >= $at_risk_share", "at_risk"),
    ("away_for_long", "overdue is null and days_away >= $at_risk_days", "at_risk"),
    ("often_enough", "occasions >= $loyal_purchases", "loyal"),
    ("within_rhythm", "occasions > 1", "repeat"),
    ("within_rhythm", "true", "first_time"),
)
"""Reason, condition, stage."""

_STAGES = "\n".join(f"               when {condition} then '{stage}'" for _, condition, stage in CLAUSES)
_REASONS = "\n".join(f"               when {condition} then '{reason}'" for reason, condition, _ in CLAUSES)

SQL = f"""
    with everybody as (
        select coalesce(people.person, facts.person) as person, first_seen_on,
               coalesce(marked, false) as marked, coalesce(anonymous, false) as anonymous,
               orders, occasions, days_away
        from people full outer join facts on facts.person = people.person
    )
    select everybody.person, first_seen_on,
           case
{_STAGES}
           end as stage,
           case
{_REASONS}
           end as stage_reason
    from everybody left join estimates on estimates.person = everybody.person
"""


def stages(
    engine: "Engine", people: Any, facts: "pa.Table", estimates: "pa.Table", *, as_of: date, limits: Limits
) -> "pa.Table":
    """One row per person, buyer or not. `people` tells who is `anonymous` and who is `marked` as no customer."""
    return engine.run(SQL, people=people, facts=facts, estimates=estimates, as_of=as_of, **asdict(limits))
