"""One address serves the page, and to htmx the part of it that changes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from regulars.web.layout.middleware import StaffRequest


def page_or_part(request: StaffRequest, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The partial `part` of a template where htmx asks for it, else the whole page."""
    wants_part = bool(request.htmx) and not request.htmx.history_restore_request
    answer = render(request, f"{template}#{part}" if wants_part else template, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer
