"""The trigger by which a table tells the lake which keys changed."""

from django.db import migrations

NOTE = """
create function note_keys() returns trigger language plpgsql as $$
-- Arguments: the column that holds the key, and the subject under which it is noted. Keys are gathered in ranges
-- of at most 1,024, so that a set of a million rows leaves a thousand notes.
declare
    gathered constant text :=
        'insert into lake_noted (subject, low, high)'
        ' select $1, min(%1$I), max(%1$I) from %2$I where %1$I is not null group by %1$I >> 10';
begin
    if tg_op <> 'INSERT' then
        execute format(gathered, tg_argv[0], 'old_rows') using tg_argv[1];
    end if;
    if tg_op = 'INSERT' then
        execute format(gathered, tg_argv[0], 'new_rows') using tg_argv[1];
    elsif tg_op = 'UPDATE' then
        -- A row that moved to another key is noted under both.
        execute format('insert into lake_noted (subject, low, high)'
                       ' select $1, min(%1$I), max(%1$I) from new_rows'
                       ' where %1$I is not null and %1$I not in (select %1$I from old_rows where %1$I is not null)'
                       ' group by %1$I >> 10', tg_argv[0]) using tg_argv[1];
    end if;
    return null;
end
$$;

create function note_for_lake(told regclass, key text, subject text) returns void language plpgsql as $$
begin
    execute format(
        'create trigger note_inserts after insert on %1$s referencing new table as new_rows'
        ' for each statement execute function note_keys(%2$L, %3$L);'
        'create trigger note_updates after update on %1$s referencing old table as old_rows new table as new_rows'
        ' for each statement execute function note_keys(%2$L, %3$L);'
        'create trigger note_deletes after delete on %1$s referencing old table as old_rows'
        ' for each statement execute function note_keys(%2$L, %3$L)',
        told, key, subject);
end
$$;
"""
UNDO = "drop function note_for_lake(regclass, text, text); drop function note_keys()"


class Migration(migrations.Migration):
    dependencies = [("lake", "0001_initial")]
    operations = [migrations.RunSQL(NOTE, UNDO)]
