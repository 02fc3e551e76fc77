"""A note as the API shows it."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from regulars.api.fields import LongText, NoteId, PersonId, StaffId
from regulars.api.listing import Listed, Window
from regulars.profile import models


class Note(Schema):
    """What somebody wrote down about a person."""

    id: NoteId
    person_id: PersonId
    text: str | None = Field(description="Null unless the key has `people:export`.")
    author_id: StaffId | None
    made_at: datetime
    edited_at: datetime | None
    pinned_at: datetime | None = Field(description="Since when it stands above the others; null if it does not.")


class Notes(Listed):
    """A page of notes, the newest first."""

    items: list[Note]


class NotesWindow(Window):
    person: PersonId | None = Field(None, description="Whom they are about, with all who were merged into them.")


class NewNote(Schema):
    person_id: PersonId
    text: LongText


class NoteChange(Schema):
    """What is left out stays as it is."""

    text: LongText | None = None
    is_pinned: bool | None = None


def note(row: models.Note, *, with_text: bool) -> Note:
    return Note(
        id=row.public_id, person_id=row.person.canonical.public_id, text=row.text if with_text else None,
        author_id=row.author.public_id if row.author else None, made_at=row.made_at, edited_at=row.edited_at,
        pinned_at=row.pinned_at,
    )  # fmt: skip
