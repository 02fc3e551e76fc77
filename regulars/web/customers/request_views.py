"""The register of what people ask for by law."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.kit import clock
from regulars.base.workspace.kinds import Act, Thing
from regulars.identity.models import Person
from regulars.profile import requests
from regulars.profile.kinds import RequestKind, RequestState
from regulars.profile.models import RightsRequest
from regulars.web.customers import answering
from regulars.web.customers.rights import AnswerForm, RequestForm
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff

PAGE = "requests"
SHOWN = 200


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def register(request: StaffRequest) -> HttpResponse:
    """What is open, by its day, and what was answered; a new one comes in by POST."""
    day = clock.local_day(request.now, request.store.zone if request.store else clock.zone("UTC"))
    form = RequestForm(request.POST or None, initial={"received_on": day, "person": request.GET.get("person", "")})
    if form.is_valid() and taken_in(request, form):
        return answering.noted(request, _("The request is in the register."), PAGE)
    rows = RightsRequest.objects.visible_to(request.staff).in_order()
    found = rows.select_related("person__canonical", "answered_by__account")[:SHOWN]
    return render(request, "web/customers/requests.html", {"form": form, "requests": found, "day": day})


def taken_in(request: StaffRequest, form: RequestForm) -> bool:
    given: dict[str, Any] = form.cleaned_data
    person = Person.objects.visible_to(request.staff).filter(public_id=given["person"].strip()).first()
    if given["person"] and person is None:
        form.add_error("person", _("There is nobody with this number."))
        return False
    requests.take_in(
        request.staff.circle, kind=RequestKind(given["kind"]), person=person, received_on=given["received_on"],
        note=given["note"], by=request.staff, at=request.now,
    )  # fmt: skip
    return True


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def answer(request: StaffRequest, id: str) -> HttpResponse:
    """Note that a request was answered, or refused."""
    rows = RightsRequest.objects.visible_to(request.staff).select_related("circle")
    asked, form = get_object_or_404(rows, public_id=id), AnswerForm(request.POST)
    if not form.is_valid():
        return answering.unusable(request, form, reverse(PAGE))
    state, note = RequestState(form.cleaned_data["state"]), form.cleaned_data["note"]
    requests.settle(asked, state=state, note=note, by=request.staff, at=request.now)
    return answering.noted(request, _("The request is settled."), PAGE)
