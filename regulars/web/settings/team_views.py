"""The team: who works here, in which role, and how they get in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.workspace import branches, team
from regulars.base.workspace.kinds import Act, Role, Thing
from regulars.base.workspace.models import Staff
from regulars.web.customers import answering
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.settings import matrix
from regulars.web.settings.forms import InvitationForm, MemberForm, PlaceForm


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


@require_GET
@for_staff(Act.SEE, Thing.STAFF)
def roles(request: StaffRequest) -> HttpResponse:
    """What each role may do, who has which, and the way to change it."""
    found = team.members(request.staff).prefetch_related("only_stores").order_by("account__name", "id")
    known, may_edit = list(branches.of(request.staff.circle)), request.staff.may(Act.EDIT, Thing.STAFF)
    context = {
        "heads": matrix.heads(),
        "lines": matrix.lines(),
        "members": [
            (each, PlaceForm(member=each, branches=known, auto_id=f"{each.public_id}_%s") if may_edit else None)
            for each in found
        ],
    }
    return render(request, "web/settings/roles.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.STAFF)
def member_place(request: StaffRequest, id: str) -> HttpResponse:
    """Role and branch of a member, from the table of roles."""
    person = find(request, id)
    form = PlaceForm(request.POST, member=person, branches=list(branches.of(person.circle)))
    if not form.is_valid():
        return answering.unusable(request, form, reverse("settings_roles"))
    team.place(person, **form.said, by=request.staff, at=request.now)
    messages.success(request, _("Saved."))
    return redirect("settings_roles")


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STAFF)
def member(request: StaffRequest, id: str) -> HttpResponse:
    """All that is set of a member."""
    person = find(request, id)
    form = MemberForm(
        request.POST or None, member=person, branches=list(branches.of(person.circle)), shops=request.stores
    )
    if not form.is_valid():
        return render(request, "web/settings/member.html", {"member": person, "form": form})
    team.place(person, **form.said, by=request.staff, at=request.now)
    team.speak(person, form.spoken, by=request.staff, at=request.now)
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
