"""Plan what is kept of changes anew for each statement.

PL/pgSQL keeps the plan of a trigger's first statement, and with it how many rows that one changed. Made for a handful,
it compared each of the next statement's quarter of a million old rows with each new one. A statement that is put
together as text is planned for the rows that there are.
"""

from django.db import migrations

TRIGGER = """
create or replace function keep_changes() returns trigger language plpgsql as $$
-- Arguments: the columns with personal values, and the derived columns that nobody needs back.
declare
    doing bigint := current_operation();
    changed bigint;
begin
    if tg_op = 'UPDATE' then
        execute $sql$
            insert into events_change (operation, "table", key, kind, old, new, personal)
            select coalesce($1, 0), $2, d.key, 'updated', d.old, d.new,
                   case when d.personal_old = '{}' then '{}'::jsonb
                        else jsonb_build_object('old', d.personal_old, 'new', d.personal_new) end
            from (
                select p.key,
                       coalesce(jsonb_object_agg(f.key, f.value) filter (where f.key <> all ($3)), '{}') as old,
                       coalesce(jsonb_object_agg(f.key, p.after -> f.key) filter (where f.key <> all ($3)), '{}')
                           as new,
                       coalesce(jsonb_object_agg(f.key, f.value) filter (where f.key = any ($3)), '{}')
                           as personal_old,
                       coalesce(jsonb_object_agg(f.key, p.after -> f.key) filter (where f.key = any ($3)), '{}')
                           as personal_new
                from (
                    select o.id as key, to_jsonb(o) - $4 as before, to_jsonb(n) - $4 as after
                    from old_rows o join new_rows n on n.id = o.id
                    offset 0  -- so that each row is turned into JSON once
                ) p
                cross join lateral jsonb_each(p.before) f
                where p.before <> p.after and f.value is distinct from p.after -> f.key
                group by p.key
            ) d
        $sql$ using doing, tg_table_name::text, coalesce(tg_argv[0], '{}')::text[],
                    coalesce(tg_argv[1], '{}')::text[] || '{id}'::text[];
    else
        execute $sql$
            insert into events_change (operation, "table", key, kind, old, new, personal)
            select coalesce($1, 0), $2, o.id, 'deleted', to_jsonb(o) - $3, '{}',
                   jsonb_build_object('old', coalesce((select jsonb_object_agg(f.key, f.value)
                                                       from jsonb_each(to_jsonb(o)) f where f.key = any ($3)), '{}'))
            from old_rows o
        $sql$ using doing, tg_table_name::text, coalesce(tg_argv[0], '{}')::text[];
    end if;
    get diagnostics changed = row_count;
    if changed > 0 and doing is null then
        raise exception 'A change of % needs an operation', tg_table_name using errcode = 'RG001';
    end if;
    return null;
end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0004_keys_by_statement")]
    operations = [migrations.RunSQL(TRIGGER, migrations.RunSQL.noop)]
