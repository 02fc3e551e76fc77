"""Saved views of lists: mine, and those that a colleague shares."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import SavedView, Staff

MOST_VIEWS = 50
KEEPERS = frozenset({Role.OWNER, Role.MANAGER})


class NotYourView(Refusal):
    message = gettext_lazy("This view belongs to somebody else. Save one of your own instead.")
    status = 403


class TooManyViews(Refusal):
    message = gettext_lazy("There are %(most)s views of this list already. Remove one first.")


class ViewNameTaken(Refusal):
    message = gettext_lazy("You already have a view named “%(name)s” here.")


def of(list: str, *, staff: Staff) -> Sequence[SavedView]:
    """The views of a list, one's own first."""
    found = SavedView.objects.visible_to(staff).filter(list=list).order_by("position", "id")
    return sorted(found[: 2 * MOST_VIEWS], key=lambda view: view.staff_id != staff.id)


def may_change(view: SavedView, staff: Staff) -> bool:
    """Whoever made it; a shared one also those who keep the house in order."""
    return view.staff_id == staff.id or (view.is_shared and staff.role in KEEPERS)


def save(list: str, name: str, query: str, *, by: Staff, at: datetime, is_shared: bool = False) -> SavedView:
    """
    Keep a list as it now is; under a name that one has used before, in its place.

    :raises TooManyViews: if one has fifty of this list.
    """
    mine = SavedView.objects.filter(staff=by, list=list)
    if (known := mine.filter(name__iexact=name).first()) is not None:
        return change(known, by=by, query=query, is_shared=is_shared)
    if mine.count() >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    last = mine.aggregate(last=Max("position"))["last"] or 0
    return SavedView.objects.create(
        circle_id=by.circle_id, staff=by, list=list, name=name, query=query, is_shared=is_shared,
        position=last + 1, made_at=at,
    )  # fmt: skip


def change(
    view: SavedView, *, by: Staff, name: str | None = None, query: str | None = None, is_shared: bool | None = None
) -> SavedView:
    """
    Rename, share, or keep another query under the same name.

    :raises NotYourView: if it is somebody else's.
    :raises ViewNameTaken: if its maker has another one of that name.
    """
    refuse_unless_mine(view, by)
    given = {"name": name, "query": query, "is_shared": is_shared}
    changed = {field: value for field, value in given.items() if value is not None}
    for field, value in changed.items():
        setattr(view, field, value)
    try:
        with transaction.atomic():
            view.save(update_fields=list(changed))
    except IntegrityError as error:
        raise ViewNameTaken(name=name) from error
    return view


def remove(view: SavedView, *, by: Staff) -> None:
    """
    Forget a view.

    :raises NotYourView: if it is somebody else's.
    """
    refuse_unless_mine(view, by)
    view.delete()


def refuse_unless_mine(view: SavedView, by: Staff) -> None:
    if not may_change(view, by):
        raise NotYourView
