from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "regulars.base.workspace"
    label = "workspace"
    default_auto_field = "django.db.models.BigAutoField"
