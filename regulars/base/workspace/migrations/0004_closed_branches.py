"""A branch can be closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspace", "0003_desk")]
    operations = [migrations.AddField("branch", "closed_at", models.DateTimeField(null=True))]
