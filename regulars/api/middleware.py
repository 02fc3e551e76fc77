"""See that everything the API refuses is a problem document, also where Django answers by itself."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from regulars.api import problems

PLACE = "/api/"
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemMiddleware:
    """Turn pages that say 4xx or 5xx under `/api/` into problem documents."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if not request.path_info.startswith(PLACE) or response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        if response.headers.get("Content-Type", "").startswith(problems.CONTENT_TYPE):
            return response
        headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        return problems.of_status(response.status_code, headers=headers)
