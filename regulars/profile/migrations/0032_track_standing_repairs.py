"""Keep what is changed in the repairs that go on, for undo and history."""

from django.db import migrations

TRACK = "select track_changes('profile_standingrepair', '{}', '{}');"


class Migration(migrations.Migration):
    dependencies = [("profile", "0031_quality")]
    operations = [migrations.RunSQL(TRACK, migrations.RunSQL.noop)]
