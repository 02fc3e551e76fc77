"""Notes about people: write, edit, pin, remove; the change keeper holds what they said before."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.identity import acts
from regulars.identity.models import Person
from regulars.profile.events import NoteRemoved, NoteWritten
from regulars.profile.models import Note

LONGEST = 20_000


class EmptyNote(Refusal):
    message = gettext_lazy("Write something, in at most 20,000 characters.")
    status = 422


def write(person: Person, *, text: str, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Note:
    """
    A new note.

    :raises EmptyNote: if it says nothing, or far too much.
    """
    said = checked(text)
    with acts.doing("write_note", person.circle, by=by, actor=actor, at=at, people=1) as operation:
        note = Note.objects.create(person=person.canonical, author=by, text=said, made_at=at)
        log.append(NoteWritten(person=note.person_id, note=note.public_id), by=operation.actor, at=at)
    return note


def edit(note: Note, *, text: str, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Note:
    """
    Let a note say something else.

    :raises EmptyNote: if it says nothing, or far too much.
    """
    note.text, note.edited_at = checked(text), at
    with acts.doing("edit_note", note.person.circle, by=by, actor=actor, at=at, people=1):
        note.save(update_fields=["text", "edited_at"])
    return note


def pin(note: Note, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Note:
    """Keep a note above the others."""
    return put_up(note, at, "pin_note", by=by, at=at, actor=actor)


def unpin(note: Note, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Note:
    """Put a note back among the others."""
    return put_up(note, None, "unpin_note", by=by, at=at, actor=actor)


def put_up(note: Note, since: datetime | None, act: str, *, by: Staff | None, at: datetime, actor: str) -> Note:
    note.pinned_at = since
    with acts.doing(act, note.person.circle, by=by, actor=actor, at=at, people=1):
        note.save(update_fields=["pinned_at"])
    return note


def remove(note: Note, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> None:
    """Remove a note; undoing this brings it back."""
    with acts.doing("remove_note", note.person.circle, by=by, actor=actor, at=at, people=1) as operation:
        told = NoteRemoved(person=note.person_id, note=note.public_id)
        note.delete()
        log.append(told, by=operation.actor, at=at)


def checked(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said or len(said) > LONGEST:
        raise EmptyNote
    return said
