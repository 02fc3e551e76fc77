"""The list of companies: its columns and what it can be filtered by."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.profile.kinds import CompanySize
from regulars.web.companies.index import ARCHIVED, Shown
from regulars.web.components import show
from regulars.web.lists.columns import Cell, Column
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import Listing


def of(store: Store | None, staff: Staff, colleagues: list[Staff]) -> Listing:
    """The list as it is for a reader; what was bought only for those who may see orders."""
    sees_orders = store is not None and staff.may(Act.SEE, Thing.ORDERS)
    currency = store.currency if store else ""
    return Listing(
        name="companies",
        title=_("Companies"),
        address=reverse("companies"),
        columns=[*plain(), *(sums(currency) if sees_orders else []), *further()],
        fields=[*fields(colleagues), *(bought(currency) if sees_orders else [])],
        default_sort="net" if sees_orders else "name",
        search_words=_("Name, city, tax number or domain"),
        empty="web/companies/empty.html",
    )


def plain() -> list[Column]:
    return [
        Column("name", pgettext("company", "Name"), name, sort="name", is_falling=False),
        Column("people", _("Contacts"), lambda row: show.number(row.people), sort="people", is_figure=True),
    ]


def sums(currency: str) -> list[Column]:
    return [
        Column("net", _("Net sales"), lambda row: show.as_money(row.net, currency), sort="net", is_figure=True),
        Column("orders", _("Orders"), lambda row: show.number(row.orders), sort="orders", is_figure=True),
        Column("last_on", _("Last order"), lambda row: show.day(row.last_on), sort="last_on", is_figure=True),
    ]


def further() -> list[Column]:
    return [
        Column("industry", _("Industry"), lambda row: row.company.industry or show.NOTHING),
        Column("size", _("Size"), lambda row: row.company.get_size_display() or show.NOTHING, is_default=False),
        Column("tags", _("Tags"), lambda row: Cell("", badges=row.company.tags), is_default=False),
        Column("owner", pgettext("customer", "Owner"), owner, is_default=False),
    ]


def name(row: Shown) -> Cell:
    place = ", ".join(part for part in (row.company.city, row.company.country) if part)
    return Cell(row.company.name, below=place, badges=[_("archived")] if row.company.archived_at else [])


def owner(row: Shown) -> str:
    return str(row.company.owner.account) if row.company.owner else show.NOTHING


def fields(colleagues: list[Staff]) -> list[FilterField]:
    working = [(str(each.id), str(each.account)) for each in colleagues]
    return [
        FilterField("industry", _("Industry"), column="c.industry"),
        FilterField("size", _("Size"), Kind.CHOICE, "nullif(c.size, '')", CompanySize.choices),
        FilterField("tags", _("Tags"), Kind.TEXT, "array_to_string(c.tags, ', ')"),
        FilterField("city", _("City"), column="c.city"),
        FilterField("country", _("Country"), column="c.country"),
        FilterField("people", _("Contacts"), Kind.NUMBER, "coalesce(s.people, 0)"),
        FilterField("owner", pgettext("customer", "Owner"), Kind.CHOICE, "c.owner_id", working, type="bigint"),
        FilterField(ARCHIVED, _("Archived"), Kind.YESNO, "(c.archived_at is not null)"),
    ]


def bought(currency: str) -> list[FilterField]:
    return [
        FilterField("net", _("Net sales"), Kind.MONEY, "s.net", currency=currency),
        FilterField("orders", _("Orders"), Kind.NUMBER, "coalesce(s.orders, 0)"),
        FilterField("last_on", _("Last order"), Kind.DAY, "s.last_on"),
    ]
