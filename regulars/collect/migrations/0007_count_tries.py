"""Count how often an import was begun in vain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collect", "0006_platforms")]

    operations = [
        migrations.AddField("import", "tries", models.PositiveSmallIntegerField(default=0, db_default=0)),
    ]
