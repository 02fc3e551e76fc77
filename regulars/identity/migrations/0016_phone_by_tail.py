"""Find a phone number by its last four digits."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0015_track_apart"), ("workspace", "0002_key_calls")]
    operations = [
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(
                models.F("circle"), django.db.models.functions.text.Right("value", 4),
                condition=models.Q(("kind", "phone")), name="phone_by_tail",
            ),
        ),
    ]  # fmt: skip
