"""What somebody did, the newest first, is read along an index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0007_origin_of_operations"), ("workspace", "0006_audit")]
    operations = [
        migrations.AddIndex("operation", models.Index(fields=["by", "-begun_at"], name="operation_by_author")),
        migrations.AlterField(
            "operation",
            "by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workspace.staff",
            ),
        ),
    ]
