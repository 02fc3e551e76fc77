"""The key numbers of the last 90 days, beside the 90 before and the same days a year ago."""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

PERIOD_DAYS = 90
YEAR_DAYS = 364  # whole weeks, so that a week-end stands beside a week-end

PULSE = """
    with aged as (
        select date_diff('day', placed_on, $as_of) as age, kind, person, net from orders
        where kind <> 'cancelled' and placed_on <= $as_of
    ),
    sums as (
        select sum(case when age < $period then net else 0 end)                                  as net,
               sum(case when age >= $period and age < 2 * $period then net else 0 end)           as before,
               sum(case when age >= $year and age < $year + $period then net else 0 end)         as year_ago,
               sum(case when age < $period and kind = 'sale' then net else 0 end)                as sold,
               sum(case when age < $period and kind = 'sale' and person is null then net else 0 end) as of_nobody,
               sum(case when age < $period and kind = 'return' then -net else 0 end)             as returned,
               sum(case when age < $period and kind = 'sale' then 1 else 0 end)                  as orders,
               sum(case when age >= $period and age < 2 * $period and kind = 'sale' then 1 else 0 end) as orders_before,
               count(distinct case when age < $period and kind = 'sale' and net > 0 then person end)   as buyers,
               count(distinct case when age >= $period and age < 2 * $period and kind = 'sale' and net > 0
                                   then person end)                                              as buyers_before,
               max(age)                                                                          as oldest
        from aged
    )
    select cast(net as decimal(20, 6)) as net,
           case when oldest + 1 >= 2 * $period then cast(before as decimal(20, 6)) end             as before,
           case when oldest + 1 >= $year + $period then cast(year_ago as decimal(20, 6)) end       as year_ago,
           cast(sold as decimal(20, 6)) as sold, cast(of_nobody as decimal(20, 6)) as of_nobody,
           cast(returned as decimal(20, 6)) as returned, cast(orders as bigint) as orders,
           cast(orders_before as bigint) as orders_before, buyers, buyers_before
    from sums
"""

NEWCOMERS = """
    with waited as (
        select date_diff('day', first_on, $as_of) as age,
               case when second_after < $period then 1 else 0 end as back
        from facts
    )
    select cast(sum(case when age < $period then 1 else 0 end) as bigint)                              as newest,
           cast(sum(case when age >= $period and age < 2 * $period then 1 else 0 end) as bigint)       as newer,
           cast(sum(case when age >= $period and age < 2 * $period then back else 0 end) as bigint)    as newer_back,
           cast(sum(case when age >= 2 * $period then 1 else 0 end) as bigint)                         as older,
           cast(sum(case when age >= 2 * $period then back else 0 end) as bigint)                      as older_back
    from waited
    where age < 6 * $period
"""

RETURNS = """
    select count(*) as lines,
           cast(sum(case when returned > 0 then 1 else 0 end) as bigint) as lines_returned,
           cast(sum(case when returned > 0 then 1 else 0 end) as double) / nullif(count(*), 0) as back
    from lines
    where order_kind = 'sale' and kind = 'merchandise' and quantity > 0
      and placed_on <= $as_of and date_diff('day', placed_on, $as_of) < $year
"""


def pulse(engine: "Engine", orders: Any, *, as_of: date) -> "pa.Table":
    """One row; a period that the history does not cover as a whole is null."""
    return engine.run(PULSE, orders=orders, as_of=as_of, period=PERIOD_DAYS, year=YEAR_DAYS)


def newcomers(engine: "Engine", facts: "pa.Table", *, as_of: date) -> "pa.Table":
    """
    One row: how many came back within 90 days, of those who first bought 90 to 180 days ago, and of those before.

    With it, how many are so new that this cannot be said of them.
    """
    return engine.run(NEWCOMERS, facts=facts, as_of=as_of, period=PERIOD_DAYS)


def returns(engine: "Engine", lines: Any, *, as_of: date) -> "pa.Table":
    """One row: the share of the sale lines of the last year of which something came back."""
    return engine.run(RETURNS, lines=lines, as_of=as_of, year=YEAR_DAYS)
