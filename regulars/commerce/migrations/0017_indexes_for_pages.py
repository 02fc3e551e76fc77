"""Find orders by parcel, code and product, and those that are no sales, along an index."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commerce", "0016_track_parcels")]
    operations = [
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('kind', 'sale'), _negated=True), fields=['store', 'kind', '-placed_at', '-id'], name='order_aside'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('parcel_number', ''), _negated=True), fields=['store', 'parcel_number'], name='order_by_parcel'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('discount_codes', []), _negated=True), fields=['discount_codes'], name='order_by_code'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(fields=['product'], name='line_of_product'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(condition=models.Q(('quantity__lt', 0)), fields=['product'], name='line_of_product_come_back'),
        ),
    ]
