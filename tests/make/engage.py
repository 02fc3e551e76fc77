"""Forms as staff make them, and what people send by them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from regulars.base.events import log
from regulars.base.kit import ids, query
from regulars.base.workspace.models import Store
from regulars.engage import answers, content, forms, reviews, wishes
from regulars.engage.content import Option, Question
from regulars.engage.kinds import FormKind, QuestionKind
from regulars.engage.models import Answer, Form, Reply
from regulars.identity.models import Person
from regulars.profile import traits
from tests.make import sources
from tests.make.sources import NOW, SAID

LANGUAGES = ("en", "zh-hans", "zh-hant")


def question(key: str, kind: QuestionKind, label: str, *, options: Sequence[str] = (), **more: Any) -> Question:
    chosen = [Option(f"o{number}", dict.fromkeys(LANGUAGES, words)) for number, words in enumerate(options, 1)]
    return Question(key=key, kind=kind, label=dict.fromkeys(LANGUAGES, label), options=chosen, **more)


def form(
    store: Store, *questions: Question, kind: FormKind = FormKind.FORM, name: str = "Tea club", at: datetime = NOW,
    is_open: bool = True, **more: Any,
) -> Form:  # fmt: skip
    made = forms.make(store, kind, name=name, languages=LANGUAGES, by=None, at=at)
    draft = content.read(made.draft)
    draft.questions = list(questions) or draft.questions
    for key, value in more.items():
        setattr(draft, key, value)
    forms.describe(made, draft, by=None, at=at)
    if is_open:
        forms.publish(made, by=None, at=at)
    return made


def answered(
    form: Form, person: Person | None, counted: dict[str, Any], texts: dict[str, str], *, at: datetime
) -> Answer:
    """An answer as it stands once it was heard."""
    version = form.versions.latest("number")
    made = Answer.objects.create(
        form=form, version=version, store=form.store, person=person, event=ids.uuid7(), language="en", answered_at=at
    )
    Reply.objects.bulk_create(answers.replies(made, content.read(version.content), counted, texts or {}))
    return made


def hear(*, at: datetime = NOW) -> None:
    """Take in what was sent, and let everybody hear all of the log whom it concerns."""
    sources.take_in(at=at)
    told = [log.logged(row) for row in query.rows(f"{SAID} order by epoch, xid, seq")]
    traits.hear([event for event in told if event.name == traits.NAME], at=at)
    answers.hear([event for event in told if event.name == answers.NAME], at=at)
    reviews.hear([event for event in told if event.name == reviews.NAME])
    wishes.follow([event for event in told if event.name in wishes.NAMES])
