"""Read what somebody typed, or a file says, as the value of a custom field."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy

from regulars.base.kit import money, text
from regulars.base.kit.refusal import Refusal
from regulars.collect.reading import cells
from regulars.profile.kinds import FieldKind
from regulars.profile.models import Field

LONGEST_TEXT = 2_000
MOST_CHOICES = 100
WEB = ("http", "https", "mailto", "tel")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
NOT_NUMERIC = re.compile(r"[\s\u00a0'’%\u00a3\u20ac$¥￥]|[A-Za-z]{3}")
PARTED = re.compile(r"\s*[;|\n、，,]\s*")


class UnusableValue(Refusal):
    message = gettext_lazy("“%(value)s” does not fit the field “%(field)s”.")
    status = 422


@dataclass(frozen=True, slots=True)
class Value:
    """A value in the columns of `FieldValue`; all blank where a field says nothing."""

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    words: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return self == Value()


def read(about: Field, given: str) -> Value:
    """
    What a text says in a field; nothing at all empties it.

    :raises UnusableValue: if it does not fit the field's kind, or is none of its choices.
    """
    plain = given.strip()
    if not plain:
        return Value()
    try:
        found = READERS[FieldKind(about.kind)](about, plain)
    except (ValueError, InvalidOperation, OverflowError) as error:
        raise UnusableValue(value=plain[:80], field=about.name) from error
    return found


def read_text(about: Field, plain: str) -> Value:
    return Value(text=plain.replace("\x00", "")[:LONGEST_TEXT])


def read_number(about: Field, plain: str) -> Value:
    bare = NOT_NUMERIC.sub("", plain)
    if bare.count(",") and bare.rfind(".") < bare.rfind(","):
        is_grouped = bare.count(",") > 1 or re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", bare) is not None
        bare = bare.replace(",", "") if is_grouped else bare.replace(".", "").replace(",", ".")
    amount = Decimal(bare.replace(",", "")).quantize(Decimal(1).scaleb(-money.DECIMALS))
    if not money.is_storable(amount):
        raise ValueError(plain)
    return Value(number=amount)


def read_day(about: Field, plain: str) -> Value:
    parts = DAY.match(plain)
    if parts is None:
        raise ValueError(plain)
    return Value(day=date(*map(int, parts.groups())))


def read_flag(about: Field, plain: str) -> Value:
    said = plain.lower()
    if said not in cells.YES and said not in cells.NO:
        raise ValueError(plain)
    return Value(number=Decimal(said in cells.YES))


def read_choice(about: Field, plain: str) -> Value:
    return Value(text=chosen(about, plain))


def read_choices(about: Field, plain: str) -> Value:
    wanted = [plain] if plain in about.choices else [word for word in PARTED.split(plain) if word]
    picked = {chosen(about, word) for word in wanted[:MOST_CHOICES]}
    return Value(words=[choice for choice in about.choices if choice in picked])


def read_link(about: Field, plain: str) -> Value:
    address = plain if urlsplit(plain).scheme else f"https://{plain}"
    parts = urlsplit(address)
    if parts.scheme not in WEB or not (parts.netloc or parts.path) or re.search(r"\s", plain):
        raise ValueError(plain)
    return Value(text=address[:LONGEST_TEXT])


def chosen(about: Field, word: str) -> str:
    """The choice that a word names, whatever its case."""
    folded = text.fold(word)
    for choice in about.choices:
        if text.fold(choice) == folded:
            return choice
    raise ValueError(word)


READERS = {
    FieldKind.TEXT: read_text,
    FieldKind.NUMBER: read_number,
    FieldKind.DATE: read_day,
    FieldKind.CHOICE: read_choice,
    FieldKind.CHOICES: read_choices,
    FieldKind.FLAG: read_flag,
    FieldKind.MONEY: read_number,
    FieldKind.LINK: read_link,
}


def given(values: str | bool | int | float | Decimal | Iterable[str]) -> str:
    """A plain value, such as a machine sends, as somebody would type it."""
    match values:
        case bool():
            return "yes" if values else "no"
        case str():
            return values
        case int() | float() | Decimal():
            return str(values)
        case _:
            return "\n".join(values)


def written(about: Field, value: Value) -> str | bool | Decimal | date | list[str] | None:
    """A stored value as its plain kind; None where there is none."""
    match FieldKind(about.kind):
        case FieldKind.NUMBER | FieldKind.MONEY:
            return value.number
        case FieldKind.FLAG:
            return None if value.number is None else bool(value.number)
        case FieldKind.DATE:
            return value.day
        case FieldKind.CHOICES:
            return value.words or None
        case _:
            return value.text or None
