"""The list of customers: its columns, and what it can be filtered by."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.workspace.models import Store
from regulars.insight.models import Run
from regulars.web.components import show
from regulars.web.customers import index, labels
from regulars.web.customers.index import Row
from regulars.web.lists.columns import Cell, Column
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import Listing


class Named(NamedTuple):
    """A row, and what to call the person."""

    row: Row
    name: str


def of(store: Store | None, run: Run | None) -> Listing:
    """The list as it is for a store; before the first learning there is little to sort or to filter by."""
    return Listing(
        name="customers",
        title=gettext_lazy("Customers"),
        address=reverse("customers"),
        columns=columns(store.currency if store else "", is_learned=run is not None),
        fields=[*PROFILE, *(learned(store.currency) if store and run else [])],
        default_sort=index.DEFAULT_SORT if run else "name",
        search_words=gettext_lazy("Name, e-mail, phone, customer or order number"),
        keeps=("finding",),
        empty="web/home/import_first.html",
    )


def columns(currency: str, *, is_learned: bool) -> list[Column]:
    def sort(name: str) -> str:
        return name if is_learned else ""

    return [
        Column("name", _("Name"), lambda each: Cell(each.name, below=place(each.row)), sort="name", is_falling=False),
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
    ]  # fmt: skip


def place(row: Row) -> str:
    return ", ".join(part for part in (row.city, row.country) if part)


def stage(row: Row) -> Cell:
    label = labels.stage(row.stage)
    return Cell(label.words, label.tone, label.meaning) if label else Cell(show.NOTHING)


PROFILE = (
    FilterField("city", gettext_lazy("City"), column="f.city"),
    FilterField("country", gettext_lazy("Country"), column="f.country"),
)


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
    ]
