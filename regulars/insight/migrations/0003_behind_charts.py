"""What the bars and cells of the charts ask for: where people stood before, when they were active, what they order."""

from django.db import migrations, models

TABLE = """
alter table insight_score
    add column stage_before text,
    add column seen_on date,
    add column order_value numeric(20, 6),
    add column active_months bigint;

-- In the order in which the index of customers reads, so that a page of a cell is read and not sorted.
create index insight_score_cell on insight_score (recency, frequency, last_on desc nulls last, person_id);
create index insight_score_move on insight_score (stage_before, stage, last_on desc nulls last, person_id);
create index insight_score_order_value on insight_score (order_value);
create index insight_score_gap on insight_score (gap_days);
create index insight_score_return_rate on insight_score (return_rate);
"""
BACK = """
drop index insight_score_cell, insight_score_move, insight_score_order_value, insight_score_gap,
    insight_score_return_rate;
alter table insight_score drop column stage_before, drop column seen_on, drop column order_value, drop column active_months;
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_score_table")]
    operations = [
        migrations.RunSQL(
            TABLE,
            BACK,
            state_operations=[
                migrations.AddField("score", "stage_before", models.TextField(null=True)),
                migrations.AddField("score", "seen_on", models.DateField(null=True)),
                migrations.AddField(
                    "score", "order_value", models.DecimalField(decimal_places=6, max_digits=20, null=True)
                ),
                migrations.AddField("score", "active_months", models.BigIntegerField(null=True)),
            ],
        )
    ]
