"""The fixed choices of contact."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Reason(TextChoices):
    """Why somebody is worth contacting today; where several hold, the first counts."""

    CHOSEN = "chosen", gettext_lazy("Chosen by hand")
    TASK = "task", gettext_lazy("A task is due")
    OVERDUE = "overdue", gettext_lazy("A regular is overdue")
    SECOND = "second", gettext_lazy("The second order is due")
    BIRTHDAY = "birthday", gettext_lazy("Birthday")
    LOST = "lost", gettext_lazy("A former regular is lost")


class Channel(TextChoices):
    EMAIL = "email", gettext_lazy("E-mail")
    CALL = "call", gettext_lazy("Call")
    SMS = "sms", gettext_lazy("SMS")
    WHATSAPP = "whatsapp", gettext_lazy("WhatsApp")
    WECHAT = "wechat", gettext_lazy("WeChat")
    OTHER = "other", gettext_lazy("Another way")


class Permission(TextChoices):
    """Whether a person may be written to in a channel, by their own word."""

    YES = "yes", gettext_lazy("Allowed")
    NO = "no", gettext_lazy("Refused")
    UNKNOWN = "unknown", gettext_lazy("Not known")


class Outcome(TextChoices):
    """What came of an attempt to contact somebody."""

    REACHED = "reached", gettext_lazy("Reached")
    LATER = "later", gettext_lazy("Later")
    NO = "no", gettext_lazy("Wants no contact")
