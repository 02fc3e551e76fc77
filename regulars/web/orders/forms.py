"""What the index of orders can be asked, and the note of one order."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from regulars.base.kit import money
from regulars.base.workspace.models import Staff
from regulars.commerce.models import Product
from regulars.web.orders.index import Asked

LONGEST_NOTE = 5_000


class DayInput(forms.DateInput):
    input_type = "date"


class FilterForm(forms.Form):
    """Search and filters; what is not understood is left out rather than refused."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
        help_text=gettext_lazy("Order number, parcel number, the end of a phone number, or a customer"),
    )
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput(format="%Y-%m-%d"))
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput(format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    payment_state = forms.ChoiceField(label=gettext_lazy("Payment"), required=False)
    parcel_state = forms.ChoiceField(label=gettext_lazy("Parcel"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    least = forms.DecimalField(label=gettext_lazy("At least"), required=False, max_digits=money.DIGITS)
    most = forms.DecimalField(label=gettext_lazy("At most"), required=False, max_digits=money.DIGITS)
    code = forms.CharField(label=gettext_lazy("Discount code"), required=False, max_length=120)
    product = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    came_back = forms.BooleanField(label=gettext_lazy("Something came back"), required=False)

    @classmethod
    def of(cls, given: QueryDict, choices: Mapping[str, Sequence[Any]]) -> "FilterForm":
        """The form as it was sent; a word that only older orders use can still be asked for."""
        form = cls(given)
        for name, offered in choices.items():
            field = form.fields[name]
            assert isinstance(field, forms.ChoiceField)
            asked = given.get(name, "")
            known = {value for value, _ in offered}
            field.choices = [*offered, *([] if asked in known or name == "kind" else [(asked, asked)])]
        return form

    def asked(self, staff: Staff) -> tuple[Asked, Product | None]:
        """The valid filters, and the product among them."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        product = Product.objects.visible_to(staff).filter(public_id=said.pop("product", "")).first()
        return Asked(search=said.pop("q", ""), product=product.id if product else None, **said), product


class NoteForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Note for the staff"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Only people who work here see it. The change can be undone."),
    )
