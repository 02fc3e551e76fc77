"""Find a product by any part of its title, stock code or barcode, along an index.

The grams are those of people's names. Barcodes have no column of their own: they come as attributes, under the heading
that the shop's file gives them.
"""

from django.db import migrations

WORDS = r"""
create function product_words(title text, sku text, attributes jsonb) returns text
language sql immutable strict parallel safe
-- A body that is read now, because an index is built without the schema of our functions in the search path.
return search_folded(title || ' ' || sku || coalesce((
    select string_agg(' ' || value, '') from jsonb_each_text(attributes)
    where key ~* 'barcode|条码|條碼|(^|[^a-z])(ean|gtin|upc|isbn|jan)[-_ ]?(8|10|12|13|14)?([^a-z0-9]|$)'
), ''));

create index product_by_grams on commerce_product using gin (search_grams(product_words(title, sku, attributes)));
"""


class Migration(migrations.Migration):
    dependencies = [("commerce", "0017_indexes_for_pages"), ("profile", "0028_grams_by_schema")]
    operations = [
        migrations.RunSQL(WORDS, "drop index product_by_grams; drop function product_words(text, text, jsonb);")
    ]
