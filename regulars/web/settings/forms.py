"""The forms of the settings."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from regulars.base.workspace import access, languages
from regulars.base.workspace.kinds import Act, Language, NetSales, Role, Theme, Thing
from regulars.base.workspace.models import Branch, Circle, Staff, Store
from regulars.contact import quiet
from regulars.web.components.widgets import GroupedChoices, WordyChoice
from regulars.web.settings import matrix

RECKONING = ("currency", "timezone", "net_sales")


class AccountForm(forms.Form):
    """What a person says of themselves."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)

    def __init__(self, *given: Any, circle: Circle, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["language"].choices = languages.choices(circle)  # type: ignore[attr-defined]


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
    cart_hours = forms.IntegerField(
        label=gettext_lazy("Hours until a cart is left behind"),
        min_value=1,
        max_value=720,
        initial=4,
        help_text=gettext_lazy(
            "Hours in which nobody has touched it and nothing was bought; then the cart counts as left behind."
        ),
    )

    def __init__(self, *args: object, has_orders: bool = False, **values: object) -> None:
        super().__init__(*args, **values)  # type: ignore[arg-type]
        zones = self.fields["timezone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = [("", ""), *((name, name) for name in sorted(available_timezones()))]
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
        branches.empty_label = gettext_lazy("none")
        branches.queryset = Branch.objects.open().filter(circle=staff.circle_id).order_by("name")
        if not branches.queryset.exists():
            del self.fields["branch"]


class PlaceForm(forms.Form):
    """What a member may do, and how far: role and branch."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    branch = forms.ChoiceField(label=gettext_lazy("Branch"), required=False)

    def __init__(self, *given: Any, member: Staff, branches: Sequence[Branch], **more: Any) -> None:
        placed = {"role": member.role, "branch": member.branch.public_id if member.branch else ""}
        more["initial"] = placed | more.get("initial", {})
        super().__init__(*given, **more)
        self.member = member
        self.branches = {branch.public_id: branch for branch in branches if branch.closed_at is None}
        choices = [("", gettext_lazy("none")), *((id, branch.name) for id, branch in self.branches.items())]
        self.fields["branch"].choices = choices  # type: ignore[attr-defined]
        for name in ("role", "branch"):
            self.fields[name].widget.attrs["class"] = "input"

    @property
    def said(self) -> dict[str, Any]:
        """What was given, as `team.place` wants it."""
        given = self.cleaned_data
        return {"role": Role(given["role"]), "branch": self.branches.get(given["branch"]), "stores": self.stores}

    @property
    def stores(self) -> list[Store] | None:
        return list(self.member.only_stores.all()) if self.member.is_limited else None


class MemberForm(PlaceForm):
    """All that is set of a member: role, branch, stores, language."""

    only = forms.MultipleChoiceField(
        label=gettext_lazy("Only these stores"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without a tick all stores are open, those to come as well."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    field_order = ["role", "branch", "only", "language"]

    def __init__(self, *given: Any, member: Staff, shops: Sequence[Store], **more: Any) -> None:
        limits = list(member.only_stores.values_list("public_id", flat=True)) if member.is_limited else []
        super().__init__(*given, member=member, initial={"only": limits, "language": member.account.language}, **more)
        self.shops = {shop.public_id: shop for shop in shops}
        self.fields["role"].choices = matrix.choices()  # type: ignore[attr-defined]
        self.fields["role"].widget = WordyChoice(choices=matrix.choices())
        self.fields["only"].choices = [(id, shop.name) for id, shop in self.shops.items()]  # type: ignore[attr-defined]
        offered = [("", gettext_lazy("As the store")), *languages.choices(member.circle)]
        self.fields["language"].choices = offered  # type: ignore[attr-defined]

    @property
    def stores(self) -> list[Store] | None:
        return [self.shops[id] for id in self.cleaned_data["only"]] or None

    @property
    def spoken(self) -> Language | None:
        given = self.cleaned_data["language"]
        return Language(given) if given else None


class BranchForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)


class LanguagesForm(forms.Form):
    """Which languages are offered, and which one each store speaks."""

    offered = forms.MultipleChoiceField(
        label=gettext_lazy("Offered languages"), choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, circle: Circle, shops: Sequence[Store], **more: Any) -> None:
        more["initial"] = {"offered": circle.languages}
        super().__init__(*given, **more)
        self.shops = {f"store_{shop.public_id}": shop for shop in shops}
        for name, shop in self.shops.items():
            label = format_lazy(gettext_lazy("Language of {store}"), store=shop.name)
            self.fields[name] = forms.ChoiceField(label=label, choices=Language.choices, initial=shop.language)

    @property
    def of_stores(self) -> dict[Store, str]:
        return {shop: self.cleaned_data[name] for name, shop in self.shops.items()}


def scopes(thing: Thing) -> list[tuple[str, Any]]:
    """What a key can be allowed to do with a thing."""
    of_all = [name.split(":") for name in access.scope_names()]
    return [(f"{about}:{act}", Act(act).label) for about, act in of_all if about == thing]


class KeyForm(forms.Form):
    """A new API key and what it may do."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("What uses it, such as “Till in the shop”.")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May"),
        choices=[(thing.label, scopes(thing)) for thing in Thing if scopes(thing)],
        widget=GroupedChoices,
    )


def next_values(circle: Circle) -> dict[str, str]:
    """What a new store has in common with the first one, most likely."""
    first = Store.objects.filter(circle=circle).order_by("id").first()
    shared = ("language", "currency", "timezone", "net_sales")
    return {name: getattr(first, name) for name in shared} if first else {}


def store_values(store: Store) -> dict[str, str]:
    return {name: getattr(store, name) for name in StoreForm.base_fields}
