"""Keep what a provider takes for a payment, where it tells."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commerce", "0022_find_supports")]
    operations = [
        migrations.AddField(
            "payment", "fee", models.DecimalField(decimal_places=6, max_digits=20, null=True)
        ),
    ]
