"""What a form asks, in the languages it speaks: as staff draft it, and as each published version keeps it."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from regulars.engage.kinds import BANDS, WITH_OPTIONS, QuestionKind

type Text = dict[str, str]
"""Words by language."""
ENGLISH = "en"


class Option(msgspec.Struct, omit_defaults=True):
    key: str
    label: Text


class Question(msgspec.Struct, omit_defaults=True):
    """
    One question; of a consent, the label is the text that people agree to.

    :param field: the key of the custom field that a question of that kind fills.
    :param only_if: answers to earlier questions, such as `q1=o2` or `q2=low`, any of which makes this one be asked.
    """

    key: str
    kind: QuestionKind
    label: Text
    help: Text = {}
    is_required: bool = False
    options: list[Option] = []
    field: str = ""
    medium: str = ""
    purpose: str = ""
    only_if: list[str] = []

    def words(self, language: str) -> str:
        return said(self.label, language)

    def option(self, key: str, language: str) -> str:
        """The words of an option; its key where the form has it no longer."""
        return next((said(each.label, language) for each in self.options if each.key == key), key)


class Content(msgspec.Struct, omit_defaults=True):
    """All that a form shows; its first language is that of whoever speaks none of them."""

    languages: list[str]
    title: Text = {}
    intro: Text = {}
    thanks: Text = {}
    is_double: bool = False
    questions: list[Question] = []

    def question(self, key: str) -> Question | None:
        return next((each for each in self.questions if each.key == key), None)

    def language(self, wished: str) -> str:
        return wished if wished in self.languages else self.languages[0]

    @property
    def consents(self) -> Iterator[Question]:
        return (each for each in self.questions if each.kind == QuestionKind.CONSENT)


def read(stored: Mapping[str, Any]) -> Content:
    return msgspec.convert(stored, Content)


def stored(content: Content) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(content)
    return found


def said(text: Text, language: str) -> str:
    """The words in a language; where there are none, those in English or in any other."""
    return text.get(language) or text.get(ENGLISH) or next(filter(None, text.values()), "")


def is_asked(question: Question, content: Content, given: Mapping[str, Any]) -> bool:
    """Whether the answers so far make this question be asked."""
    return not question.only_if or any(holds(condition, content, given) for condition in question.only_if)


def holds(condition: str, content: Content, given: Mapping[str, Any]) -> bool:
    key, _, wanted = condition.partition("=")
    earlier, value = content.question(key), given.get(key)
    if earlier is None or value in (None, "", []):
        return False
    if bands := BANDS.get(earlier.kind):
        return str(value).isdecimal() and int(value) in bands.get(wanted, ())
    return wanted in value if isinstance(value, list) else wanted == value


def conditions(content: Content, before: str) -> list[tuple[Question, str]]:
    """What a question may depend on: the answers that those before it can have."""
    found: list[tuple[Question, str]] = []
    for question in content.questions:
        if question.key == before:
            break
        if question.kind in WITH_OPTIONS:
            found += [(question, option.key) for option in question.options]
        found += [(question, band) for band in BANDS.get(question.kind, ())]
    return found
