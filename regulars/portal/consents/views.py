"""The page behind the link by which somebody confirms that they want to be written to, or takes it back."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from regulars.base.kit import clock
from regulars.identity import crowds
from regulars.profile import consent, standing
from regulars.profile.consent import NothingToConfirm, Proof
from regulars.profile.kinds import Manner, Medium, Purpose, Standing
from regulars.profile.models import Consent

PAGE = "portal/consents/confirmation.html"


@never_cache
@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it says nothing, because mail programs look at every link; only the buttons do."""
    try:
        asked = consent.asked_by(token, at=clock.now())
    except NothingToConfirm as refusal:
        return render(request, PAGE, {"problem": str(refusal)}, status=refusal.status)
    if request.method == "POST":
        say(asked, request)
        return redirect("consent_confirmation", token)
    matter = consent.matter_of(asked)
    what = matter.purpose.label
    if matter.purpose == Purpose.MARKETING:
        what = format_lazy("{}: {}", what, Medium(asked.medium).label)
    shown = {
        "asked": asked,
        "what": what,
        "is_given": standing_of(asked) == Standing.GIVEN,
        "is_answered": answered(asked),
    }
    return render(request, PAGE, shown)


def say(asked: Consent, request: HttpRequest) -> None:
    """What the button said: yes, or no."""
    now, place = clock.now(), request.build_absolute_uri(request.path.replace(consent.token(asked), "…"))
    is_yes = request.POST.get("word") == "given"
    if is_yes and not answered(asked):
        consent.confirm(asked, place=place, at=now)
    elif is_yes != (standing_of(asked) == Standing.GIVEN) or not answered(asked):
        change_mind(asked, is_yes=is_yes, place=place, at=now)


def change_mind(asked: Consent, *, is_yes: bool, place: str, at: datetime) -> None:
    """Somebody says no, or yes once more after that."""
    proof = Proof(manner=Manner.LINK, place=place, wording=asked.wording)
    act, circle = consent.give if is_yes else consent.withdraw, asked.person.circle
    act(
        crowds.one(asked.person.canonical), consent.matter_of(asked), proof, circle=circle, by=None, at=at,
        actor=asked.public_id,
    )  # fmt: skip


def standing_of(asked: Consent) -> Standing:
    """What holds now on the matter of a question."""
    person = asked.person.canonical
    held = standing.of([person.id], store=asked.store, at=clock.now())
    return held[person.id][asked.medium, asked.purpose].standing


def answered(asked: Consent) -> bool:
    return consent.answer_to(asked) is not None
