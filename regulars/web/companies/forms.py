"""The forms by which staff write down companies, and who buys for them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from regulars.base.workspace.models import Staff
from regulars.profile.kinds import CompanySize, ContactRole
from regulars.profile.models import Company
from regulars.web.components.widgets import DayInput
from regulars.web.customers.forms import choices

NOT_KNOWN = ("", gettext_lazy("not known"))
ROLES = [NOT_KNOWN, *ContactRole.choices]


class CompanyForm(forms.Form):
    """All that is known of a company."""

    name = forms.CharField(label=pgettext_lazy("company", "Name"), max_length=320)
    legal_name = forms.CharField(label=gettext_lazy("Legal name"), max_length=320, required=False)
    tax_id = forms.CharField(label=gettext_lazy("Tax or VAT number"), max_length=40, required=False)
    website = forms.CharField(label=gettext_lazy("Website"), max_length=300, required=False)
    street = forms.CharField(label=gettext_lazy("Street"), max_length=500, required=False)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=40, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=200, required=False)
    region = forms.CharField(label=gettext_lazy("Region"), max_length=200, required=False)
    country = forms.CharField(label=gettext_lazy("Country"), max_length=80, required=False)
    industry = forms.CharField(label=gettext_lazy("Industry"), max_length=120, required=False)
    size = forms.ChoiceField(label=gettext_lazy("Size"), choices=[NOT_KNOWN, *CompanySize.choices], required=False)
    tags = forms.CharField(
        label=gettext_lazy("Tags"), max_length=2_000, required=False, help_text=gettext_lazy("Separated by commas.")
    )
    owner = forms.ChoiceField(label=pgettext_lazy("customer", "Owner"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *given: Any, colleagues: Sequence[Staff], company: Company | None = None, **more: Any) -> None:
        if company is not None:
            more["initial"] = initial(company)
        super().__init__(*given, **more)
        self.colleagues = {colleague.public_id: colleague for colleague in colleagues}
        self.fields["owner"].choices = choices(colleagues)  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """What was given, as verbs want it."""
        tags = self.cleaned_data["tags"].replace(",", ",").split(",")
        return self.cleaned_data | {"owner": self.colleagues.get(self.cleaned_data["owner"]), "tags": tags}


class MemberForm(forms.Form):
    """Who is to be a contact, by what is known of them."""

    who = forms.CharField(
        label=gettext_lazy("Who"), max_length=320,
        help_text=gettext_lazy("Their e-mail address, phone number, or number here."),
    )  # fmt: skip
    role = forms.ChoiceField(label=pgettext_lazy("contact", "Role"), choices=ROLES, required=False)
    since_on = forms.DateField(label=gettext_lazy("Since"), required=False, widget=DayInput())


class ContactForm(forms.Form):
    """What a contact does, since and until when."""

    role = forms.ChoiceField(label=pgettext_lazy("contact", "Role"), choices=ROLES, required=False)
    since_on = forms.DateField(label=gettext_lazy("Since"), required=False, widget=DayInput())
    until_on = forms.DateField(label=pgettext_lazy("contact", "Until"), required=False, widget=DayInput())


class MergeForm(forms.Form):
    """Another company that is the same."""

    into = forms.CharField(
        label=gettext_lazy("The company that stays"), max_length=320,
        help_text=gettext_lazy("Its name, tax number or domain."),
    )  # fmt: skip


def initial(company: Company) -> dict[str, Any]:
    plain = {name: getattr(company, name) for name in CompanyForm.base_fields if name not in {"owner", "tags"}}
    return plain | {"tags": ", ".join(company.tags), "owner": company.owner and company.owner.public_id}
