"""
Follow those who first bought in one month: how many buy again in each month after, and what they bring.

In which months a person bought is one number, with a bit for each month since the first purchase.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

LONGEST = 52  # months followed: a sum of so many powers of two is exact in a double

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

PRESENCE = """
    select person, cast(sum(power(2, months_after)) as bigint) as active_months
    from (
        select distinct occasions.person as person,
               date_diff('month', cast(date_trunc('month', first_on) as date),
                         cast(date_trunc('month', placed_on) as date)) as months_after
        from occasions join facts on facts.person = occasions.person
    ) as active
    where months_after < $longest
    group by person
"""


def months(engine: "Engine", occasions: "pa.Table", facts: "pa.Table") -> "pa.Table":
    """One row per month of first purchase and month after it in which somebody of that cohort bought."""
    return engine.run(SQL, occasions=occasions, facts=facts)


def presence(engine: "Engine", occasions: "pa.Table", facts: "pa.Table") -> "pa.Table":
    """Per buyer the months with a purchase: bit 0 is the month of the first one, always set."""
    return engine.run(PRESENCE, occasions=occasions, facts=facts, longest=LONGEST)
