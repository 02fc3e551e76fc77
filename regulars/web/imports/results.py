"""What a check or an import has found, as figures and sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from regulars.base.workspace.models import Staff
from regulars.collect.kinds import Kind, Reason
from regulars.collect.models import Import
from regulars.web.components import show

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Figure:
    label: Words
    value: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A reason, how many rows it refused, and their part of all."""

    words: Words
    rows: int


@dataclass(frozen=True, slots=True)
class Example:
    """One row that was not taken; what stood in it is empty for who does not see contact details."""

    line: int
    column: str
    value: str
    words: Words


def checked(totals: Mapping[str, Any], kind: str, currency: str) -> list[Figure]:
    """What importing the file would bring."""
    return list(_read(totals, kind, currency))


def _read(totals: Mapping[str, Any], kind: str, currency: str) -> Iterator[Figure]:
    yield Figure(_("Rows read"), show.number(totals.get("read")))
    yield Figure(_("Taken over"), show.number(totals.get("accepted")))
    yield Figure(_("Rejected"), show.number(totals.get("rejected")))
    if kind == Kind.ORDERS:
        yield Figure(_("Orders"), show.number(totals.get("orders")))
        yield Figure(_("Buyers"), show.number(totals.get("buyers")))
        if totals.get("money") is not None:
            yield Figure(_("Money in the lines"), show.as_money(Decimal(totals["money"]), currency))
        if totals.get("first_on"):
            yield Figure(_("From"), show.day(date.fromisoformat(totals["first_on"])))
            yield Figure(_("Until"), show.day(date.fromisoformat(totals["last_on"])))


def merged(row: Import) -> list[Figure]:
    """What the import has brought, beside what was known."""
    totals = row.totals
    told = (
        ("orders_new", _("New orders")), ("orders_changed", _("Changed orders")), ("orders_known", _("Known orders")),
        ("lines_new", _("New lines")), ("people_new", _("New people")), ("people_known", _("Known people")),
        ("products_new", _("New products")), ("products_changed", _("Changed products")),
        ("profiles_new", _("New profiles")), ("profiles_changed", _("Changed profiles")),
        ("tags_given", _("Tags given")), ("consents_written", _("Consents written down")),
        ("tickets_new", _("New tickets")), ("tickets_changed", _("Changed tickets")),
        ("balances_new", _("New balances of points")), ("balances_changed", _("Changed balances of points")),
        ("addresses_suppressed", _("Addresses nobody writes to any more")),
        ("return_lines", _("Returned lines")), ("return_lines_matched", _("Returns with their purchase")),
    )  # fmt: skip
    return [Figure(label, show.number(totals[name])) for name, label in told if totals.get(name)]


def reasons(found: Mapping[str, int]) -> list[Refused]:
    """Why rows were refused, the most frequent reason first."""
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [Refused(Reason(reason).label, count) for reason, count in ordered]


def examples(rejected: Sequence[Mapping[str, Any]], staff: Staff) -> list[Example]:
    return [
        Example(row["line"], row["column"], seen(row["value"], staff), Reason(row["reason"]).label) for row in rejected
    ]


def kept(row: Import, most: int, staff: Staff) -> list[Example]:
    """The first rows that an import has rejected."""
    rows = row.rejected_rows.order_by("line", "id")[:most]
    return [Example(each.line, each.column, seen(each.value, staff), each.get_reason_display()) for each in rows]


def seen(value: str, staff: Staff) -> str:
    """A cell of a file as the staff may see it: any may hold an address or a number, whatever its column is called."""
    return value if staff.sees_contact_details else ""
