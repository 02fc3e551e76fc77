"""The rules of the lifecycle are changed under an operation, and can be put back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insight", "0005_lifecycle_rules"), ("events", "0003_log")]
    operations = [
        migrations.RunSQL(
            "select track_changes('insight_lifecyclerules', '{}', '{}');",
            "drop trigger keep_updates on insight_lifecyclerules; drop trigger keep_deletes on insight_lifecyclerules;",
        )
    ]
