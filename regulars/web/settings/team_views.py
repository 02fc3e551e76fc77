"""The team: who works here, in which role, and how they get in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.workspace import team
from regulars.base.workspace.kinds import Act, Role, Thing
from regulars.base.workspace.models import Staff
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.settings.forms import InvitationForm, RoleForm


@require_GET
@for_staff(Act.SEE, Thing.STAFF)
def members(request: StaffRequest) -> HttpResponse:
    found = team.members(request.staff).order_by("account__name", "id")
    form = InvitationForm(staff=request.staff)
    return render(request, "web/settings/team.html", {"members": found, "form": form})


@require_POST
@never_cache
@for_staff(Act.EDIT, Thing.STAFF)
def invitations(request: StaffRequest) -> HttpResponse:
    form = InvitationForm(request.POST, staff=request.staff)
    if not form.is_valid():
        found = team.members(request.staff).order_by("account__name", "id")
        return render(request, "web/settings/team.html", {"members": found, "form": form}, status=422)
    given = form.cleaned_data
    invited, token = team.invite(
        email=given["email"], role=Role(given["role"]), branch=given.get("branch"), by=request.staff, at=request.now
    )
    return show_link(request, invited, token)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STAFF)
def member(request: StaffRequest, id: str) -> HttpResponse:
    person = find(request, id)
    form = RoleForm(request.POST or None, initial={"role": person.role})
    if not form.is_valid():
        return render(request, "web/settings/member.html", {"member": person, "form": form})
    team.give_role(person, Role(form.cleaned_data["role"]), by=request.staff)
    messages.success(request, _("Saved."))
    return redirect("settings_team")


@require_POST
@never_cache
@for_staff(Act.EDIT, Thing.STAFF)
def member_link(request: StaffRequest, id: str) -> HttpResponse:
    """A link to a new password, to be handed over by the person who asked for it."""
    person = find(request, id)
    return show_link(request, person, team.reset(person, by=request.staff, at=request.now))


@require_POST
@for_staff(Act.EDIT, Thing.STAFF)
def departure(request: StaffRequest, id: str) -> HttpResponse:
    person = find(request, id)
    team.part(person, by=request.staff, at=request.now)
    messages.success(request, _("%(name)s no longer works here.") % {"name": str(person.account)})
    return redirect("settings_team")


def find(request: StaffRequest, id: str) -> Staff:
    return get_object_or_404(team.members(request.staff), public_id=id)


def show_link(request: StaffRequest, person: Staff, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("enter", args=[token]))
    return render(request, "web/settings/link.html", {"member": person, "link": link})
