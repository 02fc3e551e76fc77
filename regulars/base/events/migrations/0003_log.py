"""The log itself: partitioned, append only, with its epoch and the messages seen."""

from django.db import migrations

LOG = """
create sequence events_seq as bigint cache 1;

create table log_epoch (
    current int not null,
    only_one boolean primary key default true check (only_one)
);
insert into log_epoch (current) values (1);

create table events (
    id uuid not null default event_id(),
    family text not null check (family in ('behavior', 'record')),
    store bigint,
    person bigint,
    name text not null,
    happened_at timestamptz not null,
    received_at timestamptz not null,
    source text not null,
    actor text not null,
    operation bigint,
    mode text not null check (mode in ('live', 'history')),
    properties jsonb not null,
    personal jsonb not null default '{}',
    epoch int not null default 1,
    xid xid8 not null default pg_current_xact_id(),
    seq bigint not null default nextval('events_seq'),
    primary key (family, received_at, id)
) partition by list (family);

create index events_in_order on events (epoch, xid, seq);
create index events_of_person on events (person, happened_at) where person is not null;
create index events_of_operation on events using brin (operation);

create table events_record partition of events for values in ('record') partition by range (received_at);
create table events_behavior partition of events for values in ('behavior') partition by range (received_at);
create table events_record_rest partition of events_record default;
create table events_behavior_rest partition of events_behavior default;

create table seen_messages (
    source text not null,
    message_id text not null,
    seen_at timestamptz not null,
    primary key (source, message_id)
);
create index seen_messages_by_age on seen_messages using brin (seen_at);
"""

TRIGGER = """
create function keep_changes() returns trigger language plpgsql as $$
-- Arguments: the columns with personal values, and the derived columns that nobody needs back.
declare
    private text[] := coalesce(tg_argv[0], '{}')::text[];
    derived text[] := coalesce(tg_argv[1], '{}')::text[] || '{id}'::text[];
    doing bigint := current_operation();
    changed bigint;
begin
    if tg_op = 'UPDATE' then
        insert into events_change (operation, "table", key, kind, old, new, personal)
        select coalesce(doing, 0), tg_table_name, d.key, 'updated', d.old, d.new,
               case when d.personal_old = '{}' then '{}'::jsonb
                    else jsonb_build_object('old', d.personal_old, 'new', d.personal_new) end
        from (
            select p.key,
                   coalesce(jsonb_object_agg(f.key, f.value) filter (where f.key <> all (private)), '{}') as old,
                   coalesce(jsonb_object_agg(f.key, p.after -> f.key) filter (where f.key <> all (private)), '{}') as new,
                   coalesce(jsonb_object_agg(f.key, f.value) filter (where f.key = any (private)), '{}') as personal_old,
                   coalesce(jsonb_object_agg(f.key, p.after -> f.key) filter (where f.key = any (private)), '{}') as personal_new
            from (
                select o.id as key, to_jsonb(o) - derived as before, to_jsonb(n) - derived as after
                from old_rows o join new_rows n on n.id = o.id
                offset 0  -- so that each row is turned into JSON once
            ) p
            cross join lateral jsonb_each(p.before) f
            where p.before <> p.after and f.value is distinct from p.after -> f.key
            group by p.key
        ) d;
    else
        insert into events_change (operation, "table", key, kind, old, new, personal)
        select coalesce(doing, 0), tg_table_name, o.id, 'deleted',
               to_jsonb(o) - private, '{}',
               jsonb_build_object('old', coalesce((select jsonb_object_agg(f.key, f.value)
                                                   from jsonb_each(to_jsonb(o)) f where f.key = any (private)), '{}'))
        from old_rows o;
    end if;
    get diagnostics changed = row_count;
    if changed > 0 and doing is null then
        raise exception 'A change of % needs an operation', tg_table_name using errcode = 'RG001';
    end if;
    return null;
end
$$;

create function track_changes(tracked regclass, private text[], derived text[]) returns void language plpgsql as $$
-- Keep what is changed or removed in a table that has the columns `id` and `operation`.
begin
    execute format(
        'create trigger keep_updates after update on %1$s referencing old table as old_rows new table as new_rows'
        ' for each statement execute function keep_changes(%2$L, %3$L);'
        'create trigger keep_deletes after delete on %1$s referencing old table as old_rows'
        ' for each statement execute function keep_changes(%2$L, %3$L)',
        tracked, private, derived);
end
$$;
"""

class Migration(migrations.Migration):
    dependencies = [("events", "0002_operations")]
    operations = [migrations.RunSQL(LOG + TRIGGER, migrations.RunSQL.noop)]
