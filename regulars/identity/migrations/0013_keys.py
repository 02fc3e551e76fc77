"""Keys of people and identifiers, checked a statement at a time, and indexes that no query asks for."""

from django.db import migrations

KEYS = """
select check_key('identity_person', 'circle_id', 'workspace_circle');
select check_key('identity_person', 'canonical_id', 'identity_person');
select check_key('identity_person', 'branch_id', 'workspace_branch');
select check_key('identity_person', 'owner_id', 'workspace_staff');
select check_key('identity_identifier', 'circle_id', 'workspace_circle');
select check_key('identity_identifier', 'person_id', 'identity_person');
"""
# Django adds a second index for LIKE to each unique text; public ids are never searched by a part of them.
UNUSED = """
do $$
declare name text;
begin
    for name in select indexname from pg_indexes
                where tablename = 'identity_person' and indexname like '%\\_public\\_id\\_%\\_like'
    loop
        execute 'drop index ' || quote_ident(name);
    end loop;
end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0012_track_blocked_values"), ("events", "0004_keys_by_statement")]
    operations = [migrations.RunSQL(KEYS + UNUSED, migrations.RunSQL.noop)]
