"""The way around: an entry shows when it is built and the person may use it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A page that the navigation leads to.

    `area` is how the names of the addresses that belong to it begin; `key` is pressed after g to go there.
    """

    label: str | Promise
    name: str
    icon: str
    thing: Thing | None = None
    act: Act = Act.SEE
    area: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    label: str | Promise
    address: str
    icon: str
    is_current: bool
    key: str = ""


SETTINGS_AREAS = ("settings", "mfa", "usersessions", "account_change", "account_set", "account_reauthenticate")
ENTRIES = (
    Entry(gettext_lazy("Home"), "home", "home", area=("home", "today"), key="h"),
    Entry(
        gettext_lazy("Customers"),
        "customers",
        "users",
        Thing.PEOPLE,
        area=("customers", "person", "compan", "duplicate", "quality", "playbook", "request", "erasure", "disclosure"),
        key="c",
    ),
    Entry(
        gettext_lazy("Forms & surveys"),
        "forms",
        "clipboard-document-list",
        Thing.PEOPLE,
        area=("form",),
        key="f",
    ),
    Entry(gettext_lazy("Insight"), "insight", "chart-bar", Thing.INSIGHT, area=("insight",), key="i"),
    Entry(
        gettext_lazy("Orders & products"),
        "orders",
        "shopping-bag",
        Thing.ORDERS,
        area=("order", "product", "categories", "review"),
        key="o",
    ),
    Entry(gettext_lazy("Imports"), "imports", "arrow-down-tray", Thing.IMPORTS, area=("import",), key="m"),
    Entry(gettext_lazy("Sources"), "sources", "signal", Thing.IMPORTS, area=("source",), key="e"),
    Entry(gettext_lazy("History & undo"), "operations", "clock", Thing.OPERATIONS, area=("operation",), key="u"),
    Entry(gettext_lazy("Settings"), "settings_account", "cog-6-tooth", area=SETTINGS_AREAS, key="s"),
)
INSIGHT = (
    Entry(gettext_lazy("RFM"), "insight_rfm", "chart-bar", Thing.INSIGHT),
    Entry(gettext_lazy("Expected value"), "insight_value", "chart-bar", Thing.INSIGHT),
    Entry(gettext_lazy("Cohorts"), "insight_cohorts", "chart-bar", Thing.INSIGHT),
    Entry(gettext_lazy("Sales concentration"), "insight_concentration", "chart-bar", Thing.INSIGHT),
    Entry(gettext_lazy("Repeat & timing"), "insight_repeat", "chart-bar", Thing.INSIGHT),
    Entry(gettext_lazy("Returns"), "insight_returns", "chart-bar", Thing.INSIGHT),
    Entry(gettext_lazy("Visits"), "insight_visits", "chart-bar", Thing.INSIGHT),
)
"""The pages below Insight, for whoever calls them by name."""
SETTINGS = (
    Entry(gettext_lazy("My account"), "settings_account", "user"),
    Entry(gettext_lazy("Password"), "account_change_password", "key"),
    Entry(gettext_lazy("Two steps & passkeys"), "mfa_index", "shield-check", area=("mfa",)),
    Entry(gettext_lazy("Sessions"), "usersessions_list", "computer-desktop"),
    Entry(gettext_lazy("Stores"), "settings_stores", "building-storefront", Thing.STORES, area=("settings_store",)),
    Entry(gettext_lazy("Lifecycle rules"), "settings_lifecycle", "adjustments-horizontal", Thing.STORES, Act.EDIT),
    Entry(gettext_lazy("Branches"), "settings_branches", "map-pin", Thing.STORES, Act.EDIT, area=("settings_branch",)),
    Entry(gettext_lazy("Duplicates"), "settings_duplicates", "users", Thing.STORES, Act.EDIT),
    Entry(
        gettext_lazy("Consents"),
        "settings_consents",
        "hand-raised",
        Thing.STORES,
        Act.EDIT,
        ("settings_consent", "settings_wording", "settings_suppression"),
    ),
    Entry(gettext_lazy("How long data are kept"), "settings_retention", "trash", Thing.STORES, Act.EDIT),
    Entry(gettext_lazy("Team"), "settings_team", "user-group", Thing.STAFF, area=("settings_team",)),
    Entry(gettext_lazy("Roles"), "settings_roles", "table-cells", Thing.STAFF),
    Entry(gettext_lazy("Languages"), "settings_languages", "language", Thing.STORES, Act.EDIT),
    Entry(
        gettext_lazy("Custom fields"), "settings_fields", "rectangle-stack", Thing.STORES, Act.EDIT, ("settings_field",)
    ),
    Entry(gettext_lazy("Tags"), "settings_tags", "tag", Thing.STORES, Act.EDIT, ("settings_tag",)),
    Entry(gettext_lazy("API keys"), "settings_keys", "code-bracket", Thing.KEYS, area=("settings_key",)),
    Entry(gettext_lazy("Audit"), "settings_audit", "clipboard-document-list", Thing.AUDIT),
)


def entries(request: HttpRequest, staff: Staff | None) -> list[Shown]:
    return [shown(entry, page_name(request)) for entry in ENTRIES if may(staff, entry)] if staff else []


def settings(request: HttpRequest, staff: Staff | None) -> list[Shown]:
    """The pages below Settings."""
    return [shown(entry, page_name(request)) for entry in SETTINGS if may(staff, entry)]


def may(staff: Staff | None, entry: Entry) -> bool:
    return entry.thing is None or (staff is not None and staff.may(entry.act, entry.thing))


def shown(entry: Entry, page: str) -> Shown:
    is_current = page.startswith(entry.area or (entry.name,))
    return Shown(entry.label, reverse(entry.name), entry.icon, is_current, entry.key)


def page_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.url_name or "" if match else ""
