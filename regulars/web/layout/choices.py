"""Language, theme and store: chosen anywhere, without leaving the page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from regulars.base.workspace import languages
from regulars.base.workspace import preferences as preferences_of_staff
from regulars.base.workspace.kinds import Theme
from regulars.base.workspace.models import Account
from regulars.web.layout import guide
from regulars.web.layout.middleware import STORE_COOKIE, THEME_COOKIE, StaffRequest
from regulars.web.layout.rights import for_staff

COOKIE_AGE = 365 * 24 * 3600


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep language and theme with the account, and in cookies for the pages before the log-in."""
    language, theme, staff = request.POST.get("language"), request.POST.get("theme"), getattr(request, "staff", None)
    answer = back(request)
    if language in dict(languages.choices(staff.circle if staff else None)):
        remember(request, answer, settings.LANGUAGE_COOKIE_NAME, language, "language")
    if theme in Theme.values:
        remember(request, answer, THEME_COOKIE, theme, "theme")
    return answer


@require_POST
def store(request: HttpRequest) -> HttpResponse:
    """Look at another store."""
    answer = back(request)
    answer.set_cookie(STORE_COOKIE, request.POST.get("store", "")[:40], COOKIE_AGE, samesite="Lax", httponly=True)
    return answer


@require_POST
@for_staff()
def hint_dismissal(request: StaffRequest, name: str) -> HttpResponse:
    """Put the guide of a page away for this person, or all of them, or bring one back."""
    if name not in guide.GUIDES:
        raise Http404
    preferences_of_staff.keep(request.staff, guide.key(name), "back" not in request.POST)
    if "every" in request.POST:
        preferences_of_staff.keep(request.staff, guide.key(guide.EVERY), True)
    return HttpResponse() if request.htmx else back(request)


def remember(request: HttpRequest, answer: HttpResponse, cookie: str, value: str, field: str) -> None:
    answer.set_cookie(cookie, value, COOKIE_AGE, samesite="Lax", secure=request.is_secure())
    if isinstance(request.user, Account):
        setattr(request.user, field, value)
        request.user.save(update_fields=[field])


def back(request: HttpRequest) -> HttpResponse:
    """Where the person came from; never another host."""
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if is_ours else "/")
