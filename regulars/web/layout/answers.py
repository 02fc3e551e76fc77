"""One address serves the page, and to htmx the part of it that changes; a form says why it was refused."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from regulars.base.kit.refusal import Refusal
from regulars.web.layout.middleware import StaffRequest


def page_or_part(request: StaffRequest, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The partial `part` of a template where htmx asks for it, else the whole page."""
    answer = render(request, f"{template}#{part}" if wants_part(request) else template, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def wants_part(request: StaffRequest) -> bool:
    """Whether htmx asks, and not to rebuild a page that the browser goes back to."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def kept(form: Form, do: Callable[[], Any]) -> bool:
    """Do what a form asks for; a refusal stands on the form."""
    try:
        do()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
