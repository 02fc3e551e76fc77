"""Who makes the sales: buyers from the largest to the smallest, and the share of all net sales they make together."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

SHARES = """
    select person,
           cast(sum(spent) over (order by spent desc) as double) / cast(sum(spent) over () as double) as sales_share,
           cast(sum(spent) over (order by spent desc) - count(*) over (partition by spent) * spent as double)
               / cast(sum(spent) over () as double) as share_before
    from facts
"""

CURVE = """
    with ranked as (
        select spent, cast(ceil(100.0 * row_number() over (order by spent desc) / count(*) over ()) as int) as percent,
               count(*) over (order by spent desc) as as_many, sum(spent) over (order by spent desc) as as_much
        from facts
    ),
    steps as (
        select percent, count(*) as people, sum(spent) as spent, min(spent) as least,
               max(as_many) as as_many, max(as_much) as as_much
        from ranked group by percent
    )
    select percent, people,
           cast(sum(people) over (order by percent) as bigint) as people_up_to,
           cast(sum(spent) over (order by percent) as double) / cast(sum(spent) over () as double) as sales_share,
           cast(least as decimal(20, 6)) as least, as_many,
           cast(as_much as double) / cast(sum(spent) over () as double) as their_share
    from steps
    order by percent
"""


def shares(engine: "Engine", facts: "pa.Table") -> "pa.Table":
    """
    Per buyer the share of sales made by all who spent as much or more, and by those who spent more.

    Those with `share_before` below 0.8 are the ones who make 80 % together.
    """
    return engine.run(SHARES, facts=facts)


def curve(engine: "Engine", facts: "pa.Table") -> "pa.Table":
    """
    A hundred points: the first so many percent of buyers make this share of the sales.

    `least` is what the last of them has spent; `as_many` buyers have spent that or more, and make `their_share`.
    """
    return engine.run(CURVE, facts=facts)
