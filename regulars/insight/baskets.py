"""
What is bought together: pairs of products that meet in one order more often than chance has it.

Lift is how many times more often. Only the products that are in most orders of the last year are paired, so the work
grows with the orders and not with the square of the catalog.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

YEAR_DAYS = 365
PAIRED = 400  # products
LARGEST_BASKET = 60  # paired products in one order; a wholesaler's list says nothing of taste
FEWEST_TOGETHER = 10  # orders, and not less than one order in ten thousand
LISTED = 200
PARTNERS_LISTED = 6  # per product

LIFTS = """
    with recent as (
        select distinct order_id, product_id
        from lines
        where order_kind = 'sale' and kind = 'merchandise' and product_id is not null and quantity > 0
          and placed_on <= $as_of and date_diff('day', placed_on, $as_of) < $year
    ),
    counted as (
        select product_id, count(*) as orders from recent group by product_id
    ),
    frequent as (
        select product_id, orders from (
            select product_id, orders, rank() over (order by orders desc) as place from counted
        ) as placed
        where place <= $paired and orders >= $fewest
    ),
    baskets as (
        select order_id, recent.product_id, count(*) over (partition by order_id) as size
        from recent join frequent on frequent.product_id = recent.product_id
    ),
    small as (
        select order_id, product_id from baskets where size between 2 and $largest
    ),
    pairs as (
        select one.product_id as product_id, other.product_id as other_id, count(*) as together
        from small as one join small as other
          on other.order_id = one.order_id and one.product_id < other.product_id
        group by 1, 2
    ),
    totals as (
        select count(distinct order_id) as orders from recent
    ),
    lifts as (
        select pairs.product_id, other_id, together, a.orders as orders, b.orders as other_orders,
               totals.orders as all_orders,
               cast(together as double) * totals.orders / (cast(a.orders as double) * b.orders) as lift
        from pairs
        join frequent as a on a.product_id = pairs.product_id
        join frequent as b on b.product_id = pairs.other_id
        cross join totals
        where together >= $fewest and together * 10000 >= totals.orders
    )
"""
SQL = f"""
    {LIFTS}
    select lifts.product_id, p.title as title, other_id, o.title as other_title, together, orders, other_orders,
           all_orders, lift, cast(together as double) / orders as confidence,
           cast(together as double) / other_orders as other_confidence
    from lifts
    left join products as p on p.product_id = lifts.product_id
    left join products as o on o.product_id = lifts.other_id
    where lift > 1
    order by lift desc, together desc, lifts.product_id, other_id
    limit $listed
"""
PARTNERS = f"""
    {LIFTS},
    sides as (
        select product_id, other_id, together, lift, cast(together as double) / orders as confidence
        from lifts where lift > 1
        union all
        select other_id, product_id, together, lift, cast(together as double) / other_orders as confidence
        from lifts where lift > 1
    ),
    ranks as (
        select *, row_number() over (
                   partition by product_id order by together * (1 - 1 / lift) desc, other_id) as place
        from sides
    )
    select product_id, other_id, cast(together as bigint) as together, lift, confidence
    from ranks where place <= $most order by product_id, place
"""


def pairs(engine: "Engine", lines: Any, products: Any, *, as_of: date) -> "pa.Table":
    """The pairs with the highest lift; `confidence` is the share of orders with the first that hold the other too."""
    return engine.run(
        SQL, lines=lines, products=products, as_of=as_of, year=YEAR_DAYS, paired=PAIRED,
        largest=LARGEST_BASKET, fewest=FEWEST_TOGETHER, listed=LISTED,
    )  # fmt: skip


def partners(engine: "Engine", lines: Any, *, as_of: date) -> "pa.Table":
    """What goes with each product: the six that meet it most often beyond chance; `confidence` as for the pairs."""
    return engine.run(
        PARTNERS, lines=lines, as_of=as_of, year=YEAR_DAYS, paired=PAIRED,
        largest=LARGEST_BASKET, fewest=FEWEST_TOGETHER, most=PARTNERS_LISTED,
    )  # fmt: skip
