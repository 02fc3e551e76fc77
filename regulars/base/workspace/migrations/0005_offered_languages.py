"""A circle says which languages it offers; so far each offered all."""

import django.contrib.postgres.fields
from django.db import migrations, models

import regulars.base.workspace.models

LANGUAGE = models.CharField(choices=[("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")], max_length=8)


class Migration(migrations.Migration):
    dependencies = [("workspace", "0004_closed_branches")]
    operations = [
        migrations.AddField(
            "circle",
            "languages",
            django.contrib.postgres.fields.ArrayField(
                base_field=LANGUAGE, default=regulars.base.workspace.models.every_language
            ),
        )
    ]
