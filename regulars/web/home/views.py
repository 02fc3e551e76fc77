"""The first page: what changed, in words; then the numbers and the ground they stand on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Store
from regulars.insight.models import Run
from regulars.web.home import news, numbers, state
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@require_GET
@for_staff()
def page(request: StaffRequest) -> HttpResponse:
    """Who may not see insight gets a page that says what they can do instead."""
    if not request.staff.may(Act.SEE, Thing.INSIGHT):
        return render(request, "web/home/without_insight.html")
    now = state.of(request.store) if request.store else None
    learned = what_was_learned(request.store, now.run) if request.store and now and now.run else {}
    return render(request, "web/home/page.html", {"state": now, **learned})


def what_was_learned(store: Store, run: Run) -> dict[str, Any]:
    learned = numbers.results(run)
    return {
        "run": run,
        "sold": numbers.net_sales(learned, store.currency),
        "numbers": numbers.key_numbers(run, learned, store.currency),
        "findings": news.of(run, store),
    }
