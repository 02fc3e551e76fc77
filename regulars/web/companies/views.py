"""The list of companies, and one company with what can be done with it."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.kit.paging import Page
from regulars.base.workspace import seen
from regulars.base.workspace.kinds import Act, Thing
from regulars.identity import lookup
from regulars.identity.models import Person
from regulars.profile import companies, companynames, contacts
from regulars.profile.kinds import CompanyKeyKind
from regulars.profile.models import Company, Contact
from regulars.web.companies import index, listing, record
from regulars.web.companies.forms import CompanyForm, ContactForm, MemberForm, MergeForm
from regulars.web.customers import answering, timeline
from regulars.web.customers.forms import colleagues
from regulars.web.layout.answers import kept
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page as lists
from regulars.web.lists.columns import Row


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def company_list(request: StaffRequest) -> HttpResponse:
    everything = listing.of(request.store, request.staff, colleagues(request.staff.circle))
    if moved := lists.unsettled(request, everything):
        return moved
    asked = everything.ask(request)
    today = request.now.astimezone(request.store.zone if request.store else UTC).date()
    found = index.page(asked, everything.default_sort, store=request.store, staff=request.staff, today=today)
    return lists.answer(
        request, everything, asked, Page(shown(found.rows), found.following), template="web/companies/list.html",
        may_edit=request.staff.may(Act.EDIT, Thing.PEOPLE),
    )  # fmt: skip


def shown(rows: Sequence[index.Shown]) -> list[Row]:
    return [
        Row(row.company.public_id, reverse("company", args=[row.company.public_id]), row, row.company.name)
        for row in rows
    ]


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def company(request: StaffRequest, id: str) -> HttpResponse:
    found = fetched(request, id)
    seen.note(request.staff, "company", id, at=request.now)
    members = record.contacts(found, request.staff)
    orders = record.orders(members, request.store, request.staff)
    known = record.members(members, orders, request.staff)
    sees_orders = request.staff.may(Act.SEE, Thing.ORDERS)
    context: dict[str, Any] = {
        "company": found,
        "members": known,
        "keys": record.keys(found),
        "may_edit": request.staff.may(Act.EDIT, Thing.PEOPLE),
        "member_form": MemberForm(),
        "merge_form": MergeForm(),
        "timeline": happened(request, members),
    }
    if sees_orders:
        context |= {
            "sums": record.sums(orders),
            "orders": record.latest(orders, {each.person.id: each.name for each in known}),
        }
    return render(request, "web/companies/company.html", context)


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def company_timeline(request: StaffRequest, id: str) -> HttpResponse:
    """What its contacts did further back."""
    found = fetched(request, id)
    context = {"company": found, "timeline": happened(request, record.contacts(found, request.staff))}
    return render(request, "web/companies/timeline.html", context)


def happened(request: StaffRequest, members: Sequence[Contact]) -> Page[timeline.Entry]:
    people = [contact.person.canonical_id for contact in members]
    stores = [store.id for store in request.stores]
    return timeline.page(people, stores, request.staff, request.GET.get("after", ""))


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def company_new(request: StaffRequest) -> HttpResponse:
    form = CompanyForm(request.POST or None, colleagues=colleagues(request.staff.circle))
    made: list[Company] = []
    circle, by, at = request.staff.circle, request.staff, request.now
    if form.is_valid() and kept(form, lambda: made.append(companies.open_company(circle, form.said, by=by, at=at))):
        return answering.noted(request, _("The company is written down."), "company", made[0].public_id)
    return render(request, "web/companies/edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def company_edit(request: StaffRequest, id: str) -> HttpResponse:
    found = fetched(request, id)
    form = CompanyForm(request.POST or None, colleagues=colleagues(found.circle), company=found)
    by, at = request.staff, request.now
    if form.is_valid() and kept(form, lambda: companies.change(found, form.said, by=by, at=at)):
        return back(request, found, _("The company is changed."))
    return render(request, "web/companies/edit.html", {"form": form, "company": found})


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def company_archiving(request: StaffRequest, id: str) -> HttpResponse:
    """Into the archive, or out of it."""
    found = fetched(request, id)
    if found.archived_at:
        companies.revive(found, by=request.staff, at=request.now)
        return back(request, found, _("The company is out of the archive."))
    companies.archive(found, by=request.staff, at=request.now)
    return back(request, found, _("The company is archived; it is not found again by itself."))


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def company_merge(request: StaffRequest, id: str) -> HttpResponse:
    found, form = fetched(request, id), MergeForm(request.POST)
    named = form.data.get("into", "")
    keys = [
        (CompanyKeyKind.NAME, companynames.key(named)), (CompanyKeyKind.TAX, companynames.tax(named)),
        (CompanyKeyKind.DOMAIN, companynames.domain(named)),
    ]  # fmt: skip
    into = companies.known(found.circle, [key for key in keys if key[1]])
    if not form.is_valid() or into is None or not visible(request).filter(id=into.id).exists():
        messages.error(request, _("There is no company “%(name)s”.") % {"name": named})
        return redirect("company", found.public_id)
    companies.merge(found, into=into, by=request.staff, at=request.now)
    return back(request, into, _("The two are one company now."))


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def company_contacts(request: StaffRequest, id: str) -> HttpResponse:
    """Somebody more who buys for the company."""
    found, form = fetched(request, id), MemberForm(request.POST)
    if not form.is_valid():
        return answering.unusable(request, form, reverse("company", args=[found.public_id]))
    person = meant(request, form.cleaned_data["who"])
    if person is None:
        messages.error(request, _("Nobody, or more than one, is known by “%(who)s”.") % form.cleaned_data)
        return redirect("company", found.public_id)
    role, since_on = form.cleaned_data["role"], form.cleaned_data["since_on"]
    contacts.link(found, person, role=role, since_on=since_on, by=request.staff, at=request.now)
    return back(request, found, _("They are a contact of this company now."))


def meant(request: StaffRequest, who: str) -> Person | None:
    """The one person of an e-mail address, a phone number, or a number here."""
    circle = request.staff.circle_id
    ids = (
        {*lookup.by_email(circle, who), *lookup.by_phone(circle, who)} if request.staff.sees_contact_details else set()
    )
    people = Person.objects.visible_to(request.staff).select_related("circle", "canonical")
    found = list(people.filter(id__in=ids)[:2]) or list(people.filter(public_id=who.strip()))
    return found[0].canonical if len(found) == 1 else None


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def company_contact(request: StaffRequest, id: str, number: int) -> HttpResponse:
    """What a contact does for the company."""
    found = fetched(request, id)
    contact = one(request, found, number)
    given = {"role": contact.role, "since_on": contact.since_on, "until_on": contact.until_on}
    form = ContactForm(request.POST or None, initial=given)
    by, at = request.staff, request.now
    if form.is_valid() and kept(form, lambda: contacts.change(contact, **form.cleaned_data, by=by, at=at)):
        return back(request, found, _("The contact is changed."))
    return render(request, "web/companies/edit.html", {"form": form, "company": found})


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def company_contact_removal(request: StaffRequest, id: str, number: int) -> HttpResponse:
    found = fetched(request, id)
    contacts.unlink(one(request, found, number), by=request.staff, at=request.now)
    return back(request, found, _("They are no contact of this company, and are not taken for one again."))


def visible(request: StaffRequest) -> QuerySet[Company]:
    return Company.objects.visible_to(request.staff).select_related("circle", "owner__account")


def fetched(request: StaffRequest, id: str) -> Company:
    return get_object_or_404(visible(request), public_id=id)


def one(request: StaffRequest, company: Company, number: int) -> Contact:
    rows = Contact.objects.live().filter(
        company=company, person__canonical__in=Person.objects.visible_to(request.staff)
    )
    return get_object_or_404(rows.select_related("company__circle"), id=number)


def back(request: StaffRequest, company: Company, words: str) -> HttpResponse:
    return answering.noted(request, words, "company", company.public_id)
