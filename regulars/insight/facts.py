"""
What is known of every buyer of a store, as of a day: the ground on which the other techniques stand.

A purchase is a sale of a known person with net sales above zero. Purchases of one local day are one occasion: a basket
that was sent in two orders says nothing about how often somebody comes back.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

OCCASIONS = """
    with days as (
        select person, placed_on,
               count(*)                                                           as orders,
               sum(net)                                                           as net,
               sum(margin)                                                        as margin,
               sum(case when margin is not null then net end)                     as costed,
               sum(discount)                                                      as discount,
               sum(case when discount > 0 or coupon is not null then 1 else 0 end) as discounted
        from orders
        where kind = 'sale' and person is not null and net > 0 and placed_on <= $as_of
        group by person, placed_on
    )
    select person, placed_on, orders, net, margin, costed, discount, discounted,
           row_number() over (partition by person order by placed_on) as nth,
           date_diff('day', lag(placed_on) over (partition by person order by placed_on), placed_on) as gap
    from days
"""

PEOPLE = """
    with bought as (
        select person,
               min(placed_on)                    as first_on,
               max(placed_on)                    as last_on,
               cast(sum(orders) as bigint)       as orders,
               count(*)                          as occasions,
               cast(sum(net) as decimal(20, 6))  as spent,
               cast(sum(margin) as decimal(20, 6)) as margin,
               cast(sum(costed) as decimal(20, 6)) as costed,
               cast(sum(discount) as decimal(20, 6)) as discount,
               cast(sum(discounted) as bigint)   as discounted,
               max(case when nth = 2 then gap end) as second_after
        from occasions
        where placed_on <= $as_of
        group by person
    ),
    brought_back as (
        select person, cast(-sum(net) as decimal(20, 6)) as returned
        from orders
        where kind = 'return' and person is not null and placed_on <= $as_of
        group by person
    )
    select bought.person, first_on, last_on, orders, occasions, spent, margin, costed, discount, discounted,
           second_after, coalesce(returned, 0) as returned, date_diff('day', last_on, $as_of) as days_away
    from bought left join brought_back on brought_back.person = bought.person
"""


def occasions(engine: "Engine", orders: Any, *, as_of: date) -> "pa.Table":
    """One row per person and day of purchase, with its number `nth` and the `gap` in days to the one before."""
    return engine.run(OCCASIONS, orders=orders, as_of=as_of)


def people(engine: "Engine", occasions: "pa.Table", orders: Any, *, as_of: date) -> "pa.Table":
    """One row per buyer. `costed` is the part of `spent` for which the margin is known; `returned` is above zero."""
    return engine.run(PEOPLE, occasions=occasions, orders=orders, as_of=as_of)
