"""The history of imports, one import, and what can be asked of it."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.collect import imports, rejects, tries
from regulars.collect.kinds import State
from regulars.collect.models import Draft, Import
from regulars.commerce.models import Merge
from regulars.profile import arrivals
from regulars.web.imports import labels, listing, profiles, progress, results
from regulars.web.layout import exports
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page as lists

EXAMPLES = 50


@require_GET
@for_staff(Act.SEE, Thing.IMPORTS)
def import_list(request: StaffRequest) -> HttpResponse:
    history = listing.of()
    if moved := lists.unsettled(request, history):
        return moved
    asked = history.ask(request)
    may_edit = request.staff.may(Act.EDIT, Thing.IMPORTS)
    open_drafts = Draft.objects.visible_to(request.staff).filter(store=request.store).order_by("-id")[:10]
    return lists.answer(
        request, history, asked, listing.page(asked, store=request.store, staff=request.staff),
        template="web/imports/list.html", drafts=list(open_drafts) if may_edit else [], may_edit=may_edit,
    )  # fmt: skip


@require_GET
@for_staff(Act.SEE, Thing.IMPORTS)
def import_page(request: StaffRequest, id: str) -> HttpResponse:
    row = fetched(request, id)
    words, tone = labels.STATES[row.state]
    merge = Merge.objects.filter(import_id=row.id).select_related("under").first()
    context = {
        "row": row,
        "kind": labels.KINDS[row.kind][0],
        "state": words,
        "tone": tone,
        "work": progress.of_import(row) if row.is_at_work else None,
        "read": results.checked(row.totals, row.kind, row.currency) if row.totals else [],
        "merged": results.merged(row),
        "profile": profiles.of(row, request.staff),
        "rejected": results.kept(row, EXAMPLES, request.staff),
        "operation": merge.under if merge else None,
        "may_export": request.staff.may(Act.EXPORT, Thing.IMPORTS),
        "may_cancel": row.is_unfinished and merge is None and request.staff.may(Act.EDIT, Thing.IMPORTS),
        "problem": str(tries.given_up(row)) if row.is_given_up else row.problem,
        "may_try_again": row.is_given_up and request.staff.may(Act.EDIT, Thing.IMPORTS),
        "may_undo": is_standing(row) and request.staff.may(Act.UNDO, Thing.IMPORTS),
    }
    return render(request, "web/imports/import.html", context)


def is_standing(row: Import) -> bool:
    """Whether something of the import is in the store, and nobody is at it."""
    return row.state == State.DONE or (row.state == State.MERGING and row.is_given_up)


@require_GET
@for_staff(Act.SEE, Thing.IMPORTS)
def import_progress(request: StaffRequest, id: str) -> HttpResponse:
    """The work alone; when it has ended, the whole page comes anew."""
    row = fetched(request, id)
    answer = render(request, "web/imports/work.html", {"work": progress.of_import(row)})
    if not row.is_at_work:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_GET
@for_staff(Act.EXPORT, Thing.IMPORTS)
def rejected_rows(request: StaffRequest, id: str) -> HttpResponseBase:
    """The rejected rows as a file to mend."""
    row = fetched(request, id)
    name = f'attachment; filename="{row.public_id}-rejected.csv"'
    exports.note(request, "rejected", "csv", name=row.public_id)
    lines = rejects.as_csv(row, with_values=request.staff.sees_contact_details)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


@require_POST
@for_staff(Act.EDIT, Thing.IMPORTS)
def cancellation(request: StaffRequest, id: str) -> HttpResponse:
    imports.cancel(fetched(request, id), at=request.now)
    messages.success(request, _("The import was canceled; nothing of it was kept."))
    return redirect("import", id)


@require_POST
@for_staff(Act.EDIT, Thing.IMPORTS)
def import_again(request: StaffRequest, id: str) -> HttpResponse:
    """Begin anew with an import that was given up; the worker does it."""
    tries.again(fetched(request, id))
    messages.success(request, _("The import is begun again within five minutes."))
    return redirect("import", id)


@require_POST
@for_staff(Act.UNDO, Thing.IMPORTS)
def import_undoing(request: StaffRequest, id: str) -> HttpResponse:
    """Ask for the import to be taken back; the worker does it."""
    arrivals.ask_back(fetched(request, id), by=request.staff, actor=request.staff.public_id, at=request.now)
    return redirect("import", id)


def fetched(request: StaffRequest, id: str) -> Import:
    rows = Import.objects.visible_to(request.staff).select_related("store__circle", "by__account")
    return get_object_or_404(rows, public_id=id)
