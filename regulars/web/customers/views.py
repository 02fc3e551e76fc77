"""The customers."""

from django.http import HttpResponse

from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@for_staff()
def index(request: StaffRequest) -> HttpResponse:
    return HttpResponse("")


@for_staff()
def person(request: StaffRequest, id: str) -> HttpResponse:
    return HttpResponse("")
