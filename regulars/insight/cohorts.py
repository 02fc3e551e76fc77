"""Follow those who first bought in one month: how many buy again in each month after, and what they bring."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

SQL = """
    with firsts as (
        select person, cast(date_trunc('month', first_on) as date) as cohort from facts
    ),
    active as (
        select cohort,
               date_diff('month', cohort, cast(date_trunc('month', placed_on) as date)) as months_after,
               count(distinct occasions.person) as people,
               sum(orders)                      as orders,
               sum(net)                         as net
        from occasions join firsts on firsts.person = occasions.person
        group by 1, 2
    ),
    sizes as (
        select cohort, count(*) as size from firsts group by cohort
    )
    select active.cohort, months_after, size, people,
           cast(people as double) / size as retention,
           cast(orders as bigint) as orders, cast(net as decimal(20, 6)) as net
    from active join sizes on sizes.cohort = active.cohort
    order by 1, 2
"""


def months(engine: "Engine", occasions: "pa.Table", facts: "pa.Table") -> "pa.Table":
    """One row per month of first purchase and month after it in which somebody of that cohort bought."""
    return engine.run(SQL, occasions=occasions, facts=facts)
