"""A custom field as the API shows it."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field as Described

from regulars.api.fields import AnyText, FieldId, Text
from regulars.api.listing import Listed, Window
from regulars.profile import models
from regulars.profile.kinds import FieldKind

Name = Annotated[Text, Described(max_length=120)]
Choices = Annotated[list[Name], Described(max_length=500)]


class Field(Schema):
    """A custom field of people."""

    id: FieldId
    key: str = Described(description="By which values are read and written, and `custom:` names a file's column.")
    name: str
    help: str
    kind: FieldKind
    choices: list[str]
    currency: str | None = Described(description="Of the kind `money`; else null.")
    is_masked: bool = Described(description="Whether it is hidden unless the key has `people:export`.")
    archived_at: datetime | None


class Fields(Listed):
    """A page of custom fields, the newest first."""

    items: list[Field]


class FieldsWindow(Window):
    is_archived: bool | None = None


class NewField(Schema):
    name: Name
    kind: FieldKind
    help: Annotated[AnyText, Described(max_length=300)] = ""
    choices: Choices = []
    currency: Annotated[str, Described(pattern="^([A-Za-z]{3})?$")] = ""
    is_masked: bool | None = Described(None, description="If not said, free text and links are.")


class FieldChange(Schema):
    """What is left out stays as it is."""

    name: Name | None = None
    help: Annotated[AnyText, Described(max_length=300)] | None = None
    choices: Choices | None = None
    is_masked: bool | None = None


def field(row: models.Field) -> Field:
    return Field(
        id=row.public_id, key=row.key, name=row.name, help=row.help, kind=FieldKind(row.kind), choices=row.choices,
        currency=row.currency or None, is_masked=row.is_masked, archived_at=row.archived_at,
    )  # fmt: skip
