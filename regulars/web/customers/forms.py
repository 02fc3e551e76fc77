"""What the index of customers can be asked."""

from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from regulars.web.customers.labels import GROUPS, STAGES

SORTS = {
    "name": gettext_lazy("Name"),
    "last_on": gettext_lazy("Last order"),
    "orders": gettext_lazy("Orders"),
    "spent": gettext_lazy("Net sales"),
    "value": gettext_lazy("Expected value"),
}


class FilterForm(forms.Form):
    """Search and filters; what is not understood is left out rather than refused."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("RFM group"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Sort by"), required=False, choices=list(SORTS.items()))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        everyone = ("", gettext_lazy("All"))
        choices = {
            "stage": [everyone, *((stage.value, label.words) for stage, label in STAGES.items())],
            "group": [everyone, *GROUPS.items()],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options

    @classmethod
    def of(cls, given: QueryDict, *, is_learned: bool) -> Self:
        """The form as it was sent; the order is by the last purchase, before the first learning by name."""
        values = given.copy()
        if not is_learned:
            values["sort"] = "name"
        elif values.get("sort") not in SORTS:
            values["sort"] = "last_on"
        form = cls(values)
        if not is_learned:
            for name in ("stage", "group", "sort"):
                form.fields[name].disabled = True
        return form

    def asked(self) -> dict[str, str]:
        """The values that are valid."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
