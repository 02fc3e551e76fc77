"""Keep what is changed in blocked values, for undo and history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0011_blocked_values")]
    operations = [
        migrations.RunSQL("select track_changes('identity_blockedvalue', '{value}', '{}');", migrations.RunSQL.noop)
    ]
