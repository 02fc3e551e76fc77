"""The history of operations, one operation, and taking it back."""

from datetime import UTC, tzinfo
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from regulars.base.events import preview
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.events.undo import Undone
from regulars.base.kit.paging import Page
from regulars.base.workspace.kinds import Act, Thing
from regulars.profile import reversals
from regulars.web.components import show
from regulars.web.history import changes, index, listing, outlook
from regulars.web.imports import results
from regulars.web.layout.answers import page_or_part
from regulars.web.layout.choices import back
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page as lists
from regulars.web.lists.columns import Row


@require_GET
@for_staff(Act.SEE, Thing.OPERATIONS)
def operations(request: StaffRequest) -> HttpResponse:
    history = listing.of()
    if moved := lists.unsettled(request, history):
        return moved
    asked, zone = history.ask(request), zone_of(request)
    found = index.page(asked, staff=request.staff, today=request.now.astimezone(zone).date(), zone=zone)
    rows = [
        Row(row.operation.public_id, reverse("operation", args=[row.operation.public_id]), row) for row in found.rows
    ]
    return lists.answer(request, history, asked, Page(rows, found.following), template="web/history/list.html")


def zone_of(request: StaffRequest) -> tzinfo:
    return request.store.zone if request.store else UTC


@require_GET
@for_staff(Act.SEE, Thing.OPERATIONS)
def operation(request: StaffRequest, id: str) -> HttpResponse:
    """What was done, field by field, and what taking it back would do."""
    found = fetched(request, id)
    changed = changes.page(found, request.staff, request.GET.get("after", ""))
    row = index.one(found)
    context = {
        "row": row,
        "operation": found,
        "changes": changed,
        "merged": results.merged(row.imported) if row.imported else [],
        "outlook": outlook_of(request, found),
    }
    return page_or_part(request, "web/history/operation.html", "changes", context)


def outlook_of(request: StaffRequest, found: Operation) -> Any:
    """What comes back and what stays; None where it cannot be undone, or not by this person."""
    is_open = preview.is_possible(found, at=request.now) or outlook.is_ageless(found)
    return outlook.of(found, request.staff) if is_open and may_undo(request, found) else None


def may_undo(request: StaffRequest, found: Operation) -> bool:
    """An import is taken back by those alone who may undo imports."""
    may = request.staff.may
    is_import = found.kind == OperationKind.IMPORT
    return may(Act.UNDO, Thing.OPERATIONS) and (not is_import or may(Act.UNDO, Thing.IMPORTS))


@require_POST
@for_staff(Act.UNDO, Thing.OPERATIONS)
def undoing(request: StaffRequest, id: str) -> HttpResponse:
    """
    Take an operation back by the verb of its kind, and go back to where the person was.

    :raises Refusal: what `reversals.put_back` raises.
    """
    found = fetched(request, id)
    if not may_undo(request, found):
        raise PermissionDenied
    done = reversals.put_back(found, by=request.staff, actor=request.staff.public_id, at=request.now)
    messages.success(request, said(done), extra_tags=again(done))
    return back(request)


def said(done: Undone) -> str:
    """What an undo did, in one sentence."""
    if not done.is_done:
        return _("It is being undone; this goes on by itself.")
    if done.kept:
        return ngettext(
            "Undone, but for %(kept)s row that was changed since.",
            "Undone, but for %(kept)s rows that were changed since.",
            len(done.kept),
        ) % {"kept": show.number(len(done.kept))}
    return _("Undone.")


def again(done: Undone) -> str:
    """An undo can be undone as well, where it is done at once."""
    return f"undo:{done.operation.public_id}" if done.is_done else ""


def fetched(request: StaffRequest, id: str) -> Operation:
    """An operation that the person may see; whoever sees their own only, undoes their own only."""
    rows = Operation.objects.visible_to(request.staff)
    return get_object_or_404(rows.select_related("store", "by__account", "undoes__store", "undone_by"), public_id=id)
