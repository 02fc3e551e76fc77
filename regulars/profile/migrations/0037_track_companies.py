"""Keep what is changed in companies and their contacts, for undo and history."""

from django.db import migrations

SQL = """
select track_changes('profile_company', '{note}', '{}');
select track_changes('profile_companykey', '{}', '{}');
select track_changes('profile_contact', '{evidence}', '{}');
"""


class Migration(migrations.Migration):
    dependencies = [("profile", "0036_companies")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
