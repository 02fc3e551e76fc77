"""A file on its way to being imported: handed in, looked at, understood, tried out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.workspace.kinds import Act, Role, Thing
from regulars.base.workspace.models import Store
from regulars.collect import drafts, incoming, uploads
from regulars.collect.kinds import Kind
from regulars.collect.models import Draft
from regulars.profile import fields
from regulars.profile.kinds import FieldKind
from regulars.web.imports import columns, custom, labels, progress, questions, results
from regulars.web.imports.forms import FileForm, ReadingForm
from regulars.web.layout.answers import kept
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.IMPORTS)
def new_import(request: StaffRequest) -> HttpResponse:
    """Choose a file; it is looked at once it is there."""
    if request.store is None:
        return redirect("settings_store_new")
    has_path = request.staff.role == Role.OWNER
    given = request.POST if request.method == "POST" else None
    form = FileForm(
        given, request.FILES or None, has_path=has_path, initial={"kind": request.GET.get("kind", Kind.ORDERS)}
    )
    if form.is_valid():
        return redirect("import_draft", taken(request, form, request.store).public_id)
    context = {"form": form, "kinds": labels.KINDS.values()}
    return render(request, "web/imports/new.html", context, status=422 if form.is_bound else 200)


def taken(request: StaffRequest, form: FileForm, store: Store) -> Draft:
    """A draft of the file that was sent, or of the one that an owner has named."""
    sent, kind = form.cleaned_data.get("file"), Kind(form.cleaned_data["kind"])
    if sent is not None:
        name = uploads.safe_name(sent.name)
        path = uploads.keep(sent, name)
        return drafts.make(path, store, kind, file_name=name, is_ours=True, by=request.staff, at=request.now)
    if request.staff.role != Role.OWNER:
        raise PermissionDenied
    path = incoming.chosen(form.cleaned_data["path"])
    return drafts.make(path, store, kind, file_name=path.name, is_ours=False, by=request.staff, at=request.now)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.IMPORTS)
def draft(request: StaffRequest, id: str) -> HttpResponse:
    """How the file is read and what a dry run has found; what is sent is tried out anew."""
    found = fetched(request, id)
    form = ReadingForm(found, custom.of(found, request.staff), request.POST if request.method == "POST" else None)
    if form.is_valid() and kept(form, lambda: said(request, found, form)):
        return redirect("import_draft", id)
    tried = found.found
    context = {
        "draft": found,
        "kind": labels.KINDS[found.kind][0],
        "form": form,
        "work": progress.of_draft(found) if found.is_at_work else None,
        "question": questions.of(found),
        "columns": columns.of(found, form, request.staff),
        "figures": results.checked(tried["totals"], found.kind, found.currency) if tried else [],
        "reasons": results.reasons(tried["reasons"]) if tried else [],
        "rejected": results.examples(tried["rejected"][:20], request.staff) if tried else [],
    }
    return render(request, "web/imports/draft.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def said(request: StaffRequest, found: Draft, form: ReadingForm) -> None:
    """Keep how the file is read, and make the fields that are to be new."""

    def define(name: str, kind: FieldKind) -> str:
        made = fields.define(
            request.staff.circle, name=name[:120], kind=kind, currency=form.cleaned_data["currency"], by=request.staff,
            at=request.now,
        )  # fmt: skip
        return made.key

    drafts.say(
        found, columns=form.columns(define), answers=form.answers(), timezone=form.cleaned_data["timezone"],
        currency=form.cleaned_data["currency"], by=request.staff, at=request.now,
    )  # fmt: skip


@require_GET
@for_staff(Act.EDIT, Thing.IMPORTS)
def draft_progress(request: StaffRequest, id: str) -> HttpResponse:
    """The work alone; when it has ended, the whole page comes anew."""
    found = fetched(request, id)
    answer = render(request, "web/imports/work.html", {"work": progress.of_draft(found)})
    if not found.is_at_work:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@for_staff(Act.EDIT, Thing.IMPORTS)
def handing_in(request: StaffRequest, id: str) -> HttpResponse:
    """Begin the import of a file that was tried out."""
    row = drafts.hand_in(fetched(request, id), by=request.staff, at=request.now)
    return redirect("import", row.public_id)


@require_POST
@for_staff(Act.EDIT, Thing.IMPORTS)
def draft_removal(request: StaffRequest, id: str) -> HttpResponse:
    drafts.let_go(fetched(request, id))
    messages.success(request, _("The file was removed; nothing of it was kept."))
    return redirect("imports")


def fetched(request: StaffRequest, id: str) -> Draft:
    return get_object_or_404(Draft.objects.visible_to(request.staff).select_related("store__circle"), public_id=id)
