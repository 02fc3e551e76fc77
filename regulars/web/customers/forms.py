"""The forms by which staff write down what is known of a person."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from regulars.base.workspace.models import Branch, Circle, Staff
from regulars.contact.kinds import Channel, Outcome
from regulars.identity.identifiers import WRITABLE
from regulars.identity.kinds import IdentifierKind
from regulars.profile import models, reading
from regulars.profile.kinds import WITH_CHOICES, FieldKind
from regulars.profile.reading import UnusableValue, Value
from regulars.web.components.widgets import Combobox, DayInput, MoneyInput
from regulars.web.lists.fields import YES_NO

UNKNOWN = ("", gettext_lazy("not known"))
FLAG = [UNKNOWN, *YES_NO]
FACTS: Sequence[tuple[str, Any, int]] = (
    ("name", pgettext_lazy("person", "Name"), 320),
    ("given_name", gettext_lazy("Given name"), 160),
    ("family_name", gettext_lazy("Family name"), 160),
    ("company", gettext_lazy("Company"), 320),
    ("street", gettext_lazy("Street"), 500),
    ("postcode", gettext_lazy("Postcode"), 40),
    ("city", gettext_lazy("City"), 200),
    ("region", gettext_lazy("Region"), 200),
    ("country", gettext_lazy("Country"), 80),
    ("language", gettext_lazy("Language"), 20),
)
SOURCES: tuple[Any, ...] = (gettext_lazy("phone"), gettext_lazy("e-mail"), gettext_lazy("shop"))


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=20_000, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class TaskForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=300)
    due_on = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput())
    assignee = forms.ChoiceField(label=gettext_lazy("By whom"), required=False)

    def __init__(self, *given: Any, colleagues: Sequence[Staff], **more: Any) -> None:
        super().__init__(*given, **more)
        self.colleagues = {colleague.public_id: colleague for colleague in colleagues}
        self.fields["assignee"].choices = choices(colleagues)  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """What was given, as verbs want it."""
        return {**self.cleaned_data, "assignee": self.colleagues.get(self.cleaned_data["assignee"])}


class PreferenceForm(forms.Form):
    key = forms.CharField(
        label=gettext_lazy("Preference"), max_length=60, help_text=gettext_lazy("Such as size, diet or seat.")
    )
    value = forms.CharField(label=gettext_lazy("What they said"), max_length=300)
    source = forms.CharField(
        label=gettext_lazy("Where they said it"), max_length=80,
        widget=Combobox(SOURCES),
    )  # fmt: skip
    stated_on = forms.DateField(label=gettext_lazy("When"), widget=DayInput())


class ProfileForm(forms.Form):
    """Name, address and birthday; what they agree to stands on a page of its own."""

    born_on = forms.DateField(label=gettext_lazy("Birthday"), required=False, widget=DayInput())

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        facts = {name: forms.CharField(label=label, max_length=width, required=False) for name, label, width in FACTS}
        self.fields = {**facts, **self.fields}

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data


class FieldsForm(forms.Form):
    """All custom fields of a person; each is read as its kind wants it."""

    def __init__(self, *given: Any, about: Sequence[models.Field], values: dict[int, Value], **more: Any) -> None:
        super().__init__(*given, **more)
        self.about = {field.key: field for field in about}
        for field in about:
            self.fields[field.key] = control(field, values.get(field.id, Value()))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for key, value in list(given.items()):
            try:
                reading.read(self.about[key], reading.given(value or ""))
            except UnusableValue as refusal:
                self.add_error(key, str(refusal))
        return given

    @property
    def said(self) -> dict[models.Field, str]:
        """The fields that differ from what they said."""
        return {self.about[key]: reading.given(self.cleaned_data[key] or "") for key in self.changed_data}


class TagForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Tag"), max_length=120)

    def __init__(self, *given: Any, offered: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["name"].widget = Combobox(offered)


class OwnerForm(forms.Form):
    owner = forms.ChoiceField(label=pgettext_lazy("customer", "Owner"), required=False)

    def __init__(self, *given: Any, colleagues: Sequence[Staff], **more: Any) -> None:
        super().__init__(*given, **more)
        self.colleagues = {colleague.public_id: colleague for colleague in colleagues}
        self.fields["owner"].choices = choices(colleagues)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Staff | None:
        return self.colleagues.get(self.cleaned_data["owner"])


class BranchForm(forms.Form):
    """The branch of a customer; a closed one is offered to those alone who are in it."""

    branch = forms.ChoiceField(label=gettext_lazy("Branch"), required=False)

    def __init__(self, *given: Any, branches: Sequence[Branch], **more: Any) -> None:
        super().__init__(*given, **more)
        now = self.initial.get("branch")
        self.branches = {each.public_id: each for each in branches if not each.closed_at or each.public_id == now}
        named = ((id, branch.name) for id, branch in self.branches.items())
        self.fields["branch"].choices = [("", gettext_lazy("none")), *named]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Branch | None:
        return self.branches.get(self.cleaned_data["branch"])


class ClaimForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(k.value, k.label) for k in IdentifierKind if k in WRITABLE]
    )
    value = forms.CharField(label=gettext_lazy("Address, number or id"), max_length=320)


class AttemptForm(forms.Form):
    outcome = forms.ChoiceField(choices=Outcome.choices)
    channel = forms.ChoiceField(choices=Channel.choices, required=False)
    until = forms.DateField(required=False, widget=DayInput())


def colleagues(circle: Circle) -> list[Staff]:
    """Whoever works in a circle now."""
    return list(Staff.objects.filter(circle=circle, left_at=None).select_related("account").order_by("id"))


def choices(colleagues: Sequence[Staff]) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("nobody")), *((each.public_id, str(each.account)) for each in colleagues)]


def control(about: models.Field, value: Value) -> forms.Field:
    """How a custom field is asked for."""
    given: dict[str, Any] = {"label": about.name, "help_text": about.help, "required": False}
    written = reading.written(about, value)
    if about.kind == FieldKind.FLAG:
        said = "" if written is None else "yes" if written else "no"
        return forms.ChoiceField(choices=FLAG, initial=said, **given)
    if about.kind in WITH_CHOICES:
        options = [(choice, choice) for choice in about.choices]
        if about.kind == FieldKind.CHOICES:
            return forms.MultipleChoiceField(
                choices=options, widget=forms.CheckboxSelectMultiple, initial=written or [], **given
            )
        return forms.ChoiceField(choices=[UNKNOWN, *options], initial=written or "", **given)
    if about.kind == FieldKind.MONEY:
        given["widget"] = MoneyInput(about.currency)
    elif about.kind == FieldKind.DATE:
        given["widget"] = DayInput()
    number = value.number
    plain = f"{number.normalize():f}" if number is not None else written
    return forms.CharField(initial=plain if plain is not None else "", max_length=2_000, **given)
