"""What sells, what changes fastest, and what comes back: the last 90 days beside the 90 before, per product."""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

PERIOD_DAYS = 90
YEAR_DAYS = 365
LISTED = 50  # of each kind
FEWEST_ORDERS = 10  # below this a change or a return rate is chance
RETURN_Z = 1.2816  # products are compared by the lower end of the interval that holds four times in five

SQL = """
    with periods as (
        select product_id,
               sum(case when age < $period then net else 0 end)                    as net,
               sum(case when age >= $period and age < 2 * $period then net else 0 end) as net_before,
               sum(case when age < $period then quantity else 0 end)               as units,
               sum(case when age < $period then 1 else 0 end)                      as lines,
               sum(case when age >= $period and age < 2 * $period then 1 else 0 end) as lines_before,
               sum(net)                                                            as net_year,
               sum(cast(quantity as double))                                       as units_year,
               sum(cast(least(returned, quantity) as double))                      as returned_year,
               sum(case when returned > 0 then 1 else 0 end)                       as lines_returned,
               count(*)                                                            as lines_year,
               sum(cast(net as double) * cast(least(returned, quantity) / quantity as double)) as lost_year
        from (
            select product_id, net, quantity, returned, date_diff('day', placed_on, $as_of) as age
            from lines
            where order_kind = 'sale' and kind = 'merchandise' and product_id is not null and quantity > 0
              and placed_on <= $as_of and date_diff('day', placed_on, $as_of) < $year
        ) as recent
        group by product_id
    ),
    rates as (
        select *,
               cast(lines_returned as double) / lines_year as back,
               cast(net - net_before as double)            as change,
               cast(net - net_before as double)
                   / sqrt(cast(net * net / greatest(lines, 1)
                                + net_before * net_before / greatest(lines_before, 1) as double) + 1e-9)
                   as sureness
        from periods
    ),
    bounds as (
        select *,
               (back + $z * $z / (2 * lines_year)
                - $z * sqrt(back * (1 - back) / lines_year + $z * $z / (4.0 * lines_year * lines_year)))
               / (1 + $z * $z / lines_year) as back_low,
               (back + $z * $z / (2 * lines_year)
                + $z * sqrt(back * (1 - back) / lines_year + $z * $z / (4.0 * lines_year * lines_year)))
               / (1 + $z * $z / lines_year) as back_high
        from rates
    ),
    ranks as (
        select *,
               rank() over (order by net desc, product_id)                  as seller,
               rank() over (order by change desc, product_id)               as riser,
               rank() over (order by change, product_id)                    as faller,
               rank() over (order by back_low desc, lost_year desc, product_id) as returner
        from bounds
    )
    select ranks.product_id, sku, title, category,
           cast(net as decimal(20, 6)) as net, cast(net_before as decimal(20, 6)) as net_before, change, sureness,
           cast(units as double) as units, cast(lines as bigint) as lines, cast(lines_before as bigint) as lines_before,
           cast(net_year as decimal(20, 6)) as net_year, units_year, returned_year,
           cast(lines_returned as bigint) as lines_returned, lines_year, lost_year, back, back_low, back_high,
           seller <= $listed and net > 0                                       as is_best_seller,
           riser <= $listed and change > 0 and lines >= $fewest               as is_rising,
           faller <= $listed and change < 0 and lines_before >= $fewest       as is_falling,
           returner <= $listed and lines_returned > 0 and lines_year >= $fewest as is_returned_most
    from ranks left join products on products.product_id = ranks.product_id
    where seller <= $listed or riser <= $listed or faller <= $listed or returner <= $listed
    order by seller
"""


def sellers(engine: "Engine", lines: Any, products: Any, *, as_of: date) -> "pa.Table":
    """
    The products worth a look, marked with why.

    `back` is the share of sale lines of the last year of which something came back, with its interval; `lost_year` the
    net sales that went back with them. `sureness` is the change in sales over its own spread.
    """
    return engine.run(
        SQL, lines=lines, products=products, as_of=as_of,
        period=PERIOD_DAYS, year=YEAR_DAYS, listed=LISTED, fewest=FEWEST_ORDERS, z=RETURN_Z,
    )  # fmt: skip
