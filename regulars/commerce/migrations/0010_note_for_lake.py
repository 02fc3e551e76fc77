"""Tell the lake which orders, lines and products changed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commerce", "0002_track_changes"), ("lake", "0002_note_changes")]
    operations = [
        migrations.RunSQL(
            "select note_for_lake('commerce_order', 'id', 'order');"
            "select note_for_lake('commerce_orderline', 'order_id', 'order');"
            "select note_for_lake('commerce_returnmatch', 'bought_id', 'returned line');"
            "select note_for_lake('commerce_product', 'id', 'product');"
            "select note_for_lake('commerce_productcost', 'product_id', 'product cost');",
            migrations.RunSQL.noop,
        )
    ]
