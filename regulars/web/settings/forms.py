"""The forms of the settings."""

from zoneinfo import available_timezones

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from regulars.base.workspace.kinds import Act, Language, NetSales, Role, Theme, Thing
from regulars.base.workspace.models import Branch, Staff, Store
from regulars.contact import quiet

RECKONING = ("currency", "timezone", "net_sales")


class AccountForm(forms.Form):
    """What a person says of themselves."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)


class StoreForm(forms.Form):
    """A store: name, language, and how it reckons."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    language = forms.ChoiceField(label=gettext_lazy("Language of the shop"), choices=Language.choices)
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        min_length=3,
        help_text=gettext_lazy("Three letters, such as GBP, EUR or CNY. All figures of the store are shown in it."),
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Decides on which day an order counts.")
    )
    net_sales = forms.ChoiceField(
        label=gettext_lazy("Net sales means"),
        choices=NetSales.choices,
        help_text=gettext_lazy("What every sales figure of the store is reckoned from."),
    )

    def __init__(self, *args: object, has_orders: bool = False, **values: object) -> None:
        super().__init__(*args, **values)  # type: ignore[arg-type]
        zones = self.fields["timezone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = [(name, name) for name in sorted(available_timezones())]
        if has_orders:
            for name in RECKONING:
                self.fields[name].disabled = True
                self.fields[name].help_text = gettext_lazy("Fixed, because orders have been reckoned with it.")


class QuietForm(forms.Form):
    """For how long people are left in peace."""

    days = forms.IntegerField(
        label=gettext_lazy("Days of peace"),
        min_value=quiet.FEWEST,
        max_value=quiet.MOST,
        help_text=gettext_lazy("For so many days whoever was reached stands in nobody's list of today."),
    )


class InvitationForm(forms.Form):
    """Somebody new, by e-mail address and role."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.VIEWER)
    branch = forms.ModelChoiceField(Branch.objects.none(), label=gettext_lazy("Branch"), required=False)

    def __init__(self, *args: object, staff: Staff, **values: object) -> None:
        super().__init__(*args, **values)  # type: ignore[arg-type]
        branches = self.fields["branch"]
        assert isinstance(branches, forms.ModelChoiceField)
        branches.queryset = Branch.objects.filter(circle=staff.circle_id).order_by("name")
        if not branches.queryset.exists():
            del self.fields["branch"]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)


class KeyForm(forms.Form):
    """A new API key and what it may do."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("What uses it, such as “Till in the shop”.")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May"),
        choices=[(f"{thing}:{act}", format_lazy("{}: {}", thing.label, act.label)) for thing in Thing for act in Act],
        widget=forms.CheckboxSelectMultiple,
    )


def store_values(store: Store) -> dict[str, str]:
    return {name: getattr(store, name) for name in StoreForm.base_fields}
