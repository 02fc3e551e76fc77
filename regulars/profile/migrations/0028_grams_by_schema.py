"""Name the schema of the function that the index over names calls in another one.

Since PostgreSQL 17 whatever looks after a table (analyze, reindex) finds only what is built in or named in full, so that the
statistics of a table with Chinese names could not be gathered.
"""

from django.db import migrations

NAMED = r"""
do $do$
begin
    execute replace($body$
        create or replace function search_grams(value text) returns text[]
        language plpgsql immutable strict parallel safe as $$
        -- Plain ASCII, which most shops have most of, takes a third of the time; the index leaves doubles out itself.
        declare
            word text;
            found text[] := '{}';
        begin
            if octet_length(value) > length(value) then
                return SCHEMA.search_grams_of_signs(value);
            end if;
            foreach word in array string_to_array(value, ' ') loop
                continue when word = '';
                word := ' ' || word;
                for i in 1 .. greatest(length(word) - 2, 1) loop
                    found := array_append(found, substr(word, i, 3));
                end loop;
            end loop;
            return found;
        end
        $$
    $body$, 'SCHEMA', quote_ident(current_schema()));
end
$do$;
"""


class Migration(migrations.Migration):
    dependencies = [("profile", "0027_track_former_names")]
    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
