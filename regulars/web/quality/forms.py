"""What a repair is asked for with."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace.models import Staff
from regulars.profile.kinds import FREE_TEXT
from regulars.profile.models import Field
from regulars.profile.quality.repairs import CUSTOM, LONGEST, REPLACEABLE, Options, Repair
from regulars.web.history import words


class CountryForm(forms.Form):
    country = forms.CharField(
        label=gettext_lazy("Country where nothing tells it"),
        max_length=2,
        required=False,
        help_text=gettext_lazy("Two letters, such as GB. Numbers that do not fit it stay as they are."),
    )

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).strip().upper()


class ReplaceForm(forms.Form):
    field = forms.ChoiceField(label=gettext_lazy("Field"))
    find = forms.CharField(label=gettext_lazy("Find"), max_length=LONGEST)
    put = forms.CharField(
        label=gettext_lazy("Replace with"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("Nothing takes the words out."),
    )
    is_whole = forms.BooleanField(label=gettext_lazy("Only where nothing else stands in the field"), required=False)

    def __init__(self, *given: Any, about: list[tuple[str, str | Promise]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["field"].choices = about  # type: ignore[attr-defined]


def form(repair: Repair, given: Any, staff: Staff) -> forms.Form | None:
    """The form of a repair that asks for something, bound where that was given."""
    if repair.name == "replace":
        return ReplaceForm(given if given and "find" in given else None, about=fields(staff))
    return CountryForm(given or {}) if repair.asks else None


def fields(staff: Staff) -> list[tuple[str, str | Promise]]:
    """What can be looked through: the columns of profiles, and custom fields of text."""
    own = Field.objects.visible_to(staff).live().filter(kind__in=sorted(FREE_TEXT)).order_by("place", "id")
    plain = [(name, words.field(name)) for name in REPLACEABLE if name != "street" or staff.sees_contact_details]
    return [*plain, *((f"{CUSTOM}{field.public_id}", field.name) for field in own)]


def options(form: forms.Form | None) -> Options | None:
    """What was asked for; None where the form says that something is missing."""
    if form is None:
        return Options()
    return Options.of(form.cleaned_data) if form.is_bound and form.is_valid() else None
