"""Keep what is changed in attempts, for undo and history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_initial"), ("events", "0003_log")]
    operations = [migrations.RunSQL("select track_changes('contact_attempt', '{}', '{}');", migrations.RunSQL.noop)]
