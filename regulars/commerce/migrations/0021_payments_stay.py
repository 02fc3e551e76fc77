"""
Keep payments when their order or person goes, without saying so to Django, which mixes no ways of doing it.

The database goes on setting both to null by itself, since orders are taken back by SQL.
"""

from django.db import migrations, models
from django.db.models.deletion import SET_NULL


class Migration(migrations.Migration):
    dependencies = [
        ("commerce", "0020_carts"),
        ("identity", "0016_phone_by_tail"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "payment", "order", models.ForeignKey("commerce.order", SET_NULL, null=True, related_name="payments")
                ),
                migrations.AlterField(
                    "payment", "person", models.ForeignKey("identity.person", SET_NULL, null=True, related_name="+")
                ),
            ]
        )
    ]
