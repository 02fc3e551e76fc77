"""
What was chosen in a list for an act on many: some rows by their ids, or all that match.

A view that acts on many goes so:

    chosen = selection.of(request, listing)
    total = len(chosen.ids) if not chosen.is_everybody else count(chosen.asked)
    if selection.asks_first(request, total):
        return selection.preview(request, listing, chosen, title=…, sentence=…, total=total)
    operation = …
    return selection.done(request, chosen, words, undo=operation.public_id)
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.web.layout import choices
from regulars.web.layout.middleware import StaffRequest
from regulars.web.lists.asked import Asked
from regulars.web.lists.columns import Words
from regulars.web.lists.listing import Listing

FREE_UP_TO = 100
MOST_IDS = 1_000
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "confirmed"}


class NothingChosen(Refusal):
    message = gettext_lazy("Nothing is chosen. Tick some rows first.")
    status = 422


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that an act is for: `ids`, or with `is_everybody` all that `asked` finds."""

    ids: tuple[str, ...]
    is_everybody: bool
    asked: Asked
    back: str


def of(request: StaffRequest, listing: Listing) -> Chosen:
    """
    What was posted.

    :raises NothingChosen: if no row is ticked.
    """
    ids = tuple(dict.fromkeys(request.POST.getlist("ids")[:MOST_IDS]))
    is_everybody = request.POST.get("everybody") == "yes"
    if not ids and not is_everybody:
        raise NothingChosen
    asked = listing.asked(QueryDict(request.POST.get("query", "")))
    return Chosen(ids, is_everybody, asked, listing.address_of(asked))


def asks_first(request: StaffRequest, total: int) -> bool:
    """Whether so many are touched that a person should look at it once more."""
    return total > FREE_UP_TO and request.POST.get("confirmed") != "yes"


def preview(
    request: StaffRequest,
    listing: Listing,
    chosen: Chosen,
    *,
    title: Words,
    sentence: Words,
    total: int,
    most: int | None = None,
    kept_words: Mapping[str, str] | None = None,
) -> HttpResponse:
    """
    What would happen, and to how many; the same form is sent again to do it.

    `most` is how many of them are touched at most; `kept_words` are as in `page.answer`.
    """
    sent = [(key, value) for key in request.POST if key not in NOT_SENT_AGAIN for value in request.POST.getlist(key)]
    context = {
        "title": title, "sentence": sentence, "total": total, "sent": sent, "chosen": chosen, "listing": listing,
        "words": meant(chosen, kept_words or {}) if chosen.is_everybody else [], "most": most,
    }  # fmt: skip
    return render(request, "web/lists/preview.html", context)


def meant(chosen: Chosen, kept_words: Mapping[str, str]) -> list[str]:
    """Which rows all of them are, in words."""
    return [*kept_words.values(), *(condition.words for condition in chosen.asked.conditions)]


def done(request: StaffRequest, chosen: Chosen, words: str, *, undo: str = "") -> HttpResponse:
    """Back to the list, or to where it was asked for, with what was done and the way to take it back."""
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return choices.back(request) if "next" in request.POST else HttpResponseRedirect(chosen.back)
