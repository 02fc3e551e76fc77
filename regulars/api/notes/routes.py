"""Notes about people: list, write, change, remove."""

from ninja import Query, Router, Status

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import NoteId
from regulars.api.idempotency import once
from regulars.api.keys import ApiKeyWith, KeyRequest, sees_contact_details
from regulars.api.notes import shapes
from regulars.api.people.writing import author, fetched
from regulars.base.workspace.kinds import Act, Thing
from regulars.profile import notes
from regulars.profile.models import Note

router = Router(tags=["notes"], auth=ApiKeyWith(Act.SEE, Thing.PEOPLE))
EDIT = ApiKeyWith(Act.EDIT, Thing.PEOPLE)


@router.get("", response=shapes.Notes)
def list_notes(request: KeyRequest, window: Query[shapes.NotesWindow]) -> shapes.Notes:
    """Notes about people of the circle."""
    rows = reach.notes(request.auth)
    if window.person is not None:
        rows = rows.filter(person__canonical=fetched(request, window.person))
    found, following = listing.page(rows, window)
    return shapes.Notes(items=[shown(request, row) for row in found], next=following)


@router.post("", auth=EDIT, response=shapes.Note)
@once(status=200)
def write_note(request: KeyRequest, given: shapes.NewNote) -> shapes.Note:
    """Write something down about a person."""
    made = notes.write(fetched(request, given.person_id), text=given.text, **author(request))
    return shown(request, one(reach.notes(request.auth), made.public_id))


@router.patch("/{id}", auth=EDIT, response=shapes.Note)
def change_note(request: KeyRequest, id: NoteId, given: shapes.NoteChange) -> shapes.Note:
    """Let a note say something else, pin it, or put it back among the others."""
    row = one(reach.notes(request.auth), id)
    if given.text is not None:
        notes.edit(row, text=given.text, **author(request))
    if given.is_pinned is not None:
        (notes.pin if given.is_pinned else notes.unpin)(row, **author(request))
    return shown(request, row)


@router.delete("/{id}", auth=EDIT, response={204: None})
def remove_note(request: KeyRequest, id: NoteId) -> Status[None]:
    """Remove a note; undoing the operation brings it back."""
    notes.remove(one(reach.notes(request.auth), id), **author(request))
    return Status(204, None)


def shown(request: KeyRequest, row: Note) -> shapes.Note:
    return shapes.note(row, with_text=sees_contact_details(request.auth))
