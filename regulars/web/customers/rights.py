"""Erasure and requests by law, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.kit.holding import Becomes
from regulars.base.workspace.models import Circle
from regulars.identity import forgotten
from regulars.profile import disclosed, suppressions
from regulars.profile.gone import Place
from regulars.profile.kinds import RequestKind, RequestState
from regulars.profile.models import Erasure
from regulars.web.components import show
from regulars.web.components.widgets import DayInput

BECOMES = {Becomes.REMOVED: gettext_lazy("removed"), Becomes.BLANKED: gettext_lazy("kept without the person")}
NAMES = {
    "commerce_order_said": gettext_lazy("What files said of orders"),
    "commerce_lastsaid": gettext_lazy("How new the word of a source is"),
    "commerce_support": gettext_lazy("What files said of people"),
    "identity_suggestion": gettext_lazy("Suggested duplicates"),
    "identity_apart": gettext_lazy("People told apart"),
    "contact_claim": gettext_lazy("Lists of a day"),
    "insight_productscore": gettext_lazy("Best customers of products"),
    "collect_rejectedrow": gettext_lazy("Rejected rows of imports"),
    "collect_fileprofile": gettext_lazy("How imported files looked"),
    "collect_inboxmessage": gettext_lazy("Messages on their way in"),
    "collect_setaside": gettext_lazy("Messages that could not be understood"),
    "collect_draft": gettext_lazy("First rows of imports to come"),
    "staging": gettext_lazy("Rows of imports under way"),
    "events_parkedevent": gettext_lazy("Events that wait"),
    "events_change": gettext_lazy("History of changes"),
    "workspace_keptanswer": gettext_lazy("Answers kept for other programs"),
    "workspace_notice": gettext_lazy("Notices to staff"),
    "workspace_seen": gettext_lazy("Looked at lately"),
    "workspace_auditentry": gettext_lazy("Audit"),
    "workspace_savedview": gettext_lazy("Saved views"),
    "profile_disclosure": gettext_lazy("Files with everything about them"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A place, how many rows it has, and what becomes of them."""

    name: Any
    rows: str
    becomes: Any


def places(found: Iterable[Place]) -> list[Shown]:
    """The places in which there is something."""
    return [
        Shown(called(place.table), show.number(place.rows), BECOMES[place.becomes]) for place in found if place.rows
    ]


def certified(erasure: Erasure) -> list[Shown]:
    """What a certificate lists: tables, files, and the tables of the lake."""
    tables = [
        Shown(called(name), show.number(what["rows"]), BECOMES[Becomes(what["becomes"])])
        for name, what in erasure.places.items() if name != "files"
    ]  # fmt: skip
    removed = BECOMES[Becomes.REMOVED]
    files = [Shown(_("Files"), show.number(erasure.places["files"]), removed)] if erasure.places.get("files") else []
    lake = [
        Shown(_("Lake: %(table)s") % {"table": name}, show.number(rows), removed)
        for name, rows in erasure.lake.items() if rows
    ]  # fmt: skip
    return [*tables, *files, *lake]


def called(table: str) -> Any:
    return disclosed.TITLES.get(table) or NAMES.get(table, table)


class EraseForm(forms.Form):
    """The number of whoever is to be erased, written again."""

    number = forms.CharField(label=gettext_lazy("Their number, once more"), max_length=40)
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the certificate"), max_length=300, required=False,
        help_text=gettext_lazy("Name nobody: the certificate stays."),
    )  # fmt: skip

    def __init__(self, *given: Any, number: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.wanted = number
        self.fields["number"].help_text = number

    def clean_number(self) -> str:
        said = str(self.cleaned_data["number"]).strip()
        if said != self.wanted:
            raise forms.ValidationError(_("This is another number."))
        return said


class LetBackForm(forms.Form):
    """An address that was erased, and that older files may bring back."""

    address = forms.CharField(
        label=gettext_lazy("E-mail address or phone number"), max_length=320,
        help_text=gettext_lazy("A number begins with its country, such as +44."),
    )  # fmt: skip

    def clean_address(self) -> Any:
        read = suppressions.address(self.cleaned_data["address"])
        if read is None:
            raise forms.ValidationError(_("This is neither an e-mail address nor a phone number with its country."))
        return read

    def let_back(self, circle: Circle) -> int:
        kind, value = self.cleaned_data["address"]
        return forgotten.let_back(circle, kind, value)


class RequestForm(forms.Form):
    """Somebody asks for what the law grants."""

    kind = forms.ChoiceField(label=gettext_lazy("What they ask for"), choices=RequestKind.choices)
    person = forms.CharField(
        label=gettext_lazy("Who"), max_length=40, required=False,
        help_text=gettext_lazy("Their number, such as per_…; leave it empty while you do not know."),
    )  # fmt: skip
    received_on = forms.DateField(label=gettext_lazy("When it came"), widget=DayInput())
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)


class AnswerForm(forms.Form):
    state = forms.ChoiceField(choices=[(s.value, s.label) for s in RequestState if s != RequestState.OPEN])
    note = forms.CharField(max_length=500, required=False)
