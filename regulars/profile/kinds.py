"""The fixed choices of profile."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class FieldKind(TextChoices):
    """What a custom field holds."""

    TEXT = "text", gettext_lazy("Text")
    NUMBER = "number", gettext_lazy("Number")
    DATE = "date", gettext_lazy("Date")
    CHOICE = "choice", gettext_lazy("One of several")
    CHOICES = "choices", gettext_lazy("Some of several")
    FLAG = "flag", gettext_lazy("Yes or no")
    MONEY = "money", gettext_lazy("Money")
    LINK = "link", gettext_lazy("Link")


WITH_CHOICES = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
FREE_TEXT = frozenset({FieldKind.TEXT, FieldKind.LINK})
"""Kinds into which anybody may have written an address or a phone number."""


class TagColor(TextChoices):
    GRAY = "gray", gettext_lazy("Gray")
    RED = "red", gettext_lazy("Red")
    ORANGE = "orange", gettext_lazy("Orange")
    YELLOW = "yellow", gettext_lazy("Yellow")
    GREEN = "green", gettext_lazy("Green")
    BLUE = "blue", gettext_lazy("Blue")
    PURPLE = "purple", gettext_lazy("Purple")
    PINK = "pink", gettext_lazy("Pink")
