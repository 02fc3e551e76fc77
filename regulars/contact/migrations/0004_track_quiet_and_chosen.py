"""Keep what is changed in the lists of today and in the days of peace, for undo and history."""

from django.db import migrations

TRACKED = "select track_changes('contact_claim', '{}', '{}'); select track_changes('contact_quietrule', '{}', '{}');"
BACK = """
    drop trigger keep_updates on contact_claim; drop trigger keep_deletes on contact_claim;
    drop trigger keep_updates on contact_quietrule; drop trigger keep_deletes on contact_quietrule;
"""


class Migration(migrations.Migration):
    dependencies = [("contact", "0003_quiet_and_chosen"), ("events", "0003_log")]
    operations = [migrations.RunSQL(TRACKED, BACK)]
