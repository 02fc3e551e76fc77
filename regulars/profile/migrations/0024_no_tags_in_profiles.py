"""Tags are rows of their own now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profile", "0023_tags_as_rows")]
    operations = [migrations.RemoveField(model_name="profile", name="tags")]
