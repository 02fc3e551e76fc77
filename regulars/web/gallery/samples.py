"""What the gallery shows its components with, in English alone; nothing of it comes from a shop."""

from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.urls import reverse

from regulars.web.components import show, widgets
from regulars.web.lists.columns import Cell, Column, Row
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import BulkAct, Listing
from regulars.web.lists.page import Link

STAGES = (
    ("loyal", "Loyal", "good"),
    ("first_time", "First-time", "calm"),
    ("at_risk", "At risk", "warm"),
    ("lost", "Lost", "bad"),
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

    name = forms.CharField(label="Name", help_text="As it stands on the parcel.")
    city = forms.CharField(label="City", required=False, widget=widgets.Combobox(["Leeds", "London", "上海"]))
    price = forms.DecimalField(label="Price", required=False, widget=widgets.MoneyInput("GBP"))
    due_on = forms.DateField(label="Due", required=False, widget=widgets.DayInput)
    stage = forms.ChoiceField(label="Stage", choices=[(key, words) for key, words, _tone in STAGES])
    tags = forms.MultipleChoiceField(
        label="Tags", required=False, choices=[("vip", "VIP"), ("press", "Press")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea({"rows": 3}))
    file = forms.FileField(label="File", required=False, widget=widgets.FileDrop)
    is_shared = forms.BooleanField(label="Share with colleagues", required=False, widget=widgets.Switch)
    agrees = forms.BooleanField(label="I know that this is a sample")


COLUMNS = (
    Column("name", "Name", lambda row: Cell(row.name, below=row.city), sort="name", is_falling=False),
    Column("stage", "Stage", lambda row: Cell(*STAGES[row.stage][1:])),
    Column("spent", "Net sales", lambda row: show.as_money(row.spent, "GBP"), sort="spent", is_figure=True),
)
FIELDS = (
    FilterField("city", "City"),
    FilterField("stage", "Stage", Kind.CHOICE, choices=[(key, words) for key, words, _tone in STAGES]),
    FilterField("spent", "Net sales", Kind.MONEY, currency="GBP"),
    FilterField("last_on", "Last order", Kind.DAY),
)


def listing() -> Listing:
    """A list as an area describes it."""
    return Listing(
        name="components",
        title="Customers",
        address=reverse("components"),
        columns=COLUMNS,
        fields=FIELDS,
        default_sort="spent",
        acts=(BulkAct("tag", "Add a tag", reverse("components_tagging"), icon="tag"),),
    )


def rows() -> list[Row]:
    return [Row(f"per_{place}", "#", sample, sample.name) for place, sample in enumerate(SAMPLES)]


def figures() -> dict[str, Any]:
    """Numbers for the small pictures, and links for tabs and chips."""
    return {
        "trend": [12, 14, 13, 18, 17, 21, 20, 26, 24, 29, 31, 34],
        "months": [3, 5, 2, 8, 6, 9, 12],
        "tabs": [Link("Overview", "#", True), Link("Orders", "#", count=12)],
        "kinds": [Link("All", "#", True), Link("Orders", "#")],
        "downloads": [Link("SVG", "#"), Link("PNG", "#"), Link("CSV", "#")],
        "people": ["Li Wei", "Chloé Dufour", "陳美玲", "Bo Jensen", "wu@teahouse.example", "Mei", "Olga Petrova"],
        "change": {"words": "+12 %", "tone": "better"},
        "picture": PICTURE,
    }  # fmt: skip
