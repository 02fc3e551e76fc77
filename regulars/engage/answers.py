"""Bring what the log says of answers into the tables that pages count, and what people agreed to into the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from regulars.base.events.event import Logged
from regulars.base.workspace.kinds import Language
from regulars.collect.sources.forms.read import ANSWERED
from regulars.engage import content
from regulars.engage.content import Content, Question
from regulars.engage.kinds import NUMBERS, WITH_OPTIONS, QuestionKind
from regulars.engage.models import Answer, FormVersion, Reply
from regulars.identity import crowds
from regulars.identity.models import Person
from regulars.profile import consent
from regulars.profile.consent import Matter, NoAddress, Proof
from regulars.profile.kinds import Manner, Medium, Purpose
from regulars.profile.models import Wording

NAME = ANSWERED
PATH = "/f/{}/"


@transaction.atomic
def hear(events: Sequence[Logged], *, at: datetime) -> None:
    """Keep the answers of a batch of events, each event once, whenever it is heard."""
    known = set(Answer.objects.filter(event__in=[event.id for event in events]).values_list("event", flat=True))
    fresh = [event for event in events if event.id not in known]
    versions = versions_of(fresh)
    for event in fresh:
        version = versions.get((event.properties.get("form"), event.properties.get("version")))
        if version is not None:
            keep(event, version, at=at)


def versions_of(events: Sequence[Logged]) -> dict[tuple[Any, Any], FormVersion]:
    named = {str(event.properties.get("form")) for event in events}
    rows = FormVersion.objects.filter(form__public_id__in=named).select_related("form__store__circle")
    return {(row.form.public_id, row.number): row for row in rows}


def keep(event: Logged, version: FormVersion, *, at: datetime) -> None:
    told, language = event.properties, str(event.properties.get("language") or "")
    answer = Answer.objects.create(
        form=version.form, version=version, store=version.form.store, person_id=event.person, event=event.id,
        language=language if language in Language.values else "", is_invited=bool(told.get("invited")),
        answered_at=event.happened_at,
    )  # fmt: skip
    shown = content.read(version.content)
    Reply.objects.bulk_create(replies(answer, shown, told.get("answers") or {}, event.personal.get("texts") or {}))
    if event.person is not None and told.get("agreed"):
        agree(event, version, shown, at=at)


def replies(answer: Answer, shown: Content, counted: dict[str, Any], texts: dict[str, Any]) -> list[Reply]:
    made = []
    for question in shown.questions:
        if question.kind == QuestionKind.TEXT and texts.get(question.key):
            made.append(Reply(answer=answer, question=question.key, text=str(texts[question.key])))
        elif question.key in counted and (reply := counted_reply(answer, question, counted[question.key])):
            made.append(reply)
    return made


def counted_reply(answer: Answer, question: Question, value: Any) -> Reply | None:
    """A number within its scale, or options that the version has; None for anything else."""
    if question.kind in NUMBERS:
        number = int(value) if str(value).isdecimal() else None
        return Reply(answer=answer, question=question.key, number=number) if number in NUMBERS[question.kind] else None
    if question.kind not in WITH_OPTIONS:
        return None
    options = {each.key for each in question.options}
    words = [str(key) for key in (value if isinstance(value, list) else [value]) if str(key) in options]
    return Reply(answer=answer, question=question.key, words=words) if words else None


def agree(event: Logged, version: FormVersion, shown: Content, *, at: datetime) -> None:
    """Write what somebody agreed to into the ledger; where the form asks twice, an e-mail waits for its link."""
    person = Person.objects.select_related("canonical", "circle").get(id=event.person or 0)
    language = shown.language(str(event.properties.get("language") or ""))
    for question in shown.consents:
        if question.key not in event.properties["agreed"]:
            continue
        matter = Matter(
            purpose=Purpose(question.purpose), medium=Medium(question.medium) if question.medium else None,
            store=version.form.store,
        )  # fmt: skip
        proof = Proof(
            manner=Manner.FORM, place=place(event, version), said_at=min(event.happened_at, at),
            wording=Wording.objects.filter(id=version.wordings.get(question.key, {}).get(language)).first(),
        )  # fmt: skip
        say(person, matter, proof, actor=version.form.public_id, is_double=shown.is_double, at=at)


def say(person: Person, matter: Matter, proof: Proof, *, actor: str, is_double: bool, at: datetime) -> None:
    if is_double and matter.medium == Medium.EMAIL:
        try:
            consent.ask(person, matter, proof, by=None, at=at, actor=actor)
        except NoAddress:
            return
    else:
        consent.give(crowds.one(person.canonical), matter, proof, circle=person.circle, by=None, at=at, actor=actor)


def place(event: Logged, version: FormVersion) -> str:
    """The page on which the form stood; ours, where it does not say so."""
    ours = settings.PUBLIC_URL.rstrip("/") + PATH.format(version.form.public_id)
    return str(event.personal.get("page") or "") or ours
