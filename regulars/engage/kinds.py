"""The fixed choices of forms, reviews and wishes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy


class FormKind(TextChoices):
    """A form takes people in; a survey asks those who may be known already."""

    FORM = "form", gettext_lazy("Form")
    SURVEY = "survey", gettext_lazy("Survey")


class QuestionKind(TextChoices):
    """What a question asks for."""

    NAME = "name", pgettext_lazy("person", "Name")
    EMAIL = "email", gettext_lazy("E-mail")
    PHONE = "phone", gettext_lazy("Phone")
    BIRTHDAY = "birthday", gettext_lazy("Birthday")
    FIELD = "field", gettext_lazy("Custom field")
    CHOICE = "choice", gettext_lazy("One of several")
    CHOICES = "choices", gettext_lazy("Some of several")
    RATING = "rating", gettext_lazy("Stars, 1 to 5")
    NPS = "nps", gettext_lazy("Recommendation, 0 to 10 (NPS)")
    TEXT = "text", gettext_lazy("Free text")
    CONSENT = "consent", gettext_lazy("Consent")


WHO = frozenset({QuestionKind.NAME, QuestionKind.EMAIL, QuestionKind.PHONE, QuestionKind.BIRTHDAY})
"""Questions by which people say who they are; their answers go to the person and stand in no result."""
WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
NUMBERS = {QuestionKind.RATING: range(1, 6), QuestionKind.NPS: range(11)}
"""Questions that are answered by a number."""
BANDS: dict[str, dict[str, range]] = {
    QuestionKind.RATING: {"low": range(1, 4), "high": range(4, 6)},
    QuestionKind.NPS: {"low": range(7), "middle": range(7, 9), "high": range(9, 11)},
}
"""The parts of a scale by which a later question may depend on an answer."""
SCORED = frozenset({*WITH_OPTIONS, *NUMBERS})
"""Questions whose answers are counted."""


class ReviewState(TextChoices):
    WAITING = "waiting", gettext_lazy("To be looked at")
    SHOWN = "shown", gettext_lazy("Published")
    HIDDEN = "hidden", gettext_lazy("Hidden")


class WishKind(TextChoices):
    LIST = "list", gettext_lazy("On the wish list")
    BACK = "back", gettext_lazy("Wants to hear when it is back")
