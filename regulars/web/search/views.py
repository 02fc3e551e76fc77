"""The palette's answers, the page of results, and what was looked at lately."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.search import found

LONGEST = 100


@require_GET
@for_staff()
def palette(request: StaffRequest) -> HttpResponse:
    """What the palette shows for what is typed."""
    typed = typed_in(request)
    groups = found.everywhere(typed, request.store, request.staff) if typed else first(request)
    return render(request, "web/search/found.html", {"groups": groups, "typed": typed})


@require_GET
@for_staff()
def page(request: StaffRequest) -> HttpResponse:
    """The same as a page of its own, for those without a script, and to send around."""
    typed = typed_in(request)
    groups = found.everywhere(typed, request.store, request.staff) if typed else first(request)
    return render(request, "web/search/page.html", {"groups": groups, "typed": typed})


@require_GET
@for_staff()
def seen(request: StaffRequest) -> HttpResponse:
    """What this person has looked at lately."""
    return render(request, "web/search/seen.html", {"hits": found.lately(request.store, request.staff)})


def typed_in(request: StaffRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST]


def first(request: StaffRequest) -> list[found.Group]:
    return found.at_first(request.store, request.staff)
