"""The notices of the person at work."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from regulars.base.workspace import notices
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in the reader's words."""

    words: str
    link: str
    made_at: datetime
    is_new: bool


@require_GET
@for_staff()
def page(request: StaffRequest) -> HttpResponse:
    lines = [
        Line(notices.said(notice), notice.link, notice.made_at, notice.seen_at is None)
        for notice in notices.of(request.staff)
    ]
    return render(request, "web/notices/page.html", {"lines": lines, "has_new": any(line.is_new for line in lines)})


@require_POST
@for_staff()
def sight(request: StaffRequest) -> HttpResponse:
    """All have been seen."""
    notices.see(request.staff, at=request.now)
    return redirect("notices")
