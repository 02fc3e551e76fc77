"""Explain the scores of one person: the orders they come from, and the clauses that decided."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from regulars.insight.lifecycle import CLAUSES, Limits

if TYPE_CHECKING:
    from regulars.base.lake.engine import Engine
    from regulars.insight.models import Score

ORDERS = """
    select order_id, kind, placed_on, net, discount, channel,
           kind = 'sale' and net > 0 and placed_on <= $as_of as counts
    from orders where person = $person and placed_on <= $as_of
    order by placed_on, order_id
"""


@dataclass(frozen=True)
class Clause:
    """One question that was asked, the value it was asked of, and whether it held."""

    score: str
    question: str
    value: Any
    holds: bool


@dataclass(frozen=True)
class Explanation:
    """Orders with whether each counts as a purchase, and the clauses behind each score in the order of asking."""

    orders: list[dict[str, Any]]
    clauses: list[Clause]


def explain(
    engine: "Engine", score: "Score", orders: Any, *, models: dict[str, Any], as_of: date, limits: Limits
) -> Explanation:
    """`models` is the only row of the result of that name in the score's run."""
    rows = engine.run(ORDERS, orders=orders, person=score.person_id, as_of=as_of).to_pylist()
    return Explanation(rows, [*_stage(score, limits), *_rfm(score), *_value(score, models)])


def _stage(score: "Score", limits: Limits) -> Iterator[Clause]:
    """The clauses of `lifecycle` down to the one that decided."""
    for reason, condition, stage in CLAUSES:
        question = condition
        for name, limit in asdict(limits).items():
            question = question.replace(f"${name}", str(limit))
        asked = condition.split()[0]
        holds = (reason, stage) == (score.stage_reason, score.stage)
        yield Clause("stage", f"{stage} if {question}", getattr(score, asked, None), holds)
        if holds:
            break


def _rfm(score: "Score") -> Iterator[Clause]:
    if score.recency is not None:
        yield Clause("recency", f"{score.recency} of 5 among buyers, by days away", score.days_away, True)
        yield Clause("frequency", f"{score.frequency} of 5 among buyers, by orders", score.orders, True)
        yield Clause("money", f"{score.money} of 5 among buyers, by net sales", score.spent, True)


def _value(score: "Score", models: dict[str, Any]) -> Iterator[Clause]:
    if score.unknown is not None:
        yield Clause("value_365", f"unknown: {score.unknown}", None, True)
        return
    mean = (score.spent or Decimal(0)) / (score.occasions or 1)
    fitted = (
        "BG/NBD r={r:.3f} alpha={alpha_weeks:.2f} weeks a={a:.3f} b={b:.3f}; Gamma-Gamma p={p:.2f} q={q:.2f} v={v:.2f}"
    )
    yield Clause("models", fitted.format(**models), None, True)
    yield Clause("history", "days of purchase, first and last of them, and net sales of one on average",
                 (score.occasions, score.first_on, score.last_on, round(mean, 2)), True)  # fmt: skip
    if score.alive is None:
        yield Clause("chance_90", "bought once: by the store's own time to second order", score.chance_90, True)
    else:
        yield Clause("alive", "chance to be a customer still", score.alive, True)
        yield Clause("overdue", "share of such active buyers who would have bought again by now", score.overdue, True)
        yield Clause("chance_90", "chance to buy within 90 days", score.chance_90, True)
    yield Clause("purchases_365", "purchases expected in 365 days", score.purchases_365, True)
    low, high = score.value_365_low, score.value_365_high
    yield Clause(
        "value_365", f"net sales expected in 365 days, {low} to {high} four times in five", score.value_365, True
    )
