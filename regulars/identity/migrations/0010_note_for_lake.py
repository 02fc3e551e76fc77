"""Tell the lake which people changed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_track_changes"), ("lake", "0002_note_changes")]
    operations = [
        migrations.RunSQL(
            "select note_for_lake('identity_person', 'id', 'person');",
            migrations.RunSQL.noop,
        )
    ]
