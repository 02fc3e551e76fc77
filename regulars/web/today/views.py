"""Whom to contact today, what came of it, and what is to be done."""

from datetime import UTC, date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.base.kit import clock
from regulars.base.workspace.kinds import Act, Thing
from regulars.contact import attempts, quiet, today
from regulars.contact.kinds import Channel, Outcome
from regulars.profile.models import Task
from regulars.web.customers import answering
from regulars.web.customers.forms import AttemptForm
from regulars.web.layout.answers import wants_part
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.today import entries

MOST_TASKS = 50
LATER_BY = timedelta(days=7)


@require_GET
@for_staff(Act.EDIT, Thing.PEOPLE)
def page(request: StaffRequest) -> HttpResponse:
    """The list of today; drawn when it is first looked at."""
    found = today.of(request.staff, request.store, at=request.now) if request.store else []
    lines = entries.of(found, request.staff, request.store) if request.store else []
    day = local_day(request)
    mine = Task.objects.visible_to(request.staff).open().filter(assignee=request.staff)
    mine = mine.select_related("person__canonical", "assignee__account")
    context = {
        "waiting": [line for line in lines if line.is_open],
        "settled": [line for line in lines if not line.is_open],
        "tasks": [(task, task.is_overdue(day)) for task in mine.order_by("due_on", "id")[:MOST_TASKS]],
        "later": day + LATER_BY,
        "may_edit": True,
        "may_set": request.staff.may(Act.EDIT, Thing.STORES),
        "quiet_days": quiet.days(request.store) if request.store else quiet.USUAL,
    }
    return render(request, "web/today/first.html" if wants_part(request) else "web/today/page.html", context)


def local_day(request: StaffRequest) -> date:
    return clock.local_day(request.now, request.store.zone) if request.store else request.now.astimezone(UTC).date()


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def draw(request: StaffRequest) -> HttpResponse:
    """Fill the list up."""
    if request.store:
        today.draw(request.staff, request.store, at=request.now)
    return redirect("today")


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def attempt(request: StaffRequest, id: str) -> HttpResponse:
    """What came of contacting somebody."""
    person, form = answering.fetched(request, id), AttemptForm(request.POST)
    if not form.is_valid():
        return redirect("today")
    given = form.cleaned_data
    attempts.note(
        person, outcome=Outcome(given["outcome"]), channel=Channel(given["channel"] or Channel.OTHER),
        until=given["until"], by=request.staff, at=request.now, on=timezone.localdate(request.now),
    )  # fmt: skip
    return answering.noted(request, _("It is written down."), "today")
