from django.apps import AppConfig


class LakeConfig(AppConfig):
    name = "regulars.base.lake"
    label = "lake"
    default_auto_field = "django.db.models.BigAutoField"
