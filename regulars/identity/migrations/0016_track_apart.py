"""Keep what is changed in findings that two people are two, for undo and history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0015_apart")]
    operations = [migrations.RunSQL("select track_changes('identity_apart', '{}', '{}');", migrations.RunSQL.noop)]
