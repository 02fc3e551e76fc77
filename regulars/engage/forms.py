"""Make forms and surveys, change what they ask, publish and close them.

Staff work on a draft; people see the version that was published last, and answers know which one they were given to.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Language
from regulars.base.workspace.models import Staff, Store
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Source
from regulars.collect.sources import register
from regulars.engage import content
from regulars.engage.content import Content, Question, Text
from regulars.engage.events import FormClosed, FormPublished
from regulars.engage.kinds import WITH_OPTIONS, FormKind, QuestionKind
from regulars.engage.models import Form, FormVersion
from regulars.profile import consent
from regulars.profile.kinds import Medium, Purpose

MOST_QUESTIONS = 50
MOST_OPTIONS = 40

THANKS = gettext_lazy("Thank you!")
ENDS = gettext_lazy("0: not at all likely, 10: extremely likely")
type Words = str | Promise


class NeedsWords(Refusal):
    message = gettext_lazy("Every language that the form speaks needs its words: %(missing)s.")
    status = 422


class NeedsQuestions(Refusal):
    message = gettext_lazy("Ask at least one question before you publish.")
    status = 422


class NeedsAddress(Refusal):
    message = gettext_lazy("Whoever agrees must be known: a form with a consent needs the question for the e-mail.")
    status = 422


class TooManyQuestions(Refusal):
    message = gettext_lazy("A form has at most %(most)s questions.")
    status = 422


class NothingChanged(Refusal):
    message = gettext_lazy("What is published is the same already.")


def make(store: Store, kind: FormKind, *, name: str, languages: Sequence[str], by: Staff | None, at: datetime) -> Form:
    """A new form with the questions that most begin with, as a draft."""
    spoken = [each for each in Language.values if each in languages] or [store.language]
    begun = Content(languages=spoken, title=dict.fromkeys(spoken, name), thanks=in_all(spoken, THANKS))
    first = (QuestionKind.EMAIL, QuestionKind.NAME) if kind == FormKind.FORM else (QuestionKind.NPS, QuestionKind.TEXT)
    begun.questions = [begin(begun, each, f"q{number}") for number, each in enumerate(first, 1)]
    begun.questions[0].is_required = True
    with doing("make_form", store, name=name, by=by, at=at):
        return Form.objects.create(
            store=store, kind=kind, name=text.squeeze(name)[:120], draft=content.stored(begun), made_by=by, made_at=at
        )


def in_all(languages: Sequence[str], words: Words) -> Text:
    """Words of ours in each language."""
    found: Text = {}
    for language in languages:
        with translation.override(language):
            found[language] = str(words)
    return found


WORDS = {
    QuestionKind.NAME: gettext_lazy("Your name"),
    QuestionKind.EMAIL: gettext_lazy("Your e-mail address"),
    QuestionKind.PHONE: gettext_lazy("Your phone number"),
    QuestionKind.BIRTHDAY: gettext_lazy("Your birthday"),
    QuestionKind.FIELD: gettext_lazy("Something about you"),
    QuestionKind.CHOICE: gettext_lazy("Which one?"),
    QuestionKind.CHOICES: gettext_lazy("Which ones?"),
    QuestionKind.RATING: gettext_lazy("How satisfied are you?"),
    QuestionKind.NPS: gettext_lazy("How likely are you to recommend us to a friend?"),
    QuestionKind.TEXT: gettext_lazy("What should we know?"),
    QuestionKind.CONSENT: gettext_lazy("I would like to get offers and news by e-mail. I can change my mind any time."),
}


def begin(form: Content, kind: QuestionKind, key: str) -> Question:
    """A question of a kind as it begins, in the languages of a form."""
    made = Question(key=key, kind=kind, label=in_all(form.languages, WORDS[kind]))
    if kind == QuestionKind.NPS:
        made.help = in_all(form.languages, ENDS)
    if kind == QuestionKind.CONSENT:
        made.medium, made.purpose = Medium.EMAIL.value, Purpose.MARKETING.value
    return made


def add(form: Form, kind: QuestionKind, *, by: Staff | None, at: datetime) -> str:
    """
    One more question at the end; its key.

    :raises TooManyQuestions: if there are as many as there can be.
    """
    draft = content.read(form.draft)
    if len(draft.questions) >= MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
    numbers = [int(each.key[1:]) for version in kept(form) for each in version.questions]
    made = begin(draft, kind, f"q{max(numbers, default=0) + 1}")
    draft.questions.append(made)
    keep(form, draft, by=by, at=at)
    return made.key


def kept(form: Form) -> list[Content]:
    """The draft and all versions: the key of a question that has gone is never given to another."""
    return [content.read(each) for each in (form.draft, *form.versions.values_list("content", flat=True))]


def put(form: Form, question: Question, *, by: Staff | None, at: datetime) -> None:
    """Let a question be as it is said; its kind and its key stay."""
    draft = content.read(form.draft)
    draft.questions = [question if each.key == question.key else each for each in draft.questions]
    keep(form, draft, by=by, at=at)


def move(form: Form, key: str, by_places: int, *, by: Staff | None, at: datetime) -> None:
    """Move a question up (−1) or down (1); what it depends on may no longer stand before it, and then goes."""
    draft = content.read(form.draft)
    places = [each.key for each in draft.questions]
    if key in places and 0 <= places.index(key) + by_places < len(places):
        at_place = places.index(key)
        draft.questions.insert(at_place + by_places, draft.questions.pop(at_place))
        keep(form, settled(draft), by=by, at=at)


def remove(form: Form, key: str, *, by: Staff | None, at: datetime) -> None:
    """Ask a question no longer; what was answered to it stays."""
    draft = content.read(form.draft)
    draft.questions = [each for each in draft.questions if each.key != key]
    keep(form, settled(draft), by=by, at=at)


def settled(draft: Content) -> Content:
    for each in draft.questions:
        known = {f"{question.key}={answer}" for question, answer in content.conditions(draft, each.key)}
        each.only_if = [condition for condition in each.only_if if condition in known]
    return draft


def describe(form: Form, draft: Content, *, by: Staff | None, at: datetime, **facts: Any) -> None:
    """Set what stands around the questions, and the name, the recurrence and the languages."""
    for name, value in facts.items():
        setattr(form, name, value)
    keep(form, draft, *facts, by=by, at=at)


def keep(form: Form, draft: Content, *fields: str, by: Staff | None, at: datetime) -> None:
    form.draft = content.stored(draft)
    with doing("change_form", form.store, name=form.name, by=by, at=at):
        form.save(update_fields=["draft", *fields])


def publish(form: Form, *, by: Staff | None, at: datetime) -> FormVersion:
    """
    Let people see the draft from now on, also where the form had been closed.

    :raises NeedsQuestions: if it asks nothing.
    :raises NeedsAddress: if somebody could agree who cannot be known.
    :raises NeedsWords: if a language lacks words.
    :raises NothingChanged: if this is what they see.
    """
    draft = checked(content.read(form.draft))
    last = form.versions.order_by("-number").first()
    if form.is_open and last is not None and last.content == form.draft:
        raise NothingChanged
    number = (form.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    with doing("publish_form", form.store, name=form.name, by=by, at=at) as operation:
        version = FormVersion.objects.create(
            form=form, number=number, content=form.draft, published_by=by, published_at=at,
            wordings=worded(form, draft, number, at=at),
        )  # fmt: skip
        form.published_at, form.closed_at = at, None
        form.save(update_fields=["published_at", "closed_at"])
        source(form.store, at=at)
        told = FormPublished(store=form.store_id, form=form.public_id, version=number)
        log.append(told, by=operation.actor, at=at)
    return version


def close(form: Form, *, by: Staff | None, at: datetime) -> None:
    """Take no more answers; closing it twice changes nothing."""
    if not form.is_open:
        return
    with doing("close_form", form.store, name=form.name, by=by, at=at) as operation:
        form.closed_at = at
        form.save(update_fields=["closed_at"])
        log.append(FormClosed(store=form.store_id, form=form.public_id), by=operation.actor, at=at)


def checked(draft: Content) -> Content:
    if not draft.questions:
        raise NeedsQuestions
    if any(draft.consents) and not any(each.kind == QuestionKind.EMAIL for each in draft.questions):
        raise NeedsAddress
    names = dict(Language.choices)
    for language in draft.languages:
        lacking = [gettext("title")] if not draft.title.get(language) else []
        lacking += [each.words(language) or each.key for each in draft.questions if lacks(each, language)]
        if lacking:
            raise NeedsWords(missing=f"{names[language]}: {', '.join(lacking)}")
    return draft


def lacks(question: Question, language: str) -> bool:
    options = question.options if question.kind in WITH_OPTIONS else []
    if question.kind in WITH_OPTIONS and not options:
        return True
    return not question.label.get(language) or any(not each.label.get(language) for each in options)


def worded(form: Form, draft: Content, number: int, *, at: datetime) -> dict[str, dict[str, int]]:
    """The text of each consent in each language, as the ledger of consents keeps it."""
    return {
        each.key: {
            language: consent.worded(
                form.store.circle, purpose=Purpose(each.purpose), text=each.words(language),
                version=f"{form.public_id}.{number}", language=language, store=form.store, at=at,
            ).id
            for language in draft.languages
        }
        for each in draft.consents
    }  # fmt: skip


def source(store: Store, *, at: datetime) -> Source:
    """The source of a store by which what people write comes in; made with the first form that is published."""
    known = Source.objects.open().filter(store=store, kind=SourceKind.FORMS).select_related("store__circle").first()
    return known or register.add(store, SourceKind.FORMS, by=None, at=at)


def doing(act: str, store: Store, *, name: str, by: Staff | None, at: datetime) -> AbstractContextManager[Operation]:
    return operations.doing(OperationKind.EDIT, store=store, by=by, at=at, facts={"act": act, "name": name})
