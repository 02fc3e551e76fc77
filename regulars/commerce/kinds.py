"""The fixed choices of commerce."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class OrderKind(TextChoices):
    SALE = "sale", gettext_lazy("Sale")
    RETURN = "return", gettext_lazy("Return")
    ADJUSTMENT = "adjustment", gettext_lazy("Adjustment")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class LineKind(TextChoices):
    MERCHANDISE = "merchandise", gettext_lazy("Merchandise")
    POSTAGE = "postage", gettext_lazy("Postage")
    FEE = "fee", gettext_lazy("Fee")
    MANUAL = "manual", gettext_lazy("Manual entry")
    SAMPLE = "sample", gettext_lazy("Sample")
    GIFT_CARD = "gift_card", gettext_lazy("Gift card")
    CORRECTION = "correction", gettext_lazy("Correction")
