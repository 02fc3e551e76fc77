"""Keep what is changed in people, for undo and history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial"), ("events", "0003_log")]
    operations = [
        migrations.RunSQL(
            "select track_changes('identity_person', '{}', '{canonical_id}');"
            "select track_changes('identity_identifier', '{value}', '{}');"
            "select track_changes('identity_link', '{evidence}', '{}');"
            "select track_changes('identity_suggestion', '{evidence}', '{}');",
            migrations.RunSQL.noop,
        )
    ]
