"""Find whose birthday is near by an index of month and day."""

from django.db import migrations

INDEX = """
create index profile_by_birthday on profile_profile ((extract(month from born_on) * 100 + extract(day from born_on)))
    where born_on is not null
"""


class Migration(migrations.Migration):
    dependencies = [("profile", "0024_no_tags_in_profiles")]
    operations = [migrations.RunSQL(INDEX, "drop index profile_by_birthday")]
