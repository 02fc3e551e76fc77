"""What is known of one person, changed in place: profile, custom fields, tags, owner, identifiers, links."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.identity import crowds, identifiers, links, owners, suggestions
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Link, Person
from regulars.profile import edits, fieldhistory, splitting, tags, values
from regulars.profile.models import Field, Tag
from regulars.web.customers import answering, details, employers, house, identity, record
from regulars.web.customers.forms import (
    BranchForm,
    ClaimForm,
    FieldsForm,
    OwnerForm,
    ProfileForm,
    TagForm,
    colleagues,
)
from regulars.web.layout.answers import page_or_part
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff

PAGE = "person_details"
OFFERED = 200


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def person_details(request: StaffRequest, id: str) -> HttpResponse:
    """All that is known of a person, each part with the way to change it."""
    person = answering.fetched(request, id)
    stored, home = record.rows(person), house.of(request.staff)
    return answering.page(
        request, person, "web/customers/details.html", stored=stored, claim_form=ClaimForm(),
        known=details.of(person, stored, home, request.staff), tag_form=TagForm(offered=home.tag_names[:OFFERED]),
        employers=employers.of(person, request.staff), company_form=employers.CompanyForm(),
        owner_form=OwnerForm(
            colleagues=home.colleagues, initial={"owner": person.owner and person.owner.public_id}
        ),
        branch_form=BranchForm(
            branches=home.branches, initial={"branch": person.branch and person.branch.public_id}
        ) if home.branches else None,
    )  # fmt: skip


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def person_identity(request: StaffRequest, id: str) -> HttpResponse:
    """Who somebody is, and why we think so: a drawing, and the same in words."""
    person = answering.fetched(request, id)
    stored = record.rows(person)
    name = record.who(person, stored, request.staff).name
    known = identity.of(person, name, stored, request.staff)
    return answering.page(request, person, "web/customers/identity.html", stored=stored, identity=known)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_profile(request: StaffRequest, id: str) -> HttpResponse:
    """Name, address and birthday."""
    person = answering.fetched(request, id)
    form = ProfileForm(request.POST or None, initial=details.initial(details.profiles(person)))
    if not form.is_valid():
        return page_or_part(request, "web/customers/edit.html", "form", {"form": form, "person": person})
    changed = {name: value for name, value in form.said.items() if name in form.changed_data}
    edits.edit(person, changed, by=request.staff, at=request.now)
    return answering.back(request, person, _("The profile is changed."))


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_fields(request: StaffRequest, id: str) -> HttpResponse:
    """All custom fields of a person."""
    person = answering.fetched(request, id)
    about = list(Field.objects.visible_to(request.staff).live().order_by("place", "id"))
    said = values.of([person.id], about).get(person.id, {})
    form = FieldsForm(request.POST or None, about=about, values=said)
    if not form.is_bound or not form.is_valid():
        return page_or_part(request, "web/customers/edit.html", "form", {"form": form, "person": person})
    values.fill(crowds.one(person), form.said, circle=person.circle, by=request.staff, at=request.now)
    return answering.back(request, person, _("The fields are changed."))


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def person_history(request: StaffRequest, id: str) -> HttpResponse:
    """What the profile and the custom fields of a person said, since when, from where, and by whom."""
    person = answering.fetched(request, id)
    about = list(Field.objects.visible_to(request.staff).live().order_by("place", "id"))
    profile, said = fieldhistory.everything(person, about)
    told = details.histories(profile, request.staff)
    custom = [(field.name, details.entries(said[field.id], field)) for field in about if field.id in said]
    return answering.page(request, person, "web/customers/history.html", histories=[*told, *custom])


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_tags(request: StaffRequest, id: str) -> HttpResponse:
    person, form = answering.fetched(request, id), TagForm(request.POST)
    if not form.is_valid():
        return answering.refused(request, person, form, to=PAGE)
    name = form.cleaned_data["name"]
    tags.put(crowds.one(person), name=name, circle=person.circle, by=request.staff, at=request.now)
    return answering.back(request, person, _("The tag “%(name)s” is on.") % {"name": name})


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def tag_taking(request: StaffRequest, id: str, tag: str) -> HttpResponse:
    person = answering.fetched(request, id)
    found = get_object_or_404(Tag.objects.visible_to(request.staff).select_related("circle"), public_id=tag)
    tags.take(crowds.one(person), tag=found, by=request.staff, at=request.now)
    return answering.back(request, person, _("The tag “%(name)s” is off.") % {"name": found.name})


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_owner(request: StaffRequest, id: str) -> HttpResponse:
    person = answering.fetched(request, id)
    form = OwnerForm(request.POST, colleagues=colleagues(person.circle))
    if not form.is_valid():
        return answering.refused(request, person, form, to=PAGE)
    owners.assign(crowds.one(person), owner=form.chosen, circle=person.circle, by=request.staff, at=request.now)
    return answering.back(request, person, _("The owner is changed."))


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_companies(request: StaffRequest, id: str) -> HttpResponse:
    """A company more for which a person buys."""
    person, form = answering.fetched(request, id), employers.CompanyForm(request.POST)
    if not form.is_valid():
        return answering.refused(request, person, form, to=PAGE)
    found = employers.add(person, form.cleaned_data["company"], by=request.staff, at=request.now)
    return answering.back(request, person, _("They buy for %(company)s.") % {"company": found.name})


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_branch(request: StaffRequest, id: str) -> HttpResponse:
    person = answering.fetched(request, id)
    form = BranchForm(request.POST, branches=house.of(request.staff).branches)
    if not form.is_valid():
        return answering.refused(request, person, form, to=PAGE)
    owners.move(crowds.one(person), branch=form.chosen, circle=person.circle, by=request.staff, at=request.now)
    if not Person.objects.visible_to(request.staff).filter(id=person.id).exists():
        return answering.noted(request, _("The customer now belongs to another branch."), "customers")
    return answering.back(request, person, _("The branch is changed."))


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_identifiers(request: StaffRequest, id: str) -> HttpResponse:
    person, form = answering.fetched(request, id), ClaimForm(request.POST)
    if not form.is_valid():
        return answering.refused(request, person, form, to=PAGE)
    kind, value = IdentifierKind(form.cleaned_data["kind"]), form.cleaned_data["value"]
    identifiers.claim(person, kind=kind, value=value, by=request.staff, at=request.now)
    return answering.back(request, person, _("It is written down as claimed."))


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def identifier_removal(request: StaffRequest, id: str, number: int) -> HttpResponse:
    person = answering.fetched(request, id)
    found = get_object_or_404(Identifier.objects.filter(person__canonical=person).select_related("circle"), id=number)
    identifiers.remove(found, by=request.staff, at=request.now)
    return answering.back(request, person, _("It is removed."))


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_split(request: StaffRequest, id: str) -> HttpResponse:
    """Move some identifiers to a new person, with the orders that came by them."""
    person = answering.fetched(request, id)
    asked = [int(number) for number in request.POST.getlist("identifier") if number.isdecimal()]
    chosen = list(Identifier.objects.filter(person__canonical=person, id__in=asked))
    name = request.POST.get("name", "")[:320]
    made = splitting.split(person, chosen, name=name, by=request.staff, at=request.now)
    return answering.back(request, made, _("They are somebody of their own now."))


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def link_removal(request: StaffRequest, id: str, number: int) -> HttpResponse:
    """Take a merge back."""
    person = answering.fetched(request, id)
    found = get_object_or_404(Link.objects.filter(older__canonical=person, undone_at=None), id=number)
    links.unlink(found, by=request.staff, at=request.now)
    return answering.back(request, person, _("They are two again."))


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def suggestion_answer(request: StaffRequest, id: str, number: int) -> HttpResponse:
    """Say whether two who may be one are."""
    person = answering.fetched(request, id)
    asked = details.suggested(person, request.staff).select_related("older", "newer", "circle")
    found = get_object_or_404(asked, id=number)
    if request.POST.get("answer") == "one":
        suggestions.accept(found, by=request.staff, at=request.now)
        return answering.back(request, answering.fetched(request, id), _("They are one now."))
    suggestions.reject(found, by=request.staff, at=request.now)
    return answering.back(request, person, _("They stay two, and nobody is asked again."))
