"""Keep what is changed in orders, for undo and history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commerce", "0001_initial"), ("events", "0003_log")]
    operations = [
        migrations.RunSQL(
            "select track_changes('commerce_product', '{}', '{}');"
            "select track_changes('commerce_productcost', '{}', '{}');"
            "select track_changes('commerce_order', '{ship_name,ship_street,ship_city,ship_region,ship_postcode,note}', '{}');"
            "select track_changes('commerce_orderline', '{}', '{}');",
            migrations.RunSQL.noop,
        )
    ]
