"""What the command palette knows beside the pages of the navigation: acts, each with the page that begins it.

An area adds its acts here, as it adds its pages to the navigation.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from regulars.base.kit import text
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.web.layout.navigation import ENTRIES, INSIGHT, SETTINGS, Entry, Shown, may

ACTS = (
    Entry(gettext_lazy("Whom to contact today"), "today", "hand-raised", Thing.PEOPLE, Act.EDIT),
    Entry(gettext_lazy("Import a file"), "import_new", "arrow-up-tray", Thing.IMPORTS, Act.EDIT),
    Entry(gettext_lazy("Products"), "products", "cube", Thing.PRODUCTS),
    Entry(gettext_lazy("Categories"), "categories", "squares-2x2", Thing.INSIGHT),
    Entry(gettext_lazy("Data quality"), "quality", "sparkles", Thing.PEOPLE),
    Entry(gettext_lazy("Requests by law"), "requests", "scale", Thing.PEOPLE, Act.EDIT),
    Entry(gettext_lazy("Erasures"), "erasures", "trash", Thing.PEOPLE, Act.ERASE),
    Entry(gettext_lazy("Open another store"), "settings_store_new", "plus", Thing.STORES, Act.EDIT),
    Entry(gettext_lazy("Invite a colleague"), "settings_team", "user-plus", Thing.STAFF, Act.EDIT),
    Entry(gettext_lazy("Make an API key"), "settings_keys", "key", Thing.KEYS, Act.EDIT),
    Entry(gettext_lazy("Change language or theme"), "settings_account", "language"),
    Entry(gettext_lazy("See what is new for me"), "notices", "bell"),
    Entry(gettext_lazy("See what I looked at lately"), "seen", "clock"),
)


def pages(staff: Staff) -> list[Entry]:
    """Every page and act that this person may use, each address of a page once."""
    return [entry for entry in (*ENTRIES, *INSIGHT, *SETTINGS, *ACTS) if may(staff, entry)]


def matching(typed: str, staff: Staff) -> list[Shown]:
    """Those whose words hold all that was typed, in any order; all of them where nothing was."""
    wanted = text.fold(typed).split()
    return [
        Shown(entry.label, reverse(entry.name), entry.icon, False, entry.key)
        for entry in pages(staff)
        if all(word in text.fold(str(entry.label)) for word in wanted)
    ]
