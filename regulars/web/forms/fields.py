"""The forms by which staff make a form: what stands around its questions, and one question."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Language
from regulars.engage import content
from regulars.engage.content import Content, Option, Question
from regulars.engage.forms import MOST_OPTIONS
from regulars.engage.kinds import WITH_OPTIONS, FormKind, QuestionKind
from regulars.engage.models import Form
from regulars.profile.kinds import Medium, Purpose
from regulars.profile.models import Field

NAMES = dict(Language.choices)
LONG = forms.Textarea({"rows": 3})
BANDS = {
    "low": gettext_lazy("low"),
    "middle": gettext_lazy("in the middle"),
    "high": gettext_lazy("high"),
}
LANGUAGES = forms.MultipleChoiceField(
    label=gettext_lazy("Languages"), choices=Language.choices, widget=forms.CheckboxSelectMultiple
)


class NewForm(forms.Form):
    """A form or survey to be."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=FormKind.choices)
    languages = LANGUAGES


class AroundForm(forms.Form):
    """What stands around the questions."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("For you alone."))
    languages = LANGUAGES
    is_double = forms.BooleanField(
        label=gettext_lazy("A consent to e-mail counts once it is confirmed by a link (double opt-in)"), required=False
    )
    every_days = forms.IntegerField(
        label=gettext_lazy("Ask again after so many days"), min_value=7, max_value=730, required=False
    )
    after_days = forms.IntegerField(
        label=gettext_lazy("Ask so many days after an order"), min_value=1, max_value=365, required=False
    )

    def __init__(self, form: Form, data: Any = None) -> None:
        draft = content.read(form.draft)
        initial = {
            "name": form.name, "languages": draft.languages, "is_double": draft.is_double,
            "every_days": form.every_days, "after_days": form.after_days,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.draft = draft
        if form.kind != FormKind.SURVEY:
            del self.fields["every_days"], self.fields["after_days"]
        for language in draft.languages:
            for part, label, most in PARTS:
                self.fields[f"{part}_{language}"] = forms.CharField(
                    label=in_language(label, NAMES[language]), max_length=most, required=False,
                    widget=forms.TextInput() if part == "title" else LONG,
                    initial=getattr(draft, part).get(language, ""),
                )  # fmt: skip

    @property
    def said(self) -> tuple[Content, dict[str, Any]]:
        """The draft as it is to be, and the facts of the form."""
        given, draft = self.cleaned_data, self.draft
        for part, _label, _most in PARTS:
            words = {language: given.get(f"{part}_{language}", "") for language in draft.languages}
            setattr(draft, part, {language: text for language, text in words.items() if text})
        draft.languages = [each for each in Language.values if each in given["languages"]]
        draft.is_double = given["is_double"]
        facts: dict[str, Any] = {name: given[name] for name in ("every_days", "after_days") if name in given}
        return draft, {"name": given["name"], **facts}


PARTS = (
    ("title", gettext_lazy("Title"), 200),
    ("intro", gettext_lazy("Introduction"), 2_000),
    ("thanks", gettext_lazy("Thanks"), 2_000),
)


class QuestionForm(forms.Form):
    """One question in all languages of its form."""

    def __init__(self, draft: Content, question: Question, known: Sequence[Field], data: Any = None) -> None:
        super().__init__(data)
        self.draft, self.question = draft, question
        for language in draft.languages:
            self.words(language)
        kind = question.kind
        if kind == QuestionKind.FIELD:
            self.fields["field"] = forms.ChoiceField(
                label=_("Custom field that it fills"), choices=[(each.key, each.name) for each in known],
                initial=question.field, help_text=_("Define fields under Settings."),
            )  # fmt: skip
        if kind == QuestionKind.CONSENT:
            self.fields["matter"] = forms.ChoiceField(
                label=_("What they agree to"), choices=matters(), initial=f"{question.purpose}/{question.medium}"
            )
        self.fields["is_required"] = forms.BooleanField(
            label=_("Must be answered"), required=False, initial=question.is_required
        )
        if conditions := told(content.conditions(draft, question.key), draft.languages[0]):
            self.fields["only_if"] = forms.MultipleChoiceField(
                label=_("Ask only if"), choices=conditions, required=False, initial=question.only_if,
                widget=forms.CheckboxSelectMultiple, help_text=_("Any of these answers; always, where none is chosen."),
            )  # fmt: skip

    def words(self, language: str) -> None:
        question, name = self.question, NAMES[language]
        is_consent = question.kind == QuestionKind.CONSENT
        self.fields[f"label_{language}"] = forms.CharField(
            label=in_language(_("Text that they agree to") if is_consent else _("Question"), name),
            max_length=2_000 if is_consent else 300, initial=question.label.get(language, ""),
            widget=LONG if is_consent else forms.TextInput(),
        )  # fmt: skip
        self.fields[f"help_{language}"] = forms.CharField(
            label=in_language(_("Help below it"), name), max_length=500, required=False,
            initial=question.help.get(language, ""),
        )  # fmt: skip
        if question.kind in WITH_OPTIONS:
            self.fields[f"options_{language}"] = forms.CharField(
                label=in_language(_("Answers to choose from"), name), widget=forms.Textarea({"rows": 5}),
                max_length=8_000,
                initial="\n".join(each.label.get(language, "") for each in question.options),
                help_text=_("One in a line, in the same order in every language."),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.question.kind in WITH_OPTIONS:
            lines = {each: lines_of(given.get(f"options_{each}", "")) for each in self.draft.languages}
            if len({len(each) for each in lines.values()}) > 1:
                raise forms.ValidationError(_("Give as many answers in each language as in the others."))
            if len(lines[self.draft.languages[0]]) > MOST_OPTIONS:
                raise forms.ValidationError(_("There can be at most %(most)s answers.") % {"most": MOST_OPTIONS})
        return given

    @property
    def said(self) -> Question:
        """The question as it is to be."""
        given, old = self.cleaned_data, self.question
        purpose, _slash, medium = given.get("matter", "/").partition("/")
        return Question(
            key=old.key, kind=old.kind, label=self.text("label"), help=self.text("help"),
            is_required=given["is_required"], options=self.options(), field=given.get("field", ""),
            medium=medium, purpose=purpose, only_if=given.get("only_if", []),
        )  # fmt: skip

    def text(self, part: str) -> dict[str, str]:
        words = {each: self.cleaned_data.get(f"{part}_{each}", "") for each in self.draft.languages}
        return {language: text for language, text in words.items() if text}

    def options(self) -> list[Option]:
        """An option that is called as it was keeps its key, so that its answers stay its own."""
        if self.question.kind not in WITH_OPTIONS:
            return []
        lines = {each: lines_of(self.cleaned_data[f"options_{each}"]) for each in self.draft.languages}
        first = self.draft.languages[0]
        known = {each.label.get(first, ""): each.key for each in self.question.options}
        last = max([int(each.key[1:]) for each in self.question.options], default=0)
        made = []
        for place, words in enumerate(lines[first]):
            key = known.pop(words, "")
            last += not key
            made.append(Option(key or f"o{last}", {each: lines[each][place] for each in lines}))
        return made


def in_language(words: object, language: str) -> str:
    return f"{words}, {language}"


def lines_of(text: str) -> list[str]:
    return [line.strip()[:200] for line in text.splitlines() if line.strip()]


def matters() -> Iterator[tuple[str, str]]:
    """Everything that people can agree to: offers and news by each way of writing, and the other purposes."""
    for purpose in Purpose:
        if purpose == Purpose.MARKETING:
            yield from ((f"{purpose.value}/{each.value}", f"{purpose.label}: {each.label}") for each in Medium)
        else:
            yield f"{purpose.value}/", str(purpose.label)


def told(conditions: Sequence[tuple[Question, str]], language: str) -> list[tuple[str, str]]:
    """Conditions in words, such as `Which teas?: Green`."""
    return [
        (
            f"{question.key}={answer}",
            f"{question.words(language)} → {BANDS.get(answer) or question.option(answer, language)}",
        )
        for question, answer in conditions
    ]
