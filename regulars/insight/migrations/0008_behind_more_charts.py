"""What more bars ask for: when the second purchase came, and how many there were before the days of the test."""

from django.db import migrations, models

TABLE = """
alter table insight_score add column second_after int, add column occasions_before int;
create index insight_score_second on insight_score (second_after);
create index insight_score_before on insight_score (occasions_before);
"""
BACK = """
drop index insight_score_second, insight_score_before;
alter table insight_score drop column second_after, drop column occasions_before;
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0007_product_scores")]
    operations = [
        migrations.RunSQL(
            TABLE,
            BACK,
            state_operations=[
                migrations.AddField("score", "second_after", models.IntegerField(null=True)),
                migrations.AddField("score", "occasions_before", models.IntegerField(null=True)),
            ],
        ),
        migrations.AddField("chart", "narrow", models.TextField(default="")),
    ]
