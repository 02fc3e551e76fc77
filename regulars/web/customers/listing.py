"""The list of customers: its columns, and what it can be filtered by."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Branch, Staff, Store
from regulars.insight.models import Run
from regulars.web.components import show
from regulars.web.customers import bulk, house, index, labels, memberships, visited, voiced
from regulars.web.customers.house import House
from regulars.web.customers.index import Row
from regulars.web.customers.kept import SENT_BACK
from regulars.web.lists.columns import Cell, Column
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import Download, Listing


class Named(NamedTuple):
    """A row, what to call the person, and their tags."""

    row: Row
    name: str
    tags: Sequence[str] = ()


def of(store: Store | None, run: Run | None, staff: Staff) -> Listing:
    """The list as it is for a reader; before the first learning there is little to sort or to filter by."""
    known, may_export = house.of(staff), staff.may(Act.EXPORT, Thing.PEOPLE)
    return Listing(
        name="customers",
        title=gettext_lazy("Customers"),
        address=reverse("customers"),
        columns=columns(store.currency if store else "", is_learned=run is not None),
        fields=[
            *(learned(store.currency) if store and run else []),
            *owned(known),
            *memberships.fields(known),
            *PROFILE,
            *ELSEWHERE,
            *(visited.FIELDS if store and staff.may(Act.SEE, Thing.INSIGHT) else ()),
            *(voiced.fields(store) if store else ()),
        ],
        acts=bulk.acts(staff, known),
        downloads=downloads() if may_export else [],
        default_sort=index.DEFAULT_SORT if run else "name",
        search_words=gettext_lazy("Name, e-mail, phone, customer or order number"),
        keeps=("finding", "behind", SENT_BACK),
        empty="web/home/import_first.html",
    )


def downloads() -> list[Download]:
    """The list as a file, or made ready for another program."""
    files = [Download(name, reverse("customers_export", args=[name.lower()])) for name in FILES]
    others = reverse("customers_upload", args=["klaviyo"])
    return [*files, Download(gettext_lazy("For Klaviyo, Mailchimp, Meta or Google"), others, is_page=True)]


def columns(currency: str, *, is_learned: bool) -> list[Column]:
    def sort(name: str) -> str:
        return name if is_learned else ""

    return [
        Column(
            "name", pgettext("person", "Name"), lambda each: Cell(each.name, below=place(each.row)), sort="name",
            is_falling=False,
        ),
        Column("stage", _("Stage"), lambda each: stage(each.row)),
        Column("group", _("RFM group"), lambda each: labels.group(each.row.rfm_group) or show.NOTHING),
        Column("last_on", _("Last order"), lambda each: show.day(each.row.last_on), sort("last_on"), is_figure=True),
        Column("orders", _("Orders"), lambda each: show.number(each.row.orders), sort("orders"), is_figure=True),
        Column(
            "spent", _("Net sales"), lambda each: show.as_money(each.row.spent, currency), sort("spent"), is_figure=True
        ),
        Column(
            "value", _("Expected value, 12 months"), lambda each: show.worth(each.row.value_365, currency),
            sort("value"), is_figure=True,
        ),
        Column("tags", _("Tags"), lambda each: Cell("", badges=each.tags), is_default=False),
        Column("owner", pgettext("customer", "Owner"), lambda each: each.row.owner or show.NOTHING, is_default=False),
        Column("next_on", _("Next order"), lambda each: show.day(each.row.next_on), is_figure=True, is_default=False),
        Column(
            "chance_90", _("Likely to buy in 90 days"), lambda each: show.share(each.row.chance_90),
            is_figure=True, is_default=False,
        ),
    ]  # fmt: skip


def place(row: Row) -> str:
    return ", ".join(part for part in (row.city, row.country) if part)


def stage(row: Row) -> Cell:
    label = labels.stage(row.stage)
    return Cell(label.words, label.tone, label.meaning) if label else Cell(show.NOTHING)


PROFILE = (
    FilterField("city", gettext_lazy("City"), column="f.city"),
    FilterField("region", gettext_lazy("Region"), column="f.region"),
    FilterField("country", gettext_lazy("Country"), column="f.country"),
    FilterField("language", gettext_lazy("Language"), column="f.language"),
    FilterField("company", gettext_lazy("Company"), column="f.company"),
    FilterField("accepts_email", gettext_lazy("Accepts e-mail"), Kind.YESNO, "f.accepts_email"),
    FilterField("accepts_sms", gettext_lazy("Accepts SMS"), Kind.YESNO, "f.accepts_sms"),
    FilterField("seen_on", gettext_lazy("First seen"), Kind.DAY, "p.first_seen_at::date"),
)
TICKETS = "profile_ticket k join identity_person o on o.id = k.person_id where o.canonical_id = p.id"
POINTS = "profile_balance k join identity_person o on o.id = k.person_id where o.canonical_id = p.id"
ELSEWHERE = (
    FilterField(
        "open_ticket", gettext_lazy("Has an open ticket"), Kind.YESNO,
        f"exists (select from {TICKETS} and k.state <> 'closed')",
    ),
    FilterField(
        "ticket_on", gettext_lazy("Last ticket"), Kind.DAY, f"(select max(k.opened_at)::date from {TICKETS})"
    ),
    FilterField("points", gettext_lazy("Points"), Kind.NUMBER, f"(select sum(k.points) from {POINTS})"),
    FilterField("points_end", gettext_lazy("Points expire"), Kind.DAY, f"(select min(k.expires_on) from {POINTS})"),
)  # fmt: skip
FILES = ("CSV", "XLSX")


def owned(known: House) -> list[FilterField]:
    """To whom people are given."""
    working = [(str(each.id), str(each.account)) for each in known.colleagues]
    branches = [(str(each.id), called(each)) for each in known.branches]
    return [
        FilterField("owner", pgettext_lazy("customer", "Owner"), Kind.CHOICE, "p.owner_id", working, type="bigint"),
        FilterField("branch", gettext_lazy("Branch"), Kind.CHOICE, "p.branch_id", branches, type="bigint"),
    ]


def called(branch: Branch) -> str:
    return _("%(name)s (closed)") % {"name": branch.name} if branch.closed_at else branch.name


def learned(currency: str) -> list[FilterField]:
    """What the scores can be asked for."""
    stages = [(stage.value, label.words) for stage, label in labels.STAGES.items()]
    return [
        FilterField("stage", _("Stage"), Kind.CHOICE, "s.stage", stages),
        FilterField("group", _("RFM group"), Kind.CHOICE, "s.rfm_group", list(labels.GROUPS.items())),
        FilterField("last_on", _("Last order"), Kind.DAY, "s.last_on"),
        FilterField("first_on", _("First order"), Kind.DAY, "s.first_on"),
        FilterField("orders", _("Orders"), Kind.NUMBER, "s.orders"),
        FilterField("spent", _("Net sales"), Kind.MONEY, "s.spent", currency=currency),
        FilterField("value", _("Expected value, 12 months"), Kind.MONEY, "s.value_365", currency=currency),
        FilterField("next_on", _("Next order"), Kind.DAY, "s.next_on"),
        FilterField("days_away", _("Days since the last order"), Kind.NUMBER, "s.days_away"),
        FilterField("recency", _("Recency, 1 to 5"), Kind.NUMBER, "s.recency"),
        FilterField("frequency", _("Frequency, 1 to 5"), Kind.NUMBER, "s.frequency"),
        FilterField("money", _("Money, 1 to 5"), Kind.NUMBER, "s.money"),
        FilterField("returned", _("Sent back"), Kind.MONEY, "s.returned", currency=currency),
        FilterField("chance", _("Likely to buy in 90 days, of 1"), Kind.NUMBER, "s.chance_90"),
    ]
