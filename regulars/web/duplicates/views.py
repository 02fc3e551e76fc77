"""Judge pairs of people, one after the other: the same person, two people, or later."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.identity import suggestions
from regulars.web.customers import answering, doubts
from regulars.web.duplicates import pairs
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists.page import Link


@require_GET
@for_staff(Act.EDIT, Thing.PEOPLE)
def page(request: StaffRequest) -> HttpResponse:
    """The likeliest pair of a band that nobody has judged, or the one after those that were passed over."""
    band = request.GET.get("band", "")
    band = band if band in pairs.BANDS else ""
    counts = pairs.counts(request.staff)
    skip = min(passed_over(request), max(counts[band] - 1, 0))
    found = pairs.at(request.staff, band, skip)
    context = {
        "tabs": [
            Link(label, address(key), key == band, counts[key]) for key, (label, _condition) in pairs.BANDS.items()
        ],
        "pair": pairs.shown(found, request.staff) if found else None,
        "place": skip + 1,
        "count": counts[band],
        "band": band,
        "skip": skip,
        "following": address(band, skip + 1) if skip + 1 < counts[band] else "",
        "before": address(band, skip - 1) if skip else "",
        "may_set": request.staff.may(Act.EDIT, Thing.STORES),
    }
    return render(request, "web/duplicates/page.html", context)


def passed_over(request: StaffRequest) -> int:
    given = request.GET.get("skip", "")
    return int(given) if given.isdecimal() and len(given) < 7 else 0


def address(band: str, skip: int = 0) -> str:
    asked = ({"band": band} if band else {}) | ({"skip": str(skip)} if skip else {})
    return reverse("duplicates") + (f"?{urlencode(asked)}" if asked else "")


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def answer(request: StaffRequest, number: int) -> HttpResponse:
    """Say what two people are, and go on to the next pair."""
    asked = doubts.waiting(request.staff).select_related("older", "newer", "circle")
    found = get_object_or_404(asked, id=number)
    match request.POST.get("answer"):
        case "one":
            suggestions.accept(found, by=request.staff, at=request.now)
            words = _("They are one now.")
        case "later":
            suggestions.put_off(found, by=request.staff, at=request.now)
            words = _("It comes again after the others.")
        case _:
            suggestions.reject(found, by=request.staff, at=request.now)
            words = _("They stay two, and nobody is asked again.")
    band = request.POST.get("band", "")
    return answering.noted_at(request, words, address(band if band in pairs.BANDS else ""))
