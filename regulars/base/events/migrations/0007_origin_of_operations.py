"""An operation says from which address it was asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0006_undone")]
    operations = [
        migrations.AddField("operation", "origin", models.CharField(blank=True, db_default="", max_length=45))
    ]
