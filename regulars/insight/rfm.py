"""
Score every buyer of a store 1 to 5 on recency, frequency and money; 5 is best.

A score is the fifth in which the share of buyers who are strictly worse falls. Equal facts give equal scores, a fifth
may stay empty, and where most have bought once, those stay at 1 however many they are.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

SQL = """
    with ranks as (
        select person, orders,
               cast(rank() over (order by days_away desc) - 1 as double) / count(*) over () as later,
               cast(rank() over (order by orders) - 1 as double) / count(*) over ()         as oftener,
               cast(rank() over (order by spent) - 1 as double) / count(*) over ()          as more
        from facts
    ),
    scores as (
        select person, orders,
               cast(1 + floor(5 * later) as smallint)   as recency,
               cast(1 + floor(5 * oftener) as smallint) as frequency,
               cast(1 + floor(5 * more) as smallint)    as money
        from ranks
    )
    select person, recency, frequency, money,
           case
               when orders = 1 and recency >= 4                          then 'new'
               when orders = 1 and recency = 3                           then 'undecided'
               when orders = 1                                           then 'passing'
               when recency >= 4 and frequency >= 4 and money >= 4       then 'champions'
               when recency >= 3 and frequency >= 4                      then 'loyal'
               when recency >= 4                                         then 'promising'
               when recency = 3                                          then 'fading'
               when frequency >= 4 and money >= 4                        then 'precious'
               when frequency >= 3 or money >= 4                         then 'slipping'
               else 'asleep'
           end as rfm_group
    from scores
"""

GRID = """
    select recency, frequency, count(*) as people, cast(sum(spent) as decimal(20, 6)) as spent,
           cast(sum(value_365) as decimal(20, 6)) as value_365, avg(cast(money as double)) as money
    from scores
    where recency is not null
    group by recency, frequency
    order by recency, frequency
"""


def scores(engine: "Engine", facts: "pa.Table") -> "pa.Table":
    """One row per buyer with the three scores and the name of the group."""
    return engine.run(SQL, facts=facts)


def grid(engine: "Engine", scores: "pa.Table") -> "pa.Table":
    """One row per pair of recency and frequency that somebody has, with the mean of their score for money."""
    return engine.run(GRID, scores=scores)
