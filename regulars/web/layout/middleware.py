"""Put the person at work on the request, and turn refusals into answers."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import audit, languages
from regulars.base.workspace import staff as people_at_work
from regulars.base.workspace.models import Account, Staff, Store
from regulars.web.layout import faults, toasts

Answer = Callable[[HttpRequest], HttpResponse]
STORE_COOKIE = "regulars_store"
THEME_COOKIE = "regulars_theme"


class StaffRequest(HttpRequest):
    """A request of somebody who works here; what `WorkplaceMiddleware` has set."""

    user: Account
    staff: Staff
    store: Store | None
    stores: list[Store]
    now: datetime
    htmx: HtmxDetails


class WorkplaceMiddleware:
    """
    Set `staff`, `store`, `stores` and `now`; speak the person's language, keep the store's hours.

    What is written down meanwhile knows from where the request came.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with audit.coming_from(address_of(request), request.headers.get("User-Agent", "")):
            return self.answered(request)

    def answered(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]
        request.staff = None  # type: ignore[attr-defined]
        account = request.user
        if not isinstance(account, Account):
            return self.answer(request)
        enter(request, account)
        store: Store | None = request.store  # type: ignore[attr-defined]
        language = language_of(request, account, store)
        with translation.override(language), timezone.override(store.zone if store else None):
            request.LANGUAGE_CODE = language
            response = toasts.added(request, self.answer(request))
        response.headers.setdefault("Content-Language", language)
        return response


def address_of(request: HttpRequest) -> str:
    """The visitor's address: the one that the edge has verified, or without an edge that of the connection."""
    said = request.headers.get("X-Forwarded-For", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    return said.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def language_of(request: HttpRequest, account: Account, store: Store | None) -> str:
    member: Staff | None = request.staff  # type: ignore[attr-defined]
    cookie, browser = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), translation.get_language() or ""
    return languages.spoken_to(account, member.circle if member else None, store, cookie=cookie, browser=browser)


def enter(request: HttpRequest, account: Account) -> None:
    member = people_at_work.working(account)
    stores = list(Store.objects.visible_to(member).select_related("circle").order_by("id")) if member else []
    chosen = request.COOKIES.get(STORE_COOKIE)
    request.staff = member  # type: ignore[attr-defined]
    request.stores = stores  # type: ignore[attr-defined]
    request.store = next(  # type: ignore[attr-defined]
        (store for store in stores if store.public_id == chosen), stores[0] if stores else None
    )


class RefusalMiddleware:
    """A refusal is no fault: say its sentence, where the person is."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, Refusal):
            return None
        back = request.headers.get("Referer")
        if request.method == "POST" and back and back.startswith(request.build_absolute_uri("/")):
            messages.error(request, str(fault))
            return HttpResponseRedirect(back)
        return faults.fault(request, fault.status, _("This is not possible"), str(fault))
