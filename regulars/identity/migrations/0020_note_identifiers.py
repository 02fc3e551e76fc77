"""Tell the lake whose identifiers changed: with the first that is no browser's, a visitor is one no longer."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0019_forgotten_values"), ("lake", "0002_note_changes")]
    operations = [
        migrations.RunSQL(
            "select note_for_lake('identity_identifier', 'person_id', 'person');",
            migrations.RunSQL.noop,
        )
    ]
