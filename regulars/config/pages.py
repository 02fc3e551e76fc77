"""The pages as their server runs them: Django, and a sign of life for edge."""

from collections.abc import Callable, Iterable
from typing import Any

from regulars.config import lifeline, wsgi

# What regulars.config.edge.pages asks for; Django's middleware has no part in it.
HEALTH = "/health/pages"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


def application() -> Callable[[Environ, StartResponse], Iterable[bytes]]:
    """The application of one worker, which ends when its server does."""
    lifeline.follow_supervisor()
    return _answer


def _answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if environ["PATH_INFO"] == HEALTH:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]
    answered: Iterable[bytes] = wsgi.application(environ, start_response)
    return answered
