"""
Check the models on days that they have not seen.

The models are fitted to the first part of the history and say what the buyers of then would do in the second; what
they did stands beside it, by how often they had bought.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.insight import facts, value

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

LONGEST = 180  # days held out
GROUPS = ((1, "1"), (2, "2"), (3, "3"), (4, "4-6"), (7, "7-11"), (12, "12+"))  # by purchases so far

HELD_OUT = """
    select known.person, cast(count(later.person) as double) as purchases, cast(coalesce(sum(later.net), 0) as double)
    as net from known
    left join (select person, net from occasions where placed_on > $cut and placed_on <= $as_of) as later
      on later.person = known.person
    group by known.person
    order by known.person
"""


@dataclass(frozen=True)
class Calibration:
    """
    Rows by group, and the relative errors of all together; empty where there is too little history.

    `people` are those of the test with their purchases before its days.
    """

    rows: list[dict[str, Any]]
    purchases_error: float | None
    value_error: float | None
    days: int
    people: "pa.Table"
    reason: str | None = None


def nobody() -> "pa.Table":
    """The people of no test."""
    import pyarrow as pa

    return pa.table({"person": pa.array([], pa.int64()), "occasions_before": pa.array([], pa.int64())})


def hold_out(engine: "Engine", occasions: "pa.Table", orders: Any, *, first_on: date, as_of: date) -> Calibration:
    """Fit to all but the last third of the history, at most half a year, and compare."""
    days = min(LONGEST, (as_of - first_on).days // 3)
    cut = as_of - timedelta(days=days)
    known = facts.people(engine, occasions, orders, as_of=cut).sort_by("person")
    before = value.buyers(known, as_of=cut)
    reason = value.why_unknown(before)
    if reason is not None or days < 28:
        return Calibration(
            rows=[], purchases_error=None, value_error=None, days=days, people=nobody(),
            reason=reason or "too_short_history",
        )  # fmt: skip

    expected = value.outlook(value.fit(before), before, horizon=days)
    actual = engine.run(HELD_OUT, known=known, occasions=occasions, cut=cut, as_of=as_of)
    purchases, net = (actual.column(name).to_numpy() for name in ("purchases", "net"))
    return Calibration(
        rows=_by_group(before, expected, purchases, net),
        purchases_error=float(purchases.sum() / expected.purchases.sum() - 1),
        value_error=float(net.sum() / expected.value.sum() - 1),
        days=days,
        people=known.select(["person", "occasions"]).rename_columns(["person", "occasions_before"]),
    )


def _by_group(before: value.Buyers, expected: value.Outlook, purchases: Any, net: Any) -> list[dict[str, Any]]:
    edges = np.array([least for least, _ in GROUPS])
    group = np.searchsorted(edges, before.occasions, side="right") - 1
    rows = []
    for number, (_, name) in enumerate(GROUPS):
        of = group == number
        if of.any():
            rows.append({
                "purchases_before": name, "people": int(of.sum()), "bought": int((purchases[of] > 0).sum()),
                "expected_purchases": float(expected.purchases[of].sum()), "purchases": float(purchases[of].sum()),
                "expected_value": float(expected.value[of].sum()), "value": float(net[of].sum()),
            })  # fmt: skip
    return rows
