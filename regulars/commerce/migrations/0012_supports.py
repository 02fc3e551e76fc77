"""Which import stands behind which row, and keys of lines that are checked a statement at a time."""

from django.db import migrations

SUPPORTS = """
create aggregate jsonb_fold(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');

create table commerce_support (
    -- Partitioned by import, then by kind: written at the speed of COPY, dropped whole, read by scanning. No index.
    import_id bigint not null,
    kind smallint not null,
    row_id bigint not null,
    rank smallint not null default 1,
    said jsonb,
    personal jsonb
) partition by list (import_id);

create table commerce_order_said (
    -- What an import says of an order, null where it says nothing; its support of the order at the same time.
    -- Typed, because a quarter of a million jsonb values took as long to make as the orders themselves.
    import_id bigint not null,
    row_id bigint not null,
    by_id bigint,
    stated jsonb,
    kind text, placed_at timestamptz, placed_on date, currency text,
    channel text, payment_state text, parcel_state text, cancelled_at timestamptz,
    discount_codes varchar[], tags varchar[],
    note text, ship_name text, ship_street text, ship_city text, ship_region text, ship_postcode text, ship_country text
) partition by list (import_id);
"""

CHECKS = """
select check_key('commerce_order', 'branch_id', 'workspace_branch');
select check_key('commerce_order', 'person_id', 'identity_person');
select check_key('commerce_orderline', 'order_id', 'commerce_order');
select check_key('commerce_orderline', 'product_id', 'commerce_product');
"""

# Django adds a second index for LIKE to each unique text; public ids are never searched by a part of them.
UNUSED = """
do $$
declare name text;
begin
    for name in select indexname from pg_indexes
                where tablename in ('commerce_order', 'commerce_product') and indexname like '%\\_public\\_id\\_%\\_like'
    loop
        execute 'drop index ' || quote_ident(name);
    end loop;
end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("commerce", "0011_merges_and_rates"), ("events", "0004_keys_by_statement")]
    operations = [migrations.RunSQL(SUPPORTS + CHECKS + UNUSED, migrations.RunSQL.noop)]
