"""The pages for what is missing, forbidden or broken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault(
        request, 403, _("Not open to you"), _("Your role does not include this page. Ask the owner if you need it.")
    )


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form comes from another session, or cookies are off."""
    return fault(request, 403, _("This form is too old"), _("Go back, load the page again, and send it once more."))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault(request, 404, _("Nothing here"), _("This page does not exist, or it is not visible to you."))


def broken(request: HttpRequest) -> HttpResponse:
    """No database, no session: this page must come through whatever is wrong."""
    return HttpResponse(render_to_string("web/layout/broken.html"), status=500)


def fault(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    layout = "web/layout/page.html" if getattr(request, "staff", None) else "web/layout/door.html"
    return render(
        request, "web/layout/fault.html", {"title": title, "sentence": sentence, "layout": layout}, status=status
    )
