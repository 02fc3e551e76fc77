"""Who may open a page: somebody who works here, with the right to that thing."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from regulars.base.workspace import staff as people_at_work
from regulars.base.workspace.kinds import Act, Thing
from regulars.web.layout.middleware import StaffRequest

View = Callable[..., HttpResponseBase]


def for_staff(act: Act | None = None, thing: Thing | None = None) -> Callable[[View], View]:
    """
    Open a page to those who may `act` on `thing`, or to everybody who works here.

    Others are led to the log-in, before there is an owner to the first run; without the right they get 403.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return lead_in(request)
            known = cast(StaffRequest, request)
            if known.staff is None or (act and thing and not known.staff.may(act, thing)):
                raise PermissionDenied
            return view(known, *args, **values)

        return guarded

    return guard


def lead_in(request: HttpRequest) -> HttpResponse:
    if not people_at_work.has_owner():
        return redirect("first_run")
    return redirect_to_login(request.get_full_path())
