"""
Say where people stood a month ago, and who has moved since.

Both days are judged by the rules and the models of today: a move is the person's, never the yardstick's. Nothing has
to be kept for it, and a store sees its moves on the day of its first import.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from regulars.insight import estimates, facts, lifecycle, value
from regulars.insight.kinds import MOVED_WITHIN

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine
    from regulars.insight.lifecycle import Limits
    from regulars.insight.value import Models

KNOWN_THEN = "select * from people where first_seen_on is null or first_seen_on <= $day"
COUNTS = """
    select stage_before, stage, count(*) as people, cast(sum(spent) as decimal(20, 6)) as spent,
           cast(sum(value_365) as decimal(20, 6)) as value_365
    from scores
    group by stage_before, stage
    order by stage_before, stage
"""


def stages_before(
    engine: "Engine", people: Any, occasions: "pa.Table", orders: Any, models: "Models | None",
    *, as_of: date, limits: "Limits",
) -> "pa.Table":  # fmt: skip
    """The stage of everybody who was known a month before; `models` is None where nothing can be foreseen."""
    day = as_of - timedelta(days=MOVED_WITHIN)
    known = facts.people(engine, occasions, orders, as_of=day)
    if models is None or known.num_rows == 0:
        expected = estimates.unknown(known)
    else:
        expected = estimates.standing(known, value.buyers(known, as_of=day), models)
    then = engine.run(KNOWN_THEN, people=people, day=day)
    return lifecycle.stages(engine, then, known, expected, as_of=day, limits=limits)


def counts(engine: "Engine", scores: "pa.Table") -> "pa.Table":
    """How many stood where and stand where now; `stage_before` is null for those who were not known yet."""
    return engine.run(COUNTS, scores=scores)
