"""
Why goods come back, in the words of the source.

A reason that was hardly ever given is counted with the others and not shown: it may say something about one person.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from regulars.insight.pulse import YEAR_DAYS

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

FEWEST = 3  # returns that give a reason, for it to be shown
MOST = 12

SQL = """
    with lately as (
        select order_id, person, net, reason from returns
        where placed_on <= $as_of and date_diff('day', placed_on, $as_of) < $year
    ),
    counted as (
        select reason, count(*) as given from lately where reason is not null group by reason having count(*) >= $fewest
    ),
    ranked as (select reason, row_number() over (order by given desc, reason) as place from counted),
    named as (
        select lately.*, case when lately.reason is null then 'none'
                              when ranked.place <= $most then 'named' else 'other' end as kind
        from lately left join ranked on ranked.reason = lately.reason
    )
    select kind, case when kind = 'named' then reason end as reason, count(*) as returns,
           count(distinct person) as people, cast(-sum(net) as decimal(20, 6)) as net
    from named
    group by kind, case when kind = 'named' then reason end
    order by case kind when 'named' then 0 when 'other' then 1 else 2 end, returns desc, reason
"""


def reasons(engine: "Engine", returns: Any, *, as_of: date) -> "pa.Table":
    """One row per reason of the last year, the most frequent first; then the `other` ones, and those with `none`."""
    return engine.run(SQL, returns=returns, as_of=as_of, year=YEAR_DAYS, fewest=FEWEST, most=MOST)
