"""People may be known by a row of a list alone."""

from django.db import migrations, models

CHOICES = [
    ("email", "E-mail"), ("phone", "Phone"), ("user", "Customer number"), ("anonymous", "Browser"),
    ("platform", "Platform id"), ("whatsapp", "WhatsApp id"), ("wechat", "WeChat id"), ("card", "Member card"),
    ("record", "Row of a list"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("identity", "0020_note_identifiers")]
    operations = [
        migrations.AlterField(
            model_name=model, name="kind", field=models.CharField(max_length=12, choices=CHOICES)
        )
        for model in ("blockedvalue", "forgottenvalue", "identifier")
    ]  # fmt: skip
