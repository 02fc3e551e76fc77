"""Keep a parcel's number and the staff's note apart when they change, as they lead to a person."""

from django.db import migrations

ANEW = """
drop trigger keep_updates on commerce_order;
drop trigger keep_deletes on commerce_order;
select track_changes('commerce_order',
    '{ship_name,ship_street,ship_city,ship_region,ship_postcode,note,staff_note,parcel_number}', '{}');

alter table commerce_order_said
    add column parcel_number text, add column carrier text, add column return_reason text;
-- An import writes the orders in the order of their keys, so a summary of each few pages finds one in no time.
create index order_said_of_order on commerce_order_said using brin (row_id) with (pages_per_range = 8);
"""


class Migration(migrations.Migration):
    dependencies = [("commerce", "0015_parcels_and_notes")]
    operations = [migrations.RunSQL(ANEW, migrations.RunSQL.noop)]
