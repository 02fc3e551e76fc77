"""On what law stores write to people, what they show them, whom nobody writes to, and how long data are kept."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.profile import consent, regimes, retention, standing, suppressions
from regulars.profile.kinds import Kept, Purpose, Silence
from regulars.profile.models import Suppression, Wording
from regulars.web.customers import answering
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.settings.privacy_forms import (
    RetentionForm,
    RulesForm,
    SuppressionForm,
    WordingForm,
    of_rules,
    told,
)

PAGE = "settings_consents"


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def rules(request: StaffRequest) -> HttpResponse:
    """The rules of the store; the texts and the list of addresses have forms of their own."""
    if request.store is None:
        raise Http404
    form = RulesForm(request.POST or None, initial=of_rules(standing.rules(request.store)))
    if form.is_valid():
        regimes.change(request.store, **form.said, by=request.staff, at=request.now)
        return answering.noted(request, _("The rules are kept."), PAGE)
    context = {
        "form": form, "wording_form": WordingForm(), "suppression_form": SuppressionForm(),
        "wordings": Wording.objects.filter(store=request.store).order_by("purpose", "language", "-id")[:100],
        "suppressed": Suppression.objects.filter(circle=request.staff.circle, lifted_at=None).count(),
    }  # fmt: skip
    return render(request, "web/settings/consents.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.STORES)
def wordings(request: StaffRequest) -> HttpResponse:
    """Keep another version of a text; those before stay, as proof of what was shown."""
    form = WordingForm(request.POST)
    if request.store is None or not form.is_valid():
        return answering.unusable(request, form, reverse(PAGE))
    given = form.cleaned_data | {"purpose": Purpose(form.cleaned_data["purpose"])}
    consent.worded(request.staff.circle, store=request.store, at=request.now, **given)
    messages.success(request, _("The text is kept."))
    return redirect(PAGE)


@require_POST
@for_staff(Act.EDIT, Thing.STORES)
def suppressing(request: StaffRequest) -> HttpResponse:
    """Put addresses on the list of those that nobody writes to, or take them off."""
    form = SuppressionForm(request.POST)
    if not form.is_valid():
        return answering.unusable(request, form, reverse(PAGE))
    circle = request.staff.circle
    if "lift" in request.POST:
        count = sum(suppressions.lift(circle, address, by=request.staff, at=request.now) for address in form.named)
        messages.success(request, _("%(count)s were taken off the list.") % {"count": count})
    else:
        cause = Silence(form.cleaned_data["cause"])
        found = suppressions.add(circle, form.named, cause=cause, by=request.staff, at=request.now)
        messages.success(request, told(*found))
    return redirect(PAGE)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def kept(request: StaffRequest) -> HttpResponse:
    """How long each kind of data is kept, and how much of it goes with the next night."""
    form = RetentionForm(request.POST or None)
    if form.is_valid():
        for kind, days in form.changed.items():
            retention.keep(kind, days=days, circle=request.staff.circle, by=request.staff, at=request.now)
        return answering.noted(request, _("The times are kept."), "settings_retention")
    due = {plan.kind: plan.due for plan in retention.plans(at=request.now)}
    fields = [(form[kind.value], due[kind]) for kind in Kept]
    return render(request, "web/settings/retention.html", {"form": form, "fields": fields})
