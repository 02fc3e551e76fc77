"""The scores, one partition per run; see `partitions` for how one is filled."""

from django.db import migrations

TABLE = """
create table insight_score (
    run_id bigint not null,
    person_id bigint not null,
    stage text not null,
    stage_reason text not null,
    unknown text,
    first_on date,
    last_on date,
    days_away int,
    orders int,
    occasions int,
    spent numeric(20, 6),
    margin numeric(20, 6),
    discount numeric(20, 6),
    returned numeric(20, 6),
    return_rate float8,
    discounted_share float8,
    recency smallint,
    frequency smallint,
    money smallint,
    rfm_group text,
    sales_share float8,
    share_before float8,
    alive float8,
    overdue float8,
    gap_days float8,
    chance_90 float8,
    chance_365 float8,
    purchases_90 float8,
    purchases_365 float8,
    value_90 numeric(20, 6),
    value_90_low numeric(20, 6),
    value_90_high numeric(20, 6),
    value_365 numeric(20, 6),
    value_365_low numeric(20, 6),
    value_365_high numeric(20, 6),
    margin_365 numeric(20, 6),
    next_from date,
    next_on date,
    next_to date,
    primary key (run_id, person_id)
) partition by list (run_id);

-- A partition holds one run, so its number stands in none of these.
create index insight_score_value on insight_score (value_365 desc nulls last, person_id);
create index insight_score_stage on insight_score (stage, value_365 desc nulls last, person_id);
create index insight_score_last on insight_score (last_on desc nulls last, person_id);
create index insight_score_spent on insight_score (spent desc nulls last, person_id);
create index insight_score_first on insight_score (first_on);
create index insight_score_orders on insight_score (orders desc nulls last, person_id);
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial")]
    operations = [migrations.RunSQL(TABLE, "drop table insight_score")]
