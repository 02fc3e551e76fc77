"""The fixed choices of the workspace."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Role(TextChoices):
    OWNER = "owner", gettext_lazy("Owner")
    MANAGER = "manager", gettext_lazy("Manager")
    MARKETER = "marketer", gettext_lazy("Marketer")
    AGENT = "agent", gettext_lazy("Service agent")
    SALES = "sales", gettext_lazy("Sales rep")
    ANALYST = "analyst", gettext_lazy("Analyst")
    VIEWER = "viewer", gettext_lazy("Viewer")


class Thing(TextChoices):
    """What rights are about."""

    PEOPLE = "people", gettext_lazy("Customers")
    ORDERS = "orders", gettext_lazy("Orders")
    PRODUCTS = "products", gettext_lazy("Products")
    INSIGHT = "insight", gettext_lazy("Insight")
    IMPORTS = "imports", gettext_lazy("Imports")
    OPERATIONS = "operations", gettext_lazy("History & undo")
    STORES = "stores", gettext_lazy("Stores")
    STAFF = "staff", gettext_lazy("Staff")
    KEYS = "keys", gettext_lazy("API keys")
    AUDIT = "audit", gettext_lazy("Audit")


class Act(TextChoices):
    SEE = "see", gettext_lazy("See")
    EDIT = "edit", gettext_lazy("Edit")
    EXPORT = "export", gettext_lazy("Export")
    UNDO = "undo", gettext_lazy("Undo")
    ERASE = "erase", gettext_lazy("Erase for good")


class Scope(TextChoices):
    """How far a right reaches."""

    NONE = "none", gettext_lazy("Nothing")
    OWN = "own", gettext_lazy("Own")
    BRANCH = "branch", gettext_lazy("Own branch")
    ALL = "all", gettext_lazy("All")


class Language(TextChoices):
    ENGLISH = "en", "English"
    SIMPLIFIED = "zh-hans", "简体中文"
    TRADITIONAL = "zh-hant", "繁體中文"


class Theme(TextChoices):
    SYSTEM = "system", gettext_lazy("As the system")
    LIGHT = "light", gettext_lazy("Light")
    DARK = "dark", gettext_lazy("Dark")


class NetSales(TextChoices):
    """What a store means by net sales; goods are always after discount."""

    GOODS = "goods", gettext_lazy("Goods after discount, without tax and shipping")
    GOODS_SHIPPING = "goods_shipping", gettext_lazy("Goods after discount and shipping, without tax")
    PAID = "paid", gettext_lazy("All that was paid, with tax and shipping")


class LinkPurpose(TextChoices):
    """What a one-time link opens."""

    SIGN_IN = "sign_in", gettext_lazy("Sign in")
    INVITE = "invite", gettext_lazy("Invitation")
    RESET = "reset", gettext_lazy("New password")


class AuditKind(TextChoices):
    """What sort of thing the audit remembers; edits are kept as operations."""

    ENTRY = "entry", gettext_lazy("Log-ins and security")
    RIGHTS = "rights", gettext_lazy("People and rights")
    KEYS = "keys", gettext_lazy("API keys")
    SETTINGS = "settings", gettext_lazy("Settings")
    EXPORT = "export", gettext_lazy("Exports")
    EDIT = "edit", gettext_lazy("Edits")
