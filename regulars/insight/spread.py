"""Count people by how large a number of theirs is: bins with fixed edges, so that each bin is a filter as well."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

MONEY = (0.0, *(float(f"{step}e{power}") for power in range(9) for step in (1, 2, 5)))
"""1, 2, 5, 10, …: as wide in proportion everywhere, and the same in every store and every run."""
GAPS = (0.0, 8.0, 15.0, 31.0, 61.0, 91.0, 181.0, 366.0)  # days between purchases
RATES = (0.0, 0.001, 0.1, 0.25, 0.5, 1.0)  # share of the sales that came back
ORDERS = (*(float(count) for count in range(1, 11)), 11.0)


def bins(engine: "Engine", scores: "pa.Table", *, column: str, edges: Sequence[float]) -> "pa.Table":
    """
    One row per bin that holds somebody, from the smallest.

    A bin reaches from `low` up to but not including `high`, which is null for the last. Who has no value is in none.
    """
    upper = list(pairwise(edges))
    low = " ".join(f"when {column} < {high!r} then {low!r}" for low, high in upper)
    high = " ".join(f"when {column} < {high!r} then {high!r}" for _, high in upper)
    sql = f"""
        select low, high, count(*) as people, cast(sum(spent) as decimal(20, 6)) as spent,
               cast(sum(value_365) as decimal(20, 6)) as value_365
        from (
            select cast(case {low} else {edges[-1]!r} end as double) as low,
                   cast(case {high} end as double) as high, spent, value_365
            from scores where {column} is not null
        ) as binned
        group by low, high
        order by low
    """
    return engine.run(sql, scores=scores)
