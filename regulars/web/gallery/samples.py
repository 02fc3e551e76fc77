"""What the gallery shows its components with; nothing of it comes from a shop."""

from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy

from regulars.web.components import show, widgets
from regulars.web.lists.columns import Cell, Column, Row
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import BulkAct, Listing
from regulars.web.lists.page import Link

STAGES = (
    ("loyal", gettext_lazy("Loyal"), "good"),
    ("first_time", gettext_lazy("First-time"), "calm"),
    ("at_risk", gettext_lazy("At risk"), "warm"),
    ("lost", gettext_lazy("Lost"), "bad"),
)


class Sample(NamedTuple):
    name: str
    city: str
    stage: int
    spent: Decimal


PICTURE = (
    '<svg viewBox="0 0 400 90" role="img" aria-label="A sample">'
    '<rect x="0" y="30" width="90" height="60" fill="#0b6a52"/>'
    '<rect x="105" y="10" width="90" height="80" fill="#d9772b"/></svg>'
)
SAMPLES = (
    Sample("Li Wei", "上海", 0, Decimal("1284.50")),
    Sample("Chloé Dufour", "Lyon", 1, Decimal("38")),
    Sample("陳美玲", "臺北", 2, Decimal("420.10")),
    Sample("Anneliese Schmidt-Oberhausen", "Recklinghausen", 3, Decimal("77.77")),
)


class SampleForm(forms.Form):
    """A field of every kind."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands on the parcel."))
    city = forms.CharField(
        label=gettext_lazy("City"), required=False, widget=widgets.Combobox(["Leeds", "London", "上海"])
    )
    price = forms.DecimalField(label=gettext_lazy("Price"), required=False, widget=widgets.MoneyInput("GBP"))
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False, widget=widgets.DayInput)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=[(key, words) for key, words, _tone in STAGES])
    tags = forms.MultipleChoiceField(
        label=gettext_lazy("Tags"), required=False, choices=[("vip", "VIP"), ("press", "Press")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea({"rows": 3}))
    file = forms.FileField(label=gettext_lazy("File"), required=False, widget=widgets.FileDrop)
    is_shared = forms.BooleanField(label=gettext_lazy("Share with colleagues"), required=False, widget=widgets.Switch)
    agrees = forms.BooleanField(label=gettext_lazy("I know that this is a sample"))


COLUMNS = (
    Column("name", gettext_lazy("Name"), lambda row: Cell(row.name, below=row.city), sort="name", is_falling=False),
    Column("stage", gettext_lazy("Stage"), lambda row: Cell(*STAGES[row.stage][1:])),
    Column(
        "spent", gettext_lazy("Net sales"), lambda row: show.as_money(row.spent, "GBP"), sort="spent", is_figure=True
    ),
)
FIELDS = (
    FilterField("city", gettext_lazy("City")),
    FilterField("stage", gettext_lazy("Stage"), Kind.CHOICE, choices=[(key, words) for key, words, _tone in STAGES]),
    FilterField("spent", gettext_lazy("Net sales"), Kind.MONEY, currency="GBP"),
    FilterField("last_on", gettext_lazy("Last order"), Kind.DAY),
)


def listing() -> Listing:
    """A list as an area describes it."""
    return Listing(
        name="components",
        title=gettext_lazy("Customers"),
        address="",
        columns=COLUMNS,
        fields=FIELDS,
        default_sort="spent",
        acts=(BulkAct("tag", gettext_lazy("Add a tag"), "", icon="tag"),),
    )


def rows() -> list[Row]:
    return [Row(f"per_{place}", "#", sample, sample.name) for place, sample in enumerate(SAMPLES)]


def figures() -> dict[str, Any]:
    """Numbers for the small pictures, and links for tabs and chips."""
    return {
        "trend": [12, 14, 13, 18, 17, 21, 20, 26, 24, 29, 31, 34],
        "months": [3, 5, 2, 8, 6, 9, 12],
        "tabs": [Link(gettext_lazy("Overview"), "#", True), Link(gettext_lazy("Orders"), "#", count=12)],
        "kinds": [Link(gettext_lazy("All"), "#", True), Link(gettext_lazy("Orders"), "#")],
        "downloads": [Link("SVG", "#"), Link("PNG", "#"), Link("CSV", "#")],
        "people": ["Li Wei", "Chloé Dufour", "陳美玲", "Bo Jensen", "wu@teahouse.example", "Mei", "Olga Petrova"],
        "change": {"words": "+12 %", "tone": "better"},
        "picture": PICTURE,
    }  # fmt: skip
