"""Tell the lake which profiles changed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profile", "0002_track_changes"), ("lake", "0002_note_changes")]
    operations = [
        migrations.RunSQL(
            "select note_for_lake('profile_profile', 'person_id', 'profile');",
            migrations.RunSQL.noop,
        )
    ]
