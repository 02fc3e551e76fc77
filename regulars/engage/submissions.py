"""What people send goes into the inbox before they are thanked; from there it becomes events, each once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from regulars.base.kit import ids
from regulars.base.workspace.models import Store
from regulars.collect import inbox
from regulars.collect.sources.forms.read import ANSWERED, REVIEWED, WISHED
from regulars.commerce.models import Product
from regulars.engage import content, forms
from regulars.engage.kinds import NUMBERS, WITH_OPTIONS, QuestionKind
from regulars.engage.models import FormVersion

LONGEST_TEXT = 5_000
TRAITS = {QuestionKind.NAME: "name", QuestionKind.BIRTHDAY: "birthday", QuestionKind.PHONE: "phone"}


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sends, from which page, by which link, and under which name a repetition is known."""

    name: str = ""
    person: str = ""
    page: str = ""
    language: str = ""


@dataclass(slots=True)
class Letter:
    """A message as `sources/forms/read` understands it."""

    properties: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] = field(default_factory=dict)
    traits: dict[str, Any] = field(default_factory=dict)
    person: str = ""
    email: str = ""
    phone: str = ""
    at: str = ""

    def body(self) -> str:
        told = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({name: value for name, value in told.items() if value})


def answer(version: FormVersion, given: Mapping[str, Any], sent: Sent, *, at: datetime) -> None:
    """
    Take in an answer to a form.

    :param given: by the key of a question what was answered, checked by the form that people see.
    """
    shown, form = content.read(version.content), version.form
    letter = Letter(person=sent.person)
    counted: dict[str, Any] = {}
    texts: dict[str, str] = {}
    agreed: list[str] = []
    for question in shown.questions:
        value = given.get(question.key)
        if value in (None, "", [], False) or not content.is_asked(question, shown, given):
            continue
        match question.kind:
            case QuestionKind.CONSENT:
                agreed.append(question.key)
            case QuestionKind.TEXT:
                texts[question.key] = str(value)[:LONGEST_TEXT]
            case kind if kind in NUMBERS or kind in WITH_OPTIONS:
                counted[question.key] = value
            case _:
                tell(letter, question, value)
    letter.properties = {
        "form": form.public_id, "title": form.name, "version": version.number, "language": sent.language,
        "invited": bool(sent.person), "answers": counted, "agreed": agreed,
    }  # fmt: skip
    letter.personal = {"texts": texts, "page": sent.page}
    put(form.store, ANSWERED, letter, sent, at=at)


def tell(letter: Letter, question: content.Question, value: Any) -> None:
    """What somebody says of themselves goes to their profile, and what names them to whom they are."""
    if question.kind == QuestionKind.EMAIL:
        letter.email = str(value)
    elif question.kind == QuestionKind.PHONE:
        letter.phone = str(value)
    name = TRAITS.get(QuestionKind(question.kind), question.field)
    if name:
        letter.traits[name] = value


def review(product: Product, given: Mapping[str, Any], sent: Sent, *, at: datetime) -> None:
    """Take in a review of a product: rating, title, text, author and e-mail."""
    letter = Letter(
        properties={"sku": product.sku, "rating": given["rating"], "language": sent.language},
        personal={name: given[name] for name in ("review_title", "review_body", "author") if given.get(name)},
        traits={"name": given["author"]} if given.get("author") else {},
        person=sent.person, email=str(given.get("email") or ""),
    )  # fmt: skip
    put(product.store, REVIEWED, letter, sent, at=at)


def wish(product: Product, given: Mapping[str, Any], sent: Sent, *, at: datetime) -> None:
    """Take in that somebody wants to hear when a product is back."""
    letter = Letter(
        properties={"sku": product.sku, "language": sent.language}, person=sent.person,
        email=str(given.get("email") or ""),
    )  # fmt: skip
    put(product.store, WISHED, letter, sent, at=at)


@transaction.atomic
def put(store: Store, name: str, letter: Letter, sent: Sent, *, at: datetime) -> None:
    """Into the inbox, on the disk once this transaction is; a message of a name that came before counts once."""
    message = sent.name or str(ids.uuid7())
    inbox.put(forms.source(store, at=at), [(name, message, letter.body())], at=at)
