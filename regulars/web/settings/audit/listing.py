"""The audit as a list: its columns, its filters, and its file."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from regulars.base.events import operations
from regulars.base.kit.sheets import Cell as SheetCell
from regulars.base.workspace import audit
from regulars.base.workspace.kinds import Act, AuditKind, Thing
from regulars.base.workspace.models import Staff
from regulars.web.components import show
from regulars.web.history import words as history
from regulars.web.lists.columns import Cell, Column
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import Download, Listing
from regulars.web.settings.audit import words
from regulars.web.settings.audit.index import Row

FILES = ("CSV", "XLSX")


def of(staff: Staff) -> Listing:
    may_export = staff.may(Act.EXPORT, Thing.AUDIT)
    return Listing(
        name="settings_audit",
        title=_("Audit"),
        address=reverse("settings_audit"),
        columns=columns(),
        fields=[
            FilterField("kind", _("Kind"), Kind.CHOICE, choices=AuditKind.choices),
            FilterField("who", _("Person"), Kind.CHOICE, choices=colleagues(staff)),
            FilterField("done_on", _("When"), Kind.DAY),
        ],
        downloads=[
            Download(name, reverse("settings_audit_export", args=[name.lower()])) for name in FILES * may_export
        ],
        search_words=_("Name of who did it"),
        empty="web/settings/audit/empty.html",
    )


def columns() -> list[Column]:
    return [
        Column("what", _("What"), lambda row: Cell(sentence(row), below=detail(row))),
        Column("kind", _("Kind"), lambda row: AuditKind(row.kind).label),
        Column("who", _("Who"), lambda row: who(row) or show.NOTHING),
        Column("when", _("When"), lambda row: show.moment(row.place.at)),
        Column("where", _("From where"), lambda row: Cell(row.address or show.NOTHING, below=program(row))),
    ]


def colleagues(staff: Staff) -> list[tuple[str, str]]:
    """Everybody who works here or did."""
    rows = Staff.objects.filter(circle=staff.circle_id).select_related("account").order_by("left_at", "account__name")
    return [(row.public_id, str(row.account)) for row in rows]


def sentence(row: Row) -> str | Promise:
    return words.sentence(row.entry) if row.entry else history.sentence(row.operation) if row.operation else ""


def detail(row: Row) -> str:
    if row.operation is None:
        return words.detail(row.entry) if row.entry else ""
    store = row.operation.store.name if row.operation.store else ""
    return " · ".join(filter(None, [history.detail(row.operation.facts), store]))


def who(row: Row) -> str:
    """Who did it; a key by its number, and nobody where only an account is known that somebody tried."""
    if row.fact.by is not None:
        return str(row.fact.by.account)
    machines = {operations.SYSTEM: "Regulars", "import": "Regulars", audit.COMMAND: _("command line")}
    return machines.get(row.fact.actor, row.fact.actor)


def program(row: Row) -> str:
    return show.program(row.entry.program) if row.entry else ""


def address(row: Row, staff: Staff) -> str:
    """The page of what was done: an operation has one."""
    if row.operation is None or not staff.may(Act.SEE, Thing.OPERATIONS):
        return ""
    return reverse("operation", args=[row.operation.public_id])


def headings() -> list[str]:
    return [_("When"), _("Kind"), _("What"), _("Detail"), _("Who"), _("E-mail"), _("From where"), _("Program")]


def cells(row: Row) -> Sequence[SheetCell]:
    """A row of the file; moments in UTC, as they are stored."""
    by: Any = row.fact.by
    return [
        row.place.at, str(AuditKind(row.kind).label), str(sentence(row)), detail(row), who(row),
        by.account.email if by else "", row.address, row.entry.program if row.entry else "",
    ]  # fmt: skip
