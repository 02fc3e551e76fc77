"""Bring all that is known of each person into one row."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

MONEY = (
    "value_90", "value_90_low", "value_90_high", "value_365", "value_365_low", "value_365_high", "margin_365",
)  # fmt: skip
CHANCES = ("alive", "overdue", "chance_90", "chance_365", "purchases_90", "purchases_365")
HIDDEN = ("value_90_variance", "value_90_doubt", "value_365_variance", "value_365_doubt")

SQL = f"""
    select stages.person, stages.stage as stage, stages.stage_reason as stage_reason, before.stage as stage_before,
           stages.first_seen_on as seen_on,
           case when facts.person is null then 'never_bought' else $unknown end as unknown,
           first_on, last_on, days_away, facts.orders, occasions, spent, margin, discount, returned,
           cast(returned as double) / nullif(cast(spent as double), 0) as return_rate,
           cast(discounted as double) / facts.orders                   as discounted_share,
           cast(spent / facts.orders as decimal(20, 6)) as order_value,
           case when occasions > 1
                then cast(date_diff('day', first_on, last_on) as double) / (occasions - 1) end as gap_days,
           active_months, second_after, occasions_before, recency, frequency, money, rfm_group, sales_share,
           share_before,
           {", ".join(CHANCES)},
           {", ".join(f"cast({name} as decimal(20, 6)) as {name}" for name in MONEY)},
           {", ".join(HIDDEN)},
           next_from, next_on, next_to
    from stages
    left join before on before.person = stages.person
    left join facts on facts.person = stages.person
    left join presence on presence.person = stages.person
    left join tested on tested.person = stages.person
    left join rfm on rfm.person = stages.person
    left join pareto on pareto.person = stages.person
    left join estimates on estimates.person = stages.person
    order by stages.person
"""


def table(engine: "Engine", *, unknown: str | None, **parts: Any) -> "pa.Table":
    """
    One row per person, in the order of person.

    The `parts` are stages, before, facts, presence, tested, rfm, pareto and estimates.

    The columns of HIDDEN serve the ranges of groups and are not kept.
    """
    return engine.run(SQL, unknown=unknown, **parts)
