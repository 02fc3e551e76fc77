"""The form that people fill in, made from what staff have drafted."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from regulars.base.workspace.models import Circle
from regulars.collect.reading import contacts
from regulars.engage import content
from regulars.engage.content import Content, Question
from regulars.engage.kinds import BANDS, QuestionKind
from regulars.engage.submissions import LONGEST_TEXT
from regulars.profile import reading
from regulars.profile.kinds import FieldKind
from regulars.profile.models import Field
from regulars.profile.reading import UnusableValue

LONGEST = 320
ADDRESS = forms.EmailInput({"autocomplete": "email"})
WRITTEN = {
    FieldKind.DATE: forms.DateInput({"type": "date"}),
    FieldKind.NUMBER: forms.TextInput({"inputmode": "decimal"}),
    FieldKind.MONEY: forms.TextInput({"inputmode": "decimal"}),
    FieldKind.LINK: forms.TextInput({"inputmode": "url"}),
}
YES_NO = [("", "–"), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class Stars(forms.RadioSelect):
    """One to five stars."""

    kind = "stars"


class Scale(forms.RadioSelect):
    """Numbers in a row, from the least to the most likely."""

    kind = "scale"


class Asked(forms.Form):
    """What a form asks in one language; `known` are those who came by a link of their own."""

    def __init__(
        self, shown: Content, language: str, circle: Circle, data: Mapping[str, Any] | None, *, is_known: bool
    ) -> None:
        super().__init__(data, label_suffix="")
        self.shown, self.language = shown, language
        wanted = [each.field for each in shown.questions if each.field]
        self.known = {each.key: each for each in fields_of(circle, wanted)} if wanted else {}
        for question in shown.questions:
            if not (is_known and question.kind == QuestionKind.EMAIL) and (made := self.field(question)):
                self.fields[question.key] = made

    def field(self, question: Question) -> forms.Field | None:
        """The field of a question; None where it fills a field that is there no longer."""
        words: dict[str, Any] = {
            "label": question.words(self.language), "help_text": content.said(question.help, self.language),
            "required": question.is_required and not question.only_if,
        }  # fmt: skip
        kind = QuestionKind(question.kind)
        if kind == QuestionKind.FIELD:
            return custom(self.known[question.field], words) if question.field in self.known else None
        return MAKES[kind](question, self.language, words)

    def clean(self) -> dict[str, Any]:
        """What only some are asked is needed of these alone."""
        given = super().clean() or {}
        for question in self.shown.questions:
            is_open = question.key in self.fields and question.only_if and question.is_required
            if is_open and not given.get(question.key) and content.is_asked(question, self.shown, given):
                self.add_error(question.key, gettext("This field is required."))
        for question in self.shown.questions:
            if question.field in self.known and (words := given.get(question.key)):
                self.check_custom(question, words)
        return given

    def check_custom(self, question: Question, words: Any) -> None:
        try:
            reading.read(self.known[question.field], "; ".join(words) if isinstance(words, list) else str(words))
        except UnusableValue as unusable:
            self.add_error(question.key, str(unusable))

    def asked(self) -> Iterator[tuple[BoundField, str]]:
        """The fields, each with the answers on which it depends, as `q1=o1 q2=9`; empty for those always asked."""
        for question in self.shown.questions:
            if question.key in self.fields:
                yield self[question.key], " ".join(spelled(self.shown, question))


def spelled(shown: Content, question: Question) -> Iterator[str]:
    """Conditions with each number of a part of a scale for itself, as a page can compare them."""
    for condition in question.only_if:
        key, _, wanted = condition.partition("=")
        earlier = shown.question(key)
        bands = BANDS.get(earlier.kind, {}) if earlier else {}
        yield from (f"{key}={number}" for number in bands[wanted]) if wanted in bands else (condition,)


class EmailField(forms.EmailField):
    """An address as this house writes it."""

    def clean(self, value: Any) -> str:
        found = str(super().clean(value)).lower()
        if found and not contacts.is_email(found):
            raise forms.ValidationError(gettext("Enter a valid email address."))
        return found


class BirthdayField(forms.DateField):
    """A day on which somebody alive can have been born."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not 0 <= (timezone.now().date() - day).days <= 130 * 366:
            raise forms.ValidationError(gettext("A birthday lies in the past, and not more than 130 years ago."))
        return day.isoformat() if day else None


def one_of(question: Question, language: str) -> list[tuple[str, str]]:
    return [(each.key, content.said(each.label, language)) for each in question.options]


def numbers(last: int, first: int) -> list[tuple[str, str]]:
    return [(str(number), str(number)) for number in range(first, last + 1)]


MAKES: dict[QuestionKind, Callable[[Question, str, dict[str, Any]], forms.Field]] = {
    QuestionKind.NAME: lambda q, lang, words: forms.CharField(
        **words, max_length=160, widget=forms.TextInput({"autocomplete": "name"})
    ),
    QuestionKind.EMAIL: lambda q, lang, words: EmailField(**words, max_length=LONGEST, widget=ADDRESS),
    QuestionKind.PHONE: lambda q, lang, words: forms.CharField(
        **words, max_length=40, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"})
    ),
    QuestionKind.BIRTHDAY: lambda q, lang, words: BirthdayField(
        **words, widget=forms.DateInput({"type": "date", "autocomplete": "bday"})
    ),
    QuestionKind.CHOICE: lambda q, lang, words: forms.ChoiceField(
        **words, choices=one_of(q, lang), widget=forms.RadioSelect
    ),
    QuestionKind.CHOICES: lambda q, lang, words: forms.MultipleChoiceField(
        **words, choices=one_of(q, lang), widget=forms.CheckboxSelectMultiple
    ),
    QuestionKind.RATING: lambda q, lang, words: forms.ChoiceField(**words, choices=numbers(5, 1), widget=Stars),
    QuestionKind.NPS: lambda q, lang, words: forms.ChoiceField(**words, choices=numbers(10, 0), widget=Scale),
    QuestionKind.TEXT: lambda q, lang, words: forms.CharField(
        **words, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4})
    ),
    QuestionKind.CONSENT: lambda q, lang, words: forms.BooleanField(**words),
}


def fields_of(circle: Circle, keys: list[str]) -> list[Field]:
    return list(Field.objects.filter(circle=circle, key__in=keys, archived_at=None))


def custom(field: Field, words: dict[str, Any]) -> forms.Field:
    """A custom field as its kind is best filled in."""
    choices = [(each, each) for each in field.choices]
    if field.kind == FieldKind.CHOICES:
        return forms.MultipleChoiceField(**words, choices=choices, widget=forms.CheckboxSelectMultiple)
    if field.kind in (FieldKind.CHOICE, FieldKind.FLAG):
        offered = YES_NO if field.kind == FieldKind.FLAG else [("", "–"), *choices]
        return forms.ChoiceField(**words, choices=offered)
    return forms.CharField(**words, max_length=2_000, widget=WRITTEN.get(FieldKind(field.kind), forms.TextInput()))


class OfProduct(forms.Form):
    """What somebody says on the page of a product: all fields are asked, none has a note."""

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data, label_suffix="")

    def asked(self) -> Iterator[tuple[BoundField, str]]:
        for name in self.fields:
            yield self[name], ""


class ReviewForm(OfProduct):
    """What somebody says of a product."""

    rating = forms.ChoiceField(label=gettext_lazy("Your rating"), choices=numbers(5, 1), widget=Stars)
    review_title = forms.CharField(label=gettext_lazy("In a few words"), max_length=200, required=False)
    review_body = forms.CharField(
        label=gettext_lazy("Your review"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": 5})
    )
    author = forms.CharField(
        label=gettext_lazy("Your name, as it is shown"), max_length=160, required=False,
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )  # fmt: skip
    email = EmailField(
        label=gettext_lazy("Your e-mail address"), max_length=LONGEST, widget=ADDRESS,
        help_text=gettext_lazy("So that we know what you bought here; it is not shown."),
    )  # fmt: skip


class WishForm(OfProduct):
    """Where to tell somebody that a product is back."""

    email = EmailField(
        label=gettext_lazy("Your e-mail address"), max_length=LONGEST, widget=ADDRESS,
        help_text=gettext_lazy("We write to it once, when this is back, and not for anything else."),
    )  # fmt: skip
