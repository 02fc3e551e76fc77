"""The kinds of values that calls carry, each refused in words where it could not be stored."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints

from regulars.base.kit import ids

CENTS = Decimal("0.01")
NUMBER = re.compile(r"\s*[-+]?[0-9_.]*(e[-+]?[0-9]+)?\s*$", re.IGNORECASE)
"""What pydantic would take for seconds since 1970."""


def storable(text: str) -> str:
    """Refuse what PostgreSQL cannot hold; lone surrogates are refused before, as they are no text at all."""
    if "\x00" in text:
        raise ValueError("The text holds a NUL character.")
    return text


def only_text(value: Any) -> Any:
    if not isinstance(value, str | datetime):
        raise ValueError("Give a moment as text, such as 2026-03-01T09:00:00Z.")
    if isinstance(value, str) and NUMBER.match(value):
        raise ValueError("Give a moment such as 2026-03-01T09:00:00Z, not a number.")
    return value


def only_day(value: Any) -> Any:
    if not isinstance(value, date) and (not isinstance(value, str) or "-" not in value[1:]):
        raise ValueError("Give a day as text, such as 2026-03-01.")
    return value


def in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("The moment needs a zone: end it with Z, or with an offset such as +08:00.")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("The moment is out of range.") from error


def exact(amount: Decimal) -> str:
    """All digits that count and no others, but at least two decimals."""
    short = amount.normalize()
    return f"{amount.quantize(CENTS) if short == amount.quantize(CENTS) else short:f}"


def public_id(prefix: str) -> Any:
    """The type of a public id of a kind."""
    pattern = f"^{prefix}_[{ids.ALPHABET}]{{{ids.WIDTH}}}$"
    return Annotated[str, StringConstraints(pattern=pattern), Field(examples=[f"{prefix}_{'0' * ids.WIDTH}"])]


Text = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(storable)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(storable)]
AnyText = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(storable)]
Moment = Annotated[datetime, BeforeValidator(only_text), AfterValidator(in_utc)]
Day = Annotated[date, BeforeValidator(only_day)]
Amount = Annotated[
    Decimal,
    PlainSerializer(exact, return_type=str),
    Field(description="An exact decimal number as text."),
]
PersonId = public_id("per")
CompanyId = public_id("com")
OrderId = public_id("ord")
ProductId = public_id("pro")
OperationId = public_id("ope")
StoreId = public_id("sto")
ImportId = public_id("imp")
StaffId = public_id("stf")
BranchId = public_id("bra")
NoteId = public_id("not")
TaskId = public_id("tsk")
TagId = public_id("tag")
FieldId = public_id("fld")
AttemptId = public_id("att")
ConsentId = public_id("con")
DisclosureId = public_id("dis")
ErasureId = public_id("era")
FormId = public_id("frm")
ReviewId = public_id("rev")
