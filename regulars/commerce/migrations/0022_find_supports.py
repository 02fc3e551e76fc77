"""
Find which imports stand behind a row without reading all that they brought.

A thin index by ranges costs the merging of files next to nothing, and rows of one file lie in the order of their numbers.
"""

from django.db import migrations

INDEX = "create index support_of_row on commerce_support using brin (row_id) with (pages_per_range = 8)"


class Migration(migrations.Migration):
    dependencies = [("commerce", "0021_payments_stay")]
    operations = [migrations.RunSQL(INDEX, "drop index support_of_row")]
