"""What the audit says in words: acts, and what each was done with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Language, NetSales, Role
from regulars.base.workspace.models import AuditEntry
from regulars.web.components import show

type Words = str | Promise
type Facts = Mapping[str, Any]

ACTS: Mapping[str, Words] = {
    "log_in": gettext_lazy("Signed in"),
    "log_out": gettext_lazy("Signed out"),
    "log_in_failed": gettext_lazy("Somebody gave a wrong password"),
    "accept_invitation": gettext_lazy("Accepted the invitation"),
    "set_password_by_link": gettext_lazy("Set a new password by a link"),
    "password_changed": gettext_lazy("Changed the password"),
    "password_set": gettext_lazy("Set a password"),
    "password_reset": gettext_lazy("Set a new password"),
    "totp_activated": gettext_lazy("Turned two steps on"),
    "totp_deactivated": gettext_lazy("Turned two steps off"),
    "recovery_codes_generated": gettext_lazy("Made new recovery codes"),
    "webauthn_added": gettext_lazy("Added a passkey"),
    "webauthn_removed": gettext_lazy("Removed a passkey"),
    "found": gettext_lazy("Became the first owner"),
    "invite": gettext_lazy("Invited somebody"),
    "make_link": gettext_lazy("Made a link to a new password"),
    "give_role": gettext_lazy("Changed a role"),
    "give_branch": gettext_lazy("Changed the branch of a colleague"),
    "give_stores": gettext_lazy("Changed which stores a colleague sees"),
    "set_language": gettext_lazy("Changed the language of a colleague"),
    "let_go": gettext_lazy("Ended a role"),
    "make_key": gettext_lazy("Made an API key"),
    "revoke_key": gettext_lazy("Revoked an API key"),
    "open_store": gettext_lazy("Opened a store"),
    "change_store": gettext_lazy("Changed a store"),
    "open_branch": gettext_lazy("Opened a branch"),
    "rename_branch": gettext_lazy("Renamed a branch"),
    "close_branch": gettext_lazy("Closed a branch"),
    "reopen_branch": gettext_lazy("Reopened a branch"),
    "offer_languages": gettext_lazy("Changed the languages"),
    "export": gettext_lazy("Took a file away"),
}
WAYS: Mapping[str, Words] = {
    "password": gettext_lazy("password"),
    "totp": gettext_lazy("code of an app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery code"),
    "link": gettext_lazy("one-time link"),
}
EXPORTS: Mapping[str, Words] = {
    "customers": gettext_lazy("Customers"),
    "upload": gettext_lazy("Customers for another program"),
    "insight": gettext_lazy("Insight"),
    "disclosure": gettext_lazy("Everything about a person"),
    "rejected": gettext_lazy("Rejected rows"),
    "audit": gettext_lazy("Audit"),
}
SETTINGS: Mapping[str, Words] = {
    "name": gettext_lazy("Name"),
    "currency": gettext_lazy("Currency"),
    "timezone": gettext_lazy("Time zone"),
    "language": gettext_lazy("Language"),
    "net_sales": gettext_lazy("Net sales means"),
}


def sentence(entry: AuditEntry) -> Words:
    return ACTS.get(entry.act, entry.act.replace("_", " ").capitalize())


def detail(entry: AuditEntry) -> str:
    """What an act was done with, and to whom."""
    told = DETAILS.get(entry.act, named)(entry.facts)
    about = str(entry.about.account) if entry.about and entry.about_id != entry.by_id else ""
    return " · ".join(filter(None, [about, *told, entry.personal.get("query", "")]))


def named(facts: Facts) -> list[str]:
    return [facts.get("name", "")]


def turned(old: str, new: str) -> str:
    """What something said, and says now."""
    return f"{old or show.NOTHING} → {new or show.NOTHING}"


def went(facts: Mapping[str, Any]) -> str:
    """How many people went away in a file, and how many stayed because they may not go."""
    if "stayed" not in facts:
        return ""
    told = {"people": show.number(facts["people"]), "stayed": show.number(facts["stayed"])}
    return _("%(people)s people, %(stayed)s stayed") % told


def labelled(choices: Any, value: str) -> str:
    """A stored choice in the reader's language; one that is no longer known as it is."""
    return str(choices(value).label) if value in choices.values else value


def of_role(facts: Facts) -> list[str]:
    return [turned(labelled(Role, facts["before"]), labelled(Role, facts["role"]))]


def of_stores(facts: Facts) -> list[str]:
    return [turned(stores(facts["before"]), stores(facts["stores"]))]


def stores(names: Sequence[str] | None) -> str:
    return _("all stores") if names is None else ", ".join(names)


def of_key(facts: Facts) -> list[str]:
    return [facts["name"], ", ".join(facts["scopes"])]


def of_store(facts: Facts) -> list[str]:
    changed = facts["changed"].items()
    return [facts["name"], *(f"{SETTINGS.get(key, key)}: {turned(*map(setting, pair))}" for key, pair in changed)]


def of_languages(facts: Facts) -> list[str]:
    """By store what it spoke and speaks; under no name what is offered."""
    offered = _("offered")
    told = {store or offered: [", ".join(map(language, listed(side))) for side in pair]
            for store, pair in facts["changed"].items()}  # fmt: skip
    return [f"{about}: {turned(*pair)}" for about, pair in told.items()]


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def language(value: str) -> str:
    return labelled(Language, value)


def setting(value: Any) -> str:
    return labelled(NetSales, str(value)) if value in NetSales.values else language(str(value))


DETAILS: Mapping[str, Callable[[Facts], list[str]]] = {
    "log_in": lambda facts: [", ".join(str(WAYS.get(way, way)) for way in facts.get("ways", []))],
    "invite": lambda facts: [labelled(Role, facts["role"]), facts.get("branch", "")],
    "let_go": lambda facts: [labelled(Role, facts["role"])],
    "give_role": of_role,
    "give_branch": lambda facts: [turned(facts["before"], facts["branch"])],
    "give_stores": of_stores,
    "set_language": lambda facts: [turned(language(facts["before"]), language(facts["language"]))],
    "make_key": of_key,
    "revoke_key": of_key,
    "change_store": of_store,
    "rename_branch": lambda facts: [turned(facts["before"], facts["name"])],
    "offer_languages": of_languages,
    "export": lambda facts: [
        str(EXPORTS.get(facts["what"], facts["what"])),
        facts["file"] if facts["what"] == "upload" else facts["file"].upper(),
        facts.get("name", ""), went(facts), facts["store"]
    ],
}  # fmt: skip
