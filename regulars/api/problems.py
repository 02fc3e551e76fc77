"""Say "no" as RFC 9457 does: `application/problem+json` with a code that machines can match on."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from regulars.base.kit.refusal import Refusal

CONTENT_TYPE = "application/problem+json"
JSON = "application/json"
KINDS = "/api/v1/problems#"
AS_SENT = {"path", "query", "header", "body", "form", "file"}


class FieldError(Schema):
    """One value of a call that cannot be used."""

    in_: str = Field(alias="in", examples=["query"])
    field: str
    code: str
    message: str


class Problem(Schema):
    """Why a call was refused (RFC 9457)."""

    type: str = Field(description="An address that names the kind of problem.")
    title: str
    status: int
    detail: str
    code: str = Field(description="The stable name that machines match on.", examples=["too_many_calls"])
    errors: list[FieldError] = Field([], description="The fields of a 422.")


class NoRight(Refusal):
    message = gettext_lazy("This key lacks the scope %(scope)s.")
    status = 403


class NotFound(Refusal):
    message = gettext_lazy("There is no such %(thing)s, or this key may not see it.")
    status = 404


class WrongContentType(Refusal):
    message = gettext_lazy("Send %(wanted)s, not %(given)s.")
    status = 415


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    body: dict[str, Any] = {
        "type": f"{KINDS}{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        body["errors"] = list(errors)
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, headers=headers)


def of_status(status: int, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The problem of a plain HTTP status, where nothing more is known."""
    kind = HTTPStatus(status)
    return problem(status, kind.name.lower(), f"{kind.phrase}.", headers=headers)


def of_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    seconds = refusal.values.get("seconds")
    headers = {"Retry-After": str(seconds)} if seconds is not None else None
    return problem(refusal.status, refusal.code, str(refusal), headers=headers)


def of_missing_key(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    detail = _("Send a live API key as “Authorization: Bearer rgl_…”. A log-in to the pages does not count here.")
    return problem(401, "no_key", detail, headers={"WWW-Authenticate": "Bearer"})


def of_http_error(request: HttpRequest, fault: HttpError) -> HttpResponse:
    if isinstance(fault.__cause__, Refusal):
        return of_refusal(request, fault.__cause__)
    name = HTTPStatus(fault.status_code).name.lower()
    return problem(fault.status_code, name, f"{fault.message.rstrip('.')}.")


def of_large_body(request: HttpRequest, fault: RequestDataTooBig) -> HttpResponse:
    return of_status(413)


def of_wrong_values(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = [
        {
            "in": str(error["loc"][0]),
            "field": ".".join(str(part) for part in error["loc"][1:] if part not in AS_SENT),
            "code": str(error["type"]),
            "message": str(error["msg"]).removeprefix("Value error, "),
        }
        for error in fault.errors
    ]
    fields = ", ".join(sorted({error["field"] for error in errors}))
    return problem(422, "wrong_values", _("These values cannot be used: %s.") % fields, errors=errors)


def no_such_address(request: HttpRequest) -> HttpResponse:
    return problem(404, "no_such_address", _("The API has no such address; /api/v1/openapi.json lists them all."))


def listed(request: HttpRequest) -> HttpResponse:
    """Every code by which this installation may refuse something, with its status and sentence."""
    kinds = sorted(kinds_of(Refusal), key=lambda kind: (kind.status, kind.__name__))
    items = [{"code": kind().code, "status": kind.status, "detail": str(kind.message)} for kind in kinds]
    return JsonResponse({"items": items})


def kinds_of(kind: type[Refusal]) -> set[type[Refusal]]:
    below = set(kind.__subclasses__())
    return below.union(*(kinds_of(other) for other in below))
