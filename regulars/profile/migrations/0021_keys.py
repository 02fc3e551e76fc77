"""The key of a profile, checked a statement at a time."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profile", "0020_search_by_grams"), ("identity", "0013_keys")]
    operations = [
        migrations.RunSQL(
            "select check_key('profile_profile', 'person_id', 'identity_person');", migrations.RunSQL.noop
        )
    ]
