"""Data quality: the scores and what to fix first; one repair, with what it would change; a repair that is stopped."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.kit import clock
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Staff
from regulars.identity.models import Person
from regulars.profile.models import StandingRepair
from regulars.profile.quality import repairing, repairs, scores, standing
from regulars.profile.quality.repairing import Done
from regulars.profile.quality.repairs import PROFILE, Options, Repair
from regulars.web.components import show
from regulars.web.customers import answering
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.quality import faces, forms


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def page(request: StaffRequest) -> HttpResponse:
    """The scores of the store, and what stands behind them."""
    may_edit = request.staff.may(Act.EDIT, Thing.PEOPLE)
    store = request.store
    days = scores.trend(store, until=clock.local_day(request.now, store.zone)) if store else []
    context: dict[str, object] = {"may_edit": may_edit, "days": days[::-1], "kept": kept(request)}
    if days and store:
        sees_money = request.staff.may(Act.SEE, Thing.INSIGHT)
        trend = faces.trend(days)
        context |= {
            "last": days[-1], "cards": faces.cards(days), "trend": trend,
            "picture": render_to_string("web/quality/line.html", {"trend": trend}) if trend else "",
            "fixes": faces.fixes(days[-1], store, sees_money=sees_money, may_edit=may_edit),
            "sources": faces.sources(store),
        }  # fmt: skip
    if may_edit:
        context["ways"] = [(way.label, [each for each in repairs.ALL if each.way == way]) for way in repairs.Way]
    return render(request, "web/quality/page.html", context)


def kept(request: StaffRequest) -> list[tuple[StandingRepair, Repair]]:
    """The repairs that go on, with what they are."""
    rows = StandingRepair.objects.visible_to(request.staff).at_work().select_related("made_by__account").order_by("id")
    return [(row, repairs.BY_NAME[row.repair]) for row in rows if row.repair in repairs.BY_NAME]


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def repair(request: StaffRequest, name: str) -> HttpResponse:
    """What a repair would change; what is posted is done."""
    found = repairs.BY_NAME.get(name)
    if found is None:
        raise Http404
    is_all = request.staff.reach(Act.EDIT, Thing.PEOPLE) == Scope.ALL
    form = forms.form(found, request.POST or request.GET, request.staff)
    asked = forms.options(form)
    if request.method == "POST" and asked is not None:
        return carried_out(request, name, asked, is_all=is_all)
    outlook = None
    if asked is not None:
        outlook = repairing.preview(request.staff.circle, name, asked, crowd=crowd(request.staff))
    context = {
        "repair": found, "form": form, "outlook": outlook, "may_keep": is_all,
        "examples": outlook.examples if outlook and may_see(found, asked, request.staff) else [],
        "sent": asked.as_json().items() if asked else (),
    }  # fmt: skip
    return render(request, "web/quality/repair.html", context)


def carried_out(request: StaffRequest, name: str, options: Options, *, is_all: bool) -> HttpResponse:
    keeps = request.POST.get("keep") == "yes"
    if keeps and not is_all:
        raise PermissionDenied
    circle, by = request.staff.circle, request.staff
    if keeps:
        standing.keep(circle, name, options, by=by, at=request.now)
    done = repairing.run(circle, name, options, by=by, at=request.now, crowd=crowd(by))
    undo = done.operation.public_id if done.operation else ""
    return answering.told(request, said(done, keeps=keeps), "quality", undo=undo)


def said(done: Done, *, keeps: bool) -> str:
    words = ngettext("%(count)s value repaired.", "%(count)s values repaired.", done.rows) % {
        "count": show.number(done.rows)
    }
    if done.left:
        words += " " + ngettext(
            "%(count)s is somebody else's already, and the two are suggested as one.",
            "%(count)s are somebody else's already, and these people are suggested as one.", done.left,
        ) % {"count": show.number(done.left)}  # fmt: skip
    return words + " " + _("It goes on with what arrives.") if keeps else words


def crowd(staff: Staff) -> QuerySet[Person] | None:
    """Those whom somebody may edit, where these are not all."""
    is_all = staff.reach(Act.EDIT, Thing.PEOPLE) == Scope.ALL
    return None if is_all else Person.objects.visible_to(staff).canonical_only()


def may_see(found: Repair, options: Options | None, staff: Staff) -> bool:
    """Whether examples may be shown: addresses, numbers and streets for those alone who see contact details."""
    is_open = found.table == PROFILE and "street" not in found.columns and not (options and options.field)
    return staff.sees_contact_details or is_open


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def stopping(request: StaffRequest, id: str) -> HttpResponse:
    """Stop a repair that goes on."""
    row = get_object_or_404(StandingRepair.objects.visible_to(request.staff), public_id=id)
    if request.staff.reach(Act.EDIT, Thing.PEOPLE) != Scope.ALL:
        raise PermissionDenied
    standing.stop(row, by=request.staff, at=request.now)
    return answering.noted(request, _("The repair has stopped; what it has repaired stays so."), "quality")
