"""Keep what is changed in profiles, for undo and history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profile", "0001_initial"), ("events", "0003_log")]
    operations = [
        migrations.RunSQL(
            "select track_changes('profile_profile', '{name,given_name,family_name,company,street,city,region,postcode,born_on,note,attributes}', '{search,sort_key}');",
            migrations.RunSQL.noop,
        )
    ]
