"""The first page: what changed, in words; then the numbers and the ground they stand on."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from regulars.base.kit import clock
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Store
from regulars.insight.models import Finding, Run
from regulars.web.customers import doubts, due
from regulars.web.home import news, numbers, snoozes, state
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@require_GET
@for_staff()
def page(request: StaffRequest) -> HttpResponse:
    """Who may not see insight gets a page that says what they can do instead."""
    zone = request.store.zone if request.store else clock.zone("UTC")
    common = {
        "may_contact": request.staff.may(Act.EDIT, Thing.PEOPLE), "pairs": doubts.number(request.staff),
        "due_requests": due.soon(request.staff, clock.local_day(request.now, zone)),
    }  # fmt: skip
    if not request.staff.may(Act.SEE, Thing.INSIGHT):
        return render(request, "web/home/without_insight.html", common)
    now = state.of(request.store) if request.store else None
    learned = what_was_learned(request, request.store, now.run) if request.store and now and now.run else {}
    return render(request, "web/home/page.html", {"state": now, **common, **learned})


@require_POST
@for_staff(Act.SEE, Thing.INSIGHT)
def finding_snooze(request: StaffRequest, id: int) -> HttpResponse:
    """Put one finding off; with `id` 0, bring all back."""
    store = request.store
    if store is not None and id == 0:
        snoozes.bring_back(request.staff, store)
    elif store is not None:
        finding = get_object_or_404(Finding, id=id, run__store=store)
        snoozes.put_off(request.staff, finding, store, on=today(request, store))
    return redirect("home")


def today(request: StaffRequest, store: Store) -> date:
    return clock.local_day(request.now, store.zone)


def what_was_learned(request: StaffRequest, store: Store, run: Run) -> dict[str, Any]:
    learned = numbers.results(run)
    return {
        "run": run,
        "sold": numbers.net_sales(learned, store.currency),
        "numbers": numbers.key_numbers(learned, store.currency),
        "findings": news.of(run, store, request.staff, snoozes.of(request.staff, store, on=today(request, store))),
    }
