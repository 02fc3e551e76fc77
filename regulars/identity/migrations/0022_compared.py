"""How people looked when they were compared, so that by night only those are compared who have changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0021_rows_of_lists"), ("workspace", "0003_desk")]
    operations = [
        migrations.CreateModel(
            name="Compared",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("looks", models.BigIntegerField()),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspace.circle"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="duplicaterun", name="is_whole", field=models.BooleanField(db_default=True, default=True)
        ),
        migrations.AddField(
            model_name="duplicaterun", name="changed", field=models.IntegerField(db_default=0, default=0)
        ),
    ]
