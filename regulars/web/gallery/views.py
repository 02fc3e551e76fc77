"""The gallery of components, and the long work that it shows."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.kit.paging import Page
from regulars.web.components.terms import TERMS
from regulars.web.components.work import Link, Work
from regulars.web.gallery import samples
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page as lists
from regulars.web.lists import selection

STEPS = 40
MATCHING = 250


@require_http_methods(["GET", "POST"])
@for_staff()
def components(request: StaffRequest) -> HttpResponse:
    """Every component once; a form that is sent shows its toast."""
    refuse_unless_developing()
    if "count" in request.GET:
        return render(request, "web/lists/count.html", {"count": MATCHING})
    form = samples.SampleForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        messages.success(request, "Saved.")
        return redirect("components")
    context = {
        "form": form,
        "now": request.now,
        "terms": TERMS,
        "work": work(12),
        "ended": work(STEPS),
        "colors": range(1, 9),
        "ramp": range(1, 8),
        **samples.figures(),
        **rows(request),
    }
    return render(request, "web/gallery/page.html", context)


@require_POST
@for_staff()
def tagging(request: StaffRequest) -> HttpResponse:
    """An act on many, as every area does it; nothing is changed here."""
    refuse_unless_developing()
    listing = samples.listing()
    chosen = selection.of(request, listing)
    total = MATCHING if chosen.is_everybody else len(chosen.ids)
    if selection.asks_first(request, total):
        sentence = "Every one of them gets the tag."
        return selection.preview(request, listing, chosen, title="Add a tag", sentence=sentence, total=total)
    return selection.done(request, chosen, f"Tagged {total}.", undo="ope_sample")


@require_GET
@for_staff()
def progress(request: StaffRequest, step: int) -> HttpResponse:
    refuse_unless_developing()
    return render(request, "web/gallery/work.html", {"work": work(step + 1)})


def rows(request: StaffRequest) -> dict[str, Any]:
    listing = samples.listing()
    asked = listing.ask(request)
    found = lists.shown(request, listing, asked, Page(samples.rows(), "more"))
    return {**found, "can_choose_all": True, "chips": lists.chips(asked, listing, {})}


def work(step: int) -> Work:
    is_running = step < STEPS
    return Work(
        title="Reading orders.csv" if is_running else "orders.csv is in",
        address=f"progress/{step}/",
        words=f"{step * 25} of {STEPS * 25} rows",
        done=step,
        total=STEPS,
        is_running=is_running,
        tone="" if is_running else "good",
        links=() if is_running else (Link("See the people", "/customers/"),),
    )


def refuse_unless_developing() -> None:
    if not settings.DEVELOPER:
        raise Http404
