"""The fixed choices of commerce."""

from enum import IntEnum

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


class PaymentKind(TextChoices):
    PAYMENT = "payment", gettext_lazy("Payment")
    REFUND = "refund", gettext_lazy("Refund")
    DISPUTE = "dispute", gettext_lazy("Dispute")


class MatchedBy(TextChoices):
    """By what a payment was found to be of an order."""

    NUMBER = "number", gettext_lazy("the order's number")
    PAYMENT = "payment", gettext_lazy("the payment it belongs to")
    PERSON = "person", gettext_lazy("the same person and amount")


class Supported(IntEnum):
    """What kind of row an import stands behind."""

    LINE = 1
    ORDER = 2  # kept in commerce_order_said
    PRODUCT = 3
    COST = 4
    PERSON = 5
    IDENTIFIER = 6
    SUGGESTION = 7
    BLOCKED_VALUE = 8
    PROFILE = 9
    FIELD_VALUE = 10
    TAGGING = 11
    SUPPRESSION = 12
    TICKET = 13
    BALANCE = 14
