"""
What every product sold, month by month, to whom, and what came back; and the same for the categories.

All of it is about sale lines of merchandise. A year is the 365 days up to the day; the months are the last 24 of the
calendar, the running one included.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from regulars.insight.products import PERIOD_DAYS, RETURN_Z, YEAR_DAYS

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

MONTHS = 24
TOP = 8  # buyers named per product
MOST_CATEGORIES = 500
AGES = ", ".join(f"cast(sum(case when moon = {age} then net else 0 end) as decimal(20, 6)) as m{age}"
                 for age in reversed(range(MONTHS)))  # fmt: skip
SOLD = """
    sold as (
        select lines.product_id, order_id, person, net, quantity, returned, placed_on,
               date_diff('day', placed_on, $as_of) as age,
               12 * (year($as_of) - year(placed_on)) + month($as_of) - month(placed_on) as moon
        from lines
        where order_kind = 'sale' and kind = 'merchandise' and lines.product_id is not null and quantity > 0
          and placed_on <= $as_of
    )
"""
SUMS = f"""
    min(placed_on)                                                          as first_on,
    max(placed_on)                                                          as last_on,
    cast(sum(net) as decimal(20, 6))                                        as net,
    cast(sum(case when age < $year then net else 0 end) as decimal(20, 6))  as net_year,
    cast(sum(case when age >= $year and age < 2 * $year then net else 0 end) as decimal(20, 6)) as net_before,
    cast(sum(case when age < $period then net else 0 end) as decimal(20, 6)) as net_90,
    cast(sum(case when age >= $period and age < 2 * $period then net else 0 end) as decimal(20, 6)) as net_90_before,
    cast(sum(case when age < $year then quantity else 0 end) as double)     as units_year,
    cast(sum(case when age < $year then 1 else 0 end) as bigint)            as lines_year,
    cast(sum(case when age < $year and returned > 0 then 1 else 0 end) as bigint) as lines_returned,
    sum(case when age < $year then cast(net as double) * cast(least(returned, quantity) / quantity as double)
             else 0 end)                                                    as lost_year,
    {AGES}
"""
# The interval that holds four times in five (Wilson's), as for the products that come back most.
BACK = """
    case when lines_year > 0 then cast(lines_returned as double) / lines_year end as back,
    case when lines_year > 0 then
        (cast(lines_returned as double) / lines_year + $z * $z / (2 * lines_year)
         - $z * sqrt(cast(lines_returned as double) / lines_year * (1 - cast(lines_returned as double) / lines_year)
                     / lines_year + $z * $z / (4.0 * lines_year * lines_year))) / (1 + $z * $z / lines_year) end
        as back_low,
    case when lines_year > 0 then
        (cast(lines_returned as double) / lines_year + $z * $z / (2 * lines_year)
         + $z * sqrt(cast(lines_returned as double) / lines_year * (1 - cast(lines_returned as double) / lines_year)
                     / lines_year + $z * $z / (4.0 * lines_year * lines_year))) / (1 + $z * $z / lines_year) end
        as back_high
"""
PRODUCTS = f"""
    with {SOLD}, sums as (select product_id, {SUMS} from sold group by product_id)
    select *, {BACK} from sums order by product_id
"""
CATEGORIES = f"""
    with {SOLD},
    named as (
        select sold.*, coalesce(category, '') as category
        from sold left join products on products.product_id = sold.product_id
    ),
    sums as (
        select category, cast(count(distinct product_id) as bigint) as products, {SUMS} from named group by category
    )
    select *, {BACK} from sums order by net_year desc, category limit $listed
"""
BOUGHT = """
    bought as (
        select product_id, person, count(distinct placed_on) as days, count(distinct order_id) as orders,
               sum(net) as net, min(placed_on) as first_on
        from lines
        where order_kind = 'sale' and kind = 'merchandise' and product_id is not null and quantity > 0
          and person is not null and placed_on <= $as_of and date_diff('day', placed_on, $as_of) < $year
        group by product_id, person
    )
"""
STAGES = ("first_time", "repeat", "loyal", "at_risk", "lost")
STAND = ", ".join(f"cast(sum(case when stage = '{name}' then 1 else 0 end) as bigint) as {name}" for name in STAGES)
BUYERS = f"""
    with {BOUGHT}
    select product_id, cast(count(*) as bigint) as buyers,
           cast(sum(case when days > 1 then 1 else 0 end) as bigint) as buyers_again,
           cast(sum(case when bought.first_on = scores.first_on then 1 else 0 end) as bigint) as buyers_new,
           {STAND}
    from bought join scores on scores.person = bought.person
    group by product_id order by product_id
"""
BEST = f"""
    with {BOUGHT},
    ranks as (
        select product_id, person, net, orders,
               row_number() over (partition by product_id order by net desc, days desc, person) as place
        from bought
    )
    select product_id, person, cast(net as decimal(20, 6)) as net, cast(orders as bigint) as orders
    from ranks where place <= $top order by product_id, place
"""
TIMES: dict[str, Any] = {"year": YEAR_DAYS, "period": PERIOD_DAYS, "z": RETURN_Z}


def products(engine: "Engine", lines: Any, *, as_of: date) -> "pa.Table":
    """One row per product that ever sold; `m0` is the net of the running month, `m23` that of 23 months before."""
    return engine.run(PRODUCTS, lines=lines, as_of=as_of, **TIMES)


def buyers(engine: "Engine", lines: Any, scores: "pa.Table", *, as_of: date) -> "pa.Table":
    """One row per product: who bought it in a year, how many on two days or more, for how many it was in the first."""
    return engine.run(BUYERS, lines=lines, scores=scores, as_of=as_of, year=YEAR_DAYS)


def best_buyers(engine: "Engine", lines: Any, *, as_of: date) -> "pa.Table":
    """The people who spent most on each product in a year, eight at most."""
    return engine.run(BEST, lines=lines, as_of=as_of, year=YEAR_DAYS, top=TOP)


def categories(engine: "Engine", lines: Any, products: Any, *, as_of: date) -> "pa.Table":
    """One row per category, the empty one for products without; those that sell most first."""
    return engine.run(CATEGORIES, lines=lines, products=products, as_of=as_of, listed=MOST_CATEGORIES, **TIMES)
