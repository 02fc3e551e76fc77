"""The first page."""

from django.http import HttpResponse
from django.shortcuts import render

from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@for_staff()
def page(request: StaffRequest) -> HttpResponse:
    return render(request, "web/home/page.html", {})
