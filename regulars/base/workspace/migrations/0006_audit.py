"""What was done beside the operations: log-ins, rights, keys, settings, exports."""

import django.db.models.deletion
from django.db import migrations, models


def member() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workspace.staff"
    )


class Migration(migrations.Migration):
    dependencies = [("workspace", "0005_offered_languages")]
    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("entry", "Log-ins and security"),
                            ("rights", "People and rights"),
                            ("keys", "API keys"),
                            ("settings", "Settings"),
                            ("export", "Exports"),
                            ("edit", "Edits"),
                        ],
                        max_length=12,
                    ),
                ),
                ("act", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=80)),
                ("facts", models.JSONField(default=dict)),
                ("personal", models.JSONField(default=dict)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("program", models.CharField(blank=True, max_length=200)),
                ("by", member()),
                ("about", member()),
                (
                    "circle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspace.circle",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["circle", "-at", "-id"], name="audit_by_time"),
                    models.Index(fields=["circle", "kind", "-at", "-id"], name="audit_by_kind"),
                    models.Index(
                        condition=models.Q(by__isnull=False), fields=["by", "-at", "-id"], name="audit_by_author"
                    ),
                    models.Index(
                        condition=models.Q(about__isnull=False), fields=["about", "-at", "-id"], name="audit_by_member"
                    ),
                ]
            },
        )
    ]
