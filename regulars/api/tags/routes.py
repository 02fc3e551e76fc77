"""Tags: list, define, change, merge, remove."""

from ninja import Query, Router, Status

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import TagId
from regulars.api.idempotency import once
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.people.writing import author
from regulars.api.tags import shapes
from regulars.base.workspace.kinds import Act, Thing
from regulars.profile import tags
from regulars.profile.kinds import TagColor

router = Router(tags=["tags"], auth=ApiKeyWith(Act.SEE, Thing.PEOPLE))
SETTINGS = ApiKeyWith(Act.EDIT, Thing.STORES)


@router.get("", response=shapes.Tags)
def list_tags(request: KeyRequest, window: Query[shapes.TagsWindow]) -> shapes.Tags:
    """The tags of the circle."""
    rows = reach.tags(request.auth)
    if window.is_defined is not None:
        rows = rows.filter(is_defined=window.is_defined)
    found, following = listing.page(rows, window)
    return shapes.Tags(items=[shapes.tag(row) for row in found], next=following)


@router.post("", auth=SETTINGS, response=shapes.Tag)
@once(status=200)
def define_tag(request: KeyRequest, given: shapes.NewTag) -> shapes.Tag:
    """Have a tag offered everywhere."""
    return shapes.tag(tags.define(request.auth.circle, name=given.name, color=given.color, **author(request)))


@router.patch("/{id}", auth=SETTINGS, response=shapes.Tag)
def change_tag(request: KeyRequest, id: TagId, given: shapes.TagChange) -> shapes.Tag:
    """Give a tag another name or color."""
    row = one(reach.tags(request.auth).select_related("circle"), id)
    color = given.color or TagColor(row.color)
    return shapes.tag(tags.change(row, name=given.name or row.name, color=color, **author(request)))


@router.post("/{id}/merge", auth=SETTINGS, response=shapes.Tag)
@once(status=200)
def merge_tag(request: KeyRequest, id: TagId, given: shapes.Merge) -> shapes.Tag:
    """Let another tag take the place of this one, which goes."""
    rows = reach.tags(request.auth).select_related("circle")
    row, into = one(rows, id), one(rows, given.into_id)
    tags.merge(row, into=into, **author(request))
    return shapes.tag(into)


@router.delete("/{id}", auth=SETTINGS, response={204: None})
def remove_tag(request: KeyRequest, id: TagId) -> Status[None]:
    """Take a tag off everybody and away; undoing the operation brings it back."""
    tags.remove(one(reach.tags(request.auth).select_related("circle"), id), **author(request))
    return Status(204, None)
