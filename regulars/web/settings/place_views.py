"""Branches and languages of the workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.workspace import branches, languages
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Branch, Staff, Store
from regulars.identity.models import Person
from regulars.web.layout.answers import kept
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.settings.forms import BranchForm, LanguagesForm


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def branch_list(request: StaffRequest) -> HttpResponse:
    """All branches; a new one comes in by POST."""
    form, circle = BranchForm(request.POST or None), request.staff.circle
    if form.is_valid() and kept(
        form, lambda: branches.open_branch(circle, form.cleaned_data["name"], by=request.staff, at=request.now)
    ):
        messages.success(request, _("The branch is open."))
        return redirect("settings_branches")
    return render(request, "web/settings/branches.html", {"form": form, "branches": branches.of(circle)})


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def branch(request: StaffRequest, id: str) -> HttpResponse:
    """One branch: its name, who works there, and how it is closed."""
    found = fetched(request, id)
    form = BranchForm(request.POST or None, initial={"name": found.name})
    if form.is_valid() and kept(
        form, lambda: branches.rename(found, form.cleaned_data["name"], by=request.staff, at=request.now)
    ):
        messages.success(request, _("Saved."))
        return redirect("settings_branches")
    at_work = Staff.objects.filter(branch=found, left_at=None).select_related("account").order_by("account__name")
    context = {
        "form": form,
        "branch": found,
        "members": at_work,
        "people": Person.objects.filter(branch=found).canonical_only().count(),
        "may_place": request.staff.may(Act.EDIT, Thing.STAFF),
    }
    return render(request, "web/settings/branch.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.STORES)
def branch_closing(request: StaffRequest, id: str) -> HttpResponse:
    """Close a branch, or open it again."""
    found = fetched(request, id)
    if found.closed_at is None:
        branches.close(found, by=request.staff, at=request.now)
        messages.success(request, _("The branch “%(name)s” is closed.") % {"name": found.name})
    else:
        branches.reopen(found, by=request.staff, at=request.now)
        messages.success(request, _("The branch “%(name)s” is open again.") % {"name": found.name})
    return redirect("settings_branches")


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def language_page(request: StaffRequest) -> HttpResponse:
    """Which languages are offered, and which one each store speaks."""
    circle = request.staff.circle
    shops = list(Store.objects.visible_to(request.staff).order_by("id"))
    form = LanguagesForm(request.POST or None, circle=circle, shops=shops)
    if form.is_valid() and kept(
        form,
        lambda: languages.offer(
            circle, form.cleaned_data["offered"], of_stores=form.of_stores, by=request.staff, at=request.now
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect("settings_languages")
    context = {"form": form, "speakers": languages.speakers(circle)}
    return render(request, "web/settings/languages.html", context)


def fetched(request: StaffRequest, id: str) -> Branch:
    return get_object_or_404(Branch.objects.filter(circle=request.staff.circle).select_related("circle"), public_id=id)
