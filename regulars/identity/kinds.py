"""The fixed choices of identity."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class IdentifierKind(TextChoices):
    EMAIL = "email", gettext_lazy("E-mail")
    PHONE = "phone", gettext_lazy("Phone")
    USER = "user", gettext_lazy("Customer number")
    ANONYMOUS = "anonymous", gettext_lazy("Browser")
    PLATFORM = "platform", gettext_lazy("Platform id")
    WHATSAPP = "whatsapp", gettext_lazy("WhatsApp id")
    WECHAT = "wechat", gettext_lazy("WeChat id")
    CARD = "card", gettext_lazy("Member card")
    RECORD = "record", gettext_lazy("Row of a list")


SHARED_KINDS = frozenset({IdentifierKind.EMAIL, IdentifierKind.PHONE})
"""Kinds whose values mean the same in every store of a circle, so their scope is empty."""
