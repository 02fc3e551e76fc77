"""Custom fields of people: list, define, change, archive, bring back."""

from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.customfields import shapes
from regulars.api.fetching import one
from regulars.api.fields import FieldId
from regulars.api.idempotency import once
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.people.writing import author
from regulars.base.workspace.kinds import Act, Thing
from regulars.profile import fields
from regulars.profile.models import Field

router = Router(tags=["fields"], auth=ApiKeyWith(Act.SEE, Thing.PEOPLE))
SETTINGS = ApiKeyWith(Act.EDIT, Thing.STORES)


@router.get("", response=shapes.Fields)
def list_fields(request: KeyRequest, window: Query[shapes.FieldsWindow]) -> shapes.Fields:
    """The custom fields of the circle."""
    rows = reach.fields(request.auth)
    if window.is_archived is not None:
        rows = rows.filter(archived_at__isnull=not window.is_archived)
    found, following = listing.page(rows, window)
    return shapes.Fields(items=[shapes.field(row) for row in found], next=following)


@router.post("", auth=SETTINGS, response=shapes.Field)
@once(status=200)
def define_field(request: KeyRequest, given: shapes.NewField) -> shapes.Field:
    """Define a custom field; its kind and its key never change."""
    return shapes.field(fields.define(request.auth.circle, **given.dict(), **author(request)))


@router.patch("/{id}", auth=SETTINGS, response=shapes.Field)
def change_field(request: KeyRequest, id: FieldId, given: shapes.FieldChange) -> shapes.Field:
    """Say anew what a field is called, how it is explained, and what can be chosen."""
    row = fetched(request, id)
    fields.change(
        row, name=row.name if given.name is None else given.name, help=row.help if given.help is None else given.help,
        choices=row.choices if given.choices is None else given.choices,
        is_masked=row.is_masked if given.is_masked is None else given.is_masked, **author(request),
    )  # fmt: skip
    return shapes.field(row)


@router.post("/{id}/archiving", auth=SETTINGS, response=shapes.Field)
@once(status=200)
def archive_field(request: KeyRequest, id: FieldId) -> shapes.Field:
    """Show a field nowhere, and keep its values."""
    return shapes.field(fields.archive(fetched(request, id), **author(request)))


@router.delete("/{id}/archiving", auth=SETTINGS, response=shapes.Field)
def revive_field(request: KeyRequest, id: FieldId) -> shapes.Field:
    """Show an archived field again."""
    return shapes.field(fields.revive(fetched(request, id), **author(request)))


def fetched(request: KeyRequest, id: str) -> Field:
    return one(Field.objects.filter(circle=request.auth.circle_id).select_related("circle"), id)
