"""What has been done, told at the edge of the page: with the next page, or with the part that htmx asked for."""

from dataclasses import dataclass

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

UNDO = "undo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """A message, and the public id of the operation that it can take back."""

    words: str
    tone: str
    undo: str


def of(request: HttpRequest) -> list[Toast]:
    """Those that have not been shown yet; `extra_tags="undo:ope_…"` on a message gives it an Undo button."""
    return [toast(message) for message in get_messages(request)]


def toast(message: Message) -> Toast:
    tags = (message.extra_tags or "").split()
    undo = next((tag.removeprefix(UNDO) for tag in tags if tag.startswith(UNDO)), "")
    return Toast(str(message.message), message.level_tag, undo)


def added(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with what has happened meanwhile, if it is a part of a page; a page shows it itself."""
    if not wants_toasts(request, answer) or not (waiting := of(request)):
        return answer
    shelf = render_to_string("web/layout/toasts.html", {"toasts": waiting, "is_beside": True}, request)
    answer.content += shelf.encode()
    return answer


def wants_toasts(request: HttpRequest, answer: HttpResponse) -> bool:
    return (
        bool(getattr(request, "htmx", False))
        and answer.status_code == 200
        and not answer.streaming
        and answer.headers.get("Content-Type", "").startswith("text/html")
        and b"<html" not in answer.content[:200]
    )
