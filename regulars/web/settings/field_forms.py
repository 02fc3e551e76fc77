"""The forms of custom fields and tags."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from regulars.profile.kinds import WITH_CHOICES, FieldKind, TagColor
from regulars.profile.models import Field, Tag


class FieldForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    help = forms.CharField(
        label=gettext_lazy("Help"), max_length=300, required=False,
        help_text=gettext_lazy("Stands below the field wherever it is filled in."),
    )  # fmt: skip
    choices = forms.CharField(
        label=gettext_lazy("Choices"), required=False, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One in a line; for fields to choose from."),
    )  # fmt: skip
    is_masked = forms.BooleanField(label=gettext_lazy("Only for those who see contact details"), required=False)

    def __init__(self, *given: Any, field: Field | None = None, **more: Any) -> None:
        if field is not None:
            more["initial"] = {
                "name": field.name, "help": field.help, "choices": "\n".join(field.choices),
                "is_masked": field.is_masked,
            }  # fmt: skip
        super().__init__(*given, **more)
        if field is not None and field.kind not in WITH_CHOICES:
            del self.fields["choices"]

    @property
    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("name", "help", "is_masked")
        return {name: given[name] for name in names} | {"choices": given.get("choices", "").splitlines()}


class NewFieldForm(FieldForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=FieldKind.choices)
    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=3, required=False, help_text=gettext_lazy("For amounts of money.")
    )
    field_order = ["name", "kind", "choices", "currency", "help", "is_masked"]

    def __init__(self, *given: Any, currency: str, **more: Any) -> None:
        super().__init__(*given, initial={"currency": currency}, **more)


class TagForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    color = forms.ChoiceField(label=gettext_lazy("Color"), choices=TagColor.choices)


class MergeForm(forms.Form):
    into = forms.ChoiceField(label=gettext_lazy("The tag that takes its place"))

    def __init__(self, *given: Any, others: Sequence[Tag], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["into"].choices = [(tag.public_id, tag.name) for tag in others]  # type: ignore[attr-defined]
