"""Consents of one person, what they may ask for by law, and the way out of this house."""

from datetime import datetime, time

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.identity import crowds
from regulars.identity.models import Person
from regulars.profile import consent, disclosure, erasure
from regulars.profile.consent import Proof
from regulars.profile.kinds import Manner, Word
from regulars.profile.models import Consent, Disclosure, Erasure, RightsRequest
from regulars.web.components.work import Work
from regulars.web.customers import answering, consents, rights
from regulars.web.customers.consents import WordForm
from regulars.web.customers.rights import EraseForm
from regulars.web.holdings import HOLDINGS
from regulars.web.layout import exports
from regulars.web.layout.answers import page_or_part
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff

PAGE = "person_consents"


@require_http_methods(["GET", "POST"])
@for_staff(Act.SEE, Thing.PEOPLE)
def person_consents(request: StaffRequest, id: str) -> HttpResponse:
    """What holds now, how it came to that, and what the law grants; a new word comes in by POST."""
    person = answering.fetched(request, id)
    may_edit = request.staff.may(Act.EDIT, Thing.PEOPLE)
    form = WordForm(
        request.POST or None, store=request.store, has_stores=len(request.stores) > 1,
        initial={"said_on": request.now.date(), "manner": Manner.PHONE},
    )  # fmt: skip
    if request.method == "POST" and may_edit and form.is_valid():
        return written(request, person, form)
    return answering.page(
        request, person, "web/customers/consents.html", form=form,
        lines=consents.lines(person, request.store, request.now),
        imported=consents.imported(person, request.store, request.now),
        is_not_personal=consents.is_not_personal(person, request.store, request.now),
        ledger=consents.ledger(person, request.staff, link_of(request)),
        files=Disclosure.objects.filter(person=person).order_by("-id")[:5],
        requests=RightsRequest.objects.filter(person__canonical=person).order_by("-id")[:20],
        may_export=request.staff.may(Act.EXPORT, Thing.PEOPLE), may_erase=request.staff.may(Act.ERASE, Thing.PEOPLE),
        now=request.now,
    )  # fmt: skip


def written(request: StaffRequest, person: Person, form: WordForm) -> HttpResponse:
    given = form.cleaned_data
    proof = Proof(
        manner=Manner(given["manner"]), reason=given["reason"], wording=form.shown,
        said_at=min(datetime.combine(given["said_on"], time(12), request.now.tzinfo), request.now),
    )  # fmt: skip
    if given["word"] == Word.ASKED:
        consent.ask(person, form.said, proof, by=request.staff, at=request.now)
        return answering.back(request, person, _("Send them the link that stands beside the word."), to=PAGE)
    act = consent.give if given["word"] == Word.GIVEN else consent.withdraw
    act(crowds.one(person), form.said, proof, circle=person.circle, by=request.staff, at=request.now)
    return answering.back(request, person, _("The word is kept with its proof."), to=PAGE)


def link_of(request: StaffRequest):  # type: ignore[no-untyped-def]
    """The address at which somebody confirms what they asked for; for those who may pass it on."""
    may = request.staff.may(Act.EDIT, Thing.PEOPLE)

    def link(row: Consent) -> str:
        is_open = row.word == Word.ASKED and row.expires_at is not None and row.expires_at > request.now
        address = reverse("consent_confirmation", args=[consent.token(row)])
        return f"{settings.PUBLIC_URL.rstrip('/')}{address}" if may and is_open else ""

    return link


@require_POST
@for_staff(Act.EXPORT, Thing.PEOPLE)
def person_disclosure(request: StaffRequest, id: str) -> HttpResponse:
    """Ask for the file with everything about a person."""
    person = answering.fetched(request, id)
    asked = disclosure.ask(person, by=request.staff, at=request.now)
    made = disclosure.make_if_little(asked, HOLDINGS, at=request.now)
    messages.success(request, _("The file is ready.") if made.made_at else _("The file is being made."))
    return redirect("disclosure", made.public_id)


@require_GET
@for_staff(Act.EXPORT, Thing.PEOPLE)
def disclosure_page(request: StaffRequest, id: str) -> HttpResponse:
    """How far the file is, and the link to it while it lasts."""
    asked = get_object_or_404(
        Disclosure.objects.visible_to(request.staff).select_related("person__canonical"), public_id=id
    )
    progress = Work(_("Gathering everything"), request.path, _("You can leave this page; it goes on by itself."))
    context = {"asked": asked, "is_open": asked.is_open(request.now), "work": progress}
    return page_or_part(request, "web/customers/disclosure.html", "state", context)


@require_GET
@never_cache
@for_staff(Act.EXPORT, Thing.PEOPLE)
def disclosure_file(request: StaffRequest, id: str) -> HttpResponseBase:
    asked = get_object_or_404(Disclosure.objects.visible_to(request.staff), public_id=id)
    path = disclosure.opened(asked, at=request.now)
    exports.note(request, "disclosure", "zip", name=asked.public_id)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{asked.person.canonical.public_id}.zip")


@require_GET
@for_staff(Act.ERASE, Thing.PEOPLE)
def person_erasure(request: StaffRequest, id: str) -> HttpResponse:
    """What would go and what would stay; nothing is done yet."""
    person = answering.fetched(request, id)
    return answering.page(
        request, person, "web/customers/erasure.html", places=rights.places(erasure.preview(person, HOLDINGS)),
        merged=Person.objects.filter(canonical=person).exclude(id=person.id).order_by("id"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_staff(Act.ERASE, Thing.PEOPLE)
def person_erasing(request: StaffRequest, id: str) -> HttpResponse:
    """The second step: whoever is sure writes the number."""
    person = answering.fetched(request, id)
    form = EraseForm(request.POST or None, number=person.public_id)
    if not form.is_valid():
        return answering.page(request, person, "web/customers/erasing.html", form=form)
    asked = erasure.ask(person, **form.cleaned_data, by=request.staff, at=request.now)
    return redirect("erasure", asked.public_id)


@require_GET
@for_staff(Act.ERASE, Thing.PEOPLE)
def certificate(request: StaffRequest, id: str) -> HttpResponse:
    """From where somebody was erased."""
    done = get_object_or_404(Erasure.objects.visible_to(request.staff).select_related("by__account"), public_id=id)
    progress = Work(_("Erasing"), request.path, _("You can leave this page; it goes on by itself."))
    context = {"erasure": done, "places": rights.certified(done), "work": progress}
    return page_or_part(request, "web/customers/certificate.html", "state", context)


@require_GET
@for_staff(Act.ERASE, Thing.PEOPLE)
def erasures(request: StaffRequest) -> HttpResponse:
    """The certificates, the newest first."""
    rows = Erasure.objects.visible_to(request.staff).select_related("by__account").order_by("-id")[:200]
    return render(request, "web/customers/erasures.html", {"erasures": rows, "form": rights.LetBackForm()})


@require_POST
@for_staff(Act.ERASE, Thing.PEOPLE)
def letting_back(request: StaffRequest) -> HttpResponse:
    """Older files may bring an address back."""
    form = rights.LetBackForm(request.POST)
    if not form.is_valid():
        return answering.unusable(request, form, reverse("erasures"))
    count = form.let_back(request.staff.circle)
    messages.success(
        request, _("Files may bring this address back.") if count else _("Nobody with this address was erased.")
    )
    return redirect("erasures")
