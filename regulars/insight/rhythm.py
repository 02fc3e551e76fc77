"""How the store's buyers buy: how many come back, after how long, and what an order is worth."""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

SUMMARY = """
    with gaps as (
        select percentile_cont(0.25) within group (order by gap) as gap_low,
               percentile_cont(0.5) within group (order by gap) as gap_median,
               percentile_cont(0.75) within group (order by gap) as gap_high
        from occasions
        where gap is not null
    ),
    totals as (
        select count(*)                                            as buyers,
               sum(case when orders > 1 then 1 else 0 end)         as bought_again,
               sum(case when occasions > 1 then 1 else 0 end)      as came_back,
               sum(orders)                                         as orders,
               sum(spent)                                          as spent,
               sum(returned)                                       as returned,
               min(first_on)                                       as first_on,
               max(last_on)                                        as last_on
        from facts
    )
    select cast(buyers as bigint) as buyers, cast(bought_again as bigint) as bought_again,
           cast(came_back as bigint) as came_back, cast(orders as bigint) as orders,
           cast(spent as decimal(20, 6)) as spent, cast(returned as decimal(20, 6)) as returned, first_on, last_on,
           cast(bought_again as double) / nullif(buyers, 0) as repeat_rate,
           cast(orders as double) / nullif(buyers, 0)       as orders_per_buyer,
           cast(spent as double) / nullif(orders, 0)        as order_value,
           cast(returned as double) / nullif(cast(spent as double), 0) as return_rate,
           gap_low, gap_median, gap_high
    from totals cross join gaps
"""

MONTHS = """
    with flow as (
        select cast(date_trunc('month', placed_on) as date) as month,
               count(distinct person)                          as buyers,
               sum(case when nth = 1 then 1 else 0 end)        as first_buyers,
               sum(orders)                                     as orders,
               sum(net)                                        as net
        from occasions
        group by 1
    ),
    totals as (
        select cast(date_trunc('month', placed_on) as date) as month,
               sum(net)                                                        as all_net,
               sum(case when kind = 'sale' then net else 0 end)                as sold,
               sum(case when kind = 'return' then -net else 0 end)             as returned,
               sum(case when kind = 'sale' and person is null then net else 0 end) as of_nobody
        from orders
        where kind <> 'cancelled' and placed_on <= $as_of
        group by 1
    )
    select totals.month, cast(coalesce(buyers, 0) as bigint) as buyers,
           cast(coalesce(first_buyers, 0) as bigint) as first_buyers, cast(coalesce(orders, 0) as bigint) as orders,
           cast(coalesce(net, 0) as decimal(20, 6)) as bought, cast(sold as decimal(20, 6)) as sold,
           cast(returned as decimal(20, 6)) as returned, cast(of_nobody as decimal(20, 6)) as of_nobody,
           cast(all_net as decimal(20, 6)) as net
    from totals left join flow on flow.month = totals.month
    order by 1
"""


def summary(engine: "Engine", occasions: "pa.Table", facts: "pa.Table") -> "pa.Table":
    """One row: the key numbers of the whole history. Gaps are days between purchases, by quarters."""
    return engine.run(SUMMARY, occasions=occasions, facts=facts)


def months(engine: "Engine", occasions: "pa.Table", orders: Any, *, as_of: date) -> "pa.Table":
    """One row per month: buyers, first-time buyers, and net sales with returns and with sales of nobody known."""
    return engine.run(MONTHS, occasions=occasions, orders=orders, as_of=as_of)
