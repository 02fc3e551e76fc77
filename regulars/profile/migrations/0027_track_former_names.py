"""Keep what is changed in the names that tags had before, for undo and history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profile", "0026_former_names")]
    operations = [migrations.RunSQL("select track_changes('profile_formername', '{}', '{}');", migrations.RunSQL.noop)]
