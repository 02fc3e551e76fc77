"""What the pages of forms show: the list, the questions in words, and the form in plain HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Store
from regulars.engage.content import Content, Question
from regulars.engage.kinds import NUMBERS, QuestionKind
from regulars.engage.models import Answer, Form
from regulars.web.forms import fields
from regulars.web.layout.middleware import StaffRequest
from regulars.web.lists.page import Link

MOST = 200
TYPES = {QuestionKind.EMAIL: "email", QuestionKind.PHONE: "tel", QuestionKind.BIRTHDAY: "date"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A form with how much came of it."""

    form: Form
    answers: int
    last_at: datetime | None

    @property
    def tone(self) -> str:
        return "good" if self.form.is_open else ""

    @property
    def state(self) -> str:
        if self.form.is_open:
            return pgettext("form", "open")
        return _("closed") if self.form.published_at else _("draft")


@dataclass(frozen=True, slots=True)
class Line:
    """A question as the editor lists it."""

    question: Question
    words: str
    kind: str
    conditions: str
    is_first: bool
    is_last: bool


def listed(store: Store | None) -> list[Listed]:
    """The forms of a store, those made last first."""
    rows = list(Form.objects.filter(store=store).order_by("-id")[:MOST])
    given = Answer.objects.filter(form__in=[row.id for row in rows]).values_list("form")
    counts = {form: (count, last) for form, count, last in given.annotate(count=Count("id"), last=Max("answered_at"))}
    return [Listed(row, *counts.get(row.id, (0, None))) for row in rows]


def questions(draft: Content) -> list[Line]:
    language = draft.language(translation.get_language() or "")
    lines = []
    for place, each in enumerate(draft.questions):
        named = dict(fields.told([(q, c.partition("=")[2]) for c in each.only_if if (q := of(draft, c))], language))
        lines.append(Line(
            each, each.words(language), str(QuestionKind(each.kind).label), ", ".join(named.values()),
            place == 0, place == len(draft.questions) - 1,
        ))  # fmt: skip
    return lines


def of(draft: Content, condition: str) -> Question | None:
    return draft.question(condition.partition("=")[0])


def tabs(request: StaffRequest, form: Form) -> Sequence[Link]:
    """The parts of a form."""
    parts = [("form_results", _("Results"), Act.SEE)]
    if request.staff.may(Act.EDIT, Thing.PEOPLE):
        parts.insert(0, ("form", _("Questions"), Act.EDIT))
    parts.append(("form_due", _("Invitations"), Act.SEE))
    return [
        Link(label, address := reverse(name, args=[form.public_id]), address == request.path)
        for name, label, act in parts
        if request.staff.may(act, Thing.PEOPLE)
    ]


def plain(address: str, draft: Content) -> str:
    """The form as HTML without a script or a style; its names are the keys of the questions."""
    language = draft.languages[0]
    parts: list[str] = [format_html('<form method="post" action="{}">', address)]
    parts += [f"  {line}" for each in draft.questions for line in inputs(each, language)]
    parts += [
        '  <p hidden><input name="website" tabindex="-1" autocomplete="off"></p>',
        "  <button>OK</button>",
        "</form>",
    ]
    return "\n".join(parts)


def inputs(question: Question, language: str) -> list[str]:
    words, key = question.words(language), question.key
    kind = QuestionKind(question.kind)
    if kind == QuestionKind.CONSENT:
        return [format_html('<label><input type="checkbox" name="{}" value="on"> {}</label>', key, words)]
    if kind == QuestionKind.TEXT:
        return [format_html('<label>{} <textarea name="{}"></textarea></label>', words, key)]
    if kind in NUMBERS:
        numbers = NUMBERS[kind]
        pattern = '<label>{} <input type="number" name="{}" min="{}" max="{}"></label>'
        return [format_html(pattern, words, key, numbers[0], numbers[-1])]
    if question.options:
        sort = "radio" if kind == QuestionKind.CHOICE else "checkbox"
        pattern = '<label><input type="{}" name="{}" value="{}"> {}</label>'
        told = [
            format_html(pattern, sort, key, each.key, question.option(each.key, language)) for each in question.options
        ]
        return [format_html("<fieldset><legend>{}</legend>", words), *told, "</fieldset>"]
    return [format_html('<label>{} <input type="{}" name="{}"></label>', words, TYPES.get(kind, "text"), key)]
