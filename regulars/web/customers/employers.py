"""For which companies a person buys, for their page; and adding one by its name."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy

from regulars.base.workspace.models import Staff
from regulars.identity.models import Person
from regulars.profile import companies, companynames, contacts
from regulars.profile.kinds import CompanyKeyKind
from regulars.profile.models import Company, Contact


class CompanyForm(forms.Form):
    company = forms.CharField(
        label=gettext_lazy("Company"), max_length=320,
        help_text=gettext_lazy("Its name, tax number or domain; a new one is written down."),
    )  # fmt: skip


def of(person: Person, staff: Staff) -> Sequence[Contact]:
    """The companies of a human being, present ones first."""
    rows = Contact.objects.live().filter(person__canonical=person, company__archived_at=None)
    seen = rows.filter(company__in=Company.objects.visible_to(staff)).select_related("company")
    once = {contact.company_id: contact for contact in seen.order_by("-until_on", "-id")}
    return sorted(once.values(), key=lambda each: (each.until_on is not None, each.id))


def add(person: Person, named: str, *, by: Staff, at: datetime) -> Company:
    """
    Let somebody buy for the company that is meant; one of which only a new name is known is written down.

    :raises Refusal: what `companies.open_company` and `contacts.link` raise.
    """
    tax, domain = companynames.tax(named), companynames.domain(named)
    asked = [(CompanyKeyKind.NAME, companynames.key(named)), (CompanyKeyKind.TAX, tax), (CompanyKeyKind.DOMAIN, domain)]
    company = companies.known(person.circle, [key for key in asked if key[1]])
    company = company or companies.open_company(person.circle, {"name": named}, by=by, at=at)
    contacts.link(company, person, by=by, at=at)
    return company
