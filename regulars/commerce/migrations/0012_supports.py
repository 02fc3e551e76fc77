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
create function lines_have_their_order() returns trigger language plpgsql as $$
begin
    if exists (select from (select distinct order_id from new_rows) n
               where not exists (select from commerce_order o where o.id = n.order_id))
        or exists (select from (select distinct product_id from new_rows where product_id is not null) n
                   where not exists (select from commerce_product p where p.id = n.product_id))
    then
        raise foreign_key_violation using message = 'A line names an order or a product that does not exist';
    end if;
    return null;
end
$$;
create trigger lines_have_their_order_when_made after insert on commerce_orderline
    referencing new table as new_rows for each statement execute function lines_have_their_order();
create trigger lines_have_their_order_when_changed after update on commerce_orderline
    referencing new table as new_rows for each statement execute function lines_have_their_order();

create function no_line_is_left_behind() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'commerce_order'
       and exists (select from old_rows o join commerce_orderline l on l.order_id = o.id)
       or tg_table_name = 'commerce_product'
       and exists (select from old_rows o join commerce_orderline l on l.product_id = o.id)
    then
        raise foreign_key_violation using message = 'Lines still name what is to be removed from ' || tg_table_name;
    end if;
    return null;
end
$$;
create trigger no_line_is_left_behind after delete on commerce_order
    referencing old table as old_rows for each statement execute function no_line_is_left_behind();
create trigger no_line_is_left_behind after delete on commerce_product
    referencing old table as old_rows for each statement execute function no_line_is_left_behind();
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
    dependencies = [("commerce", "0011_merges_and_rates")]
    operations = [migrations.RunSQL(SUPPORTS + CHECKS + UNUSED, migrations.RunSQL.noop)]
