"""The rules of duplicates are changed under an operation, and can be put back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0017_duplicates"), ("events", "0003_log")]
    operations = [
        migrations.RunSQL(
            "select track_changes('identity_duplicaterules', '{}', '{}');",
            "drop trigger keep_updates on identity_duplicaterules; drop trigger keep_deletes on identity_duplicaterules;",
        )
    ]
