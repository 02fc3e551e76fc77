"""Consent rules, texts that people are shown, addresses nobody writes to, and how long data are kept, as forms."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Language
from regulars.profile import retention
from regulars.profile.kinds import Kept, Purpose, Regime, Silence
from regulars.profile.models import ConsentRules
from regulars.web.components.widgets import WordyChoice, WordyChoices

OTHERS = [(purpose.value, purpose.label) for purpose in Purpose if purpose != Purpose.MARKETING]
APART = re.compile(r"[\n,;]+")
MOST_TYPED = 1_000_000


class RulesForm(forms.Form):
    regime = forms.ChoiceField(
        label=gettext_lazy("The law you stand on"), choices=Regime.choices, widget=WordyChoice,
        help_text=gettext_lazy("It decides about everybody who has said nothing themselves."),
    )  # fmt: skip
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What else people are asked, each by itself"), choices=OTHERS, required=False,
        widget=WordyChoices,
    )  # fmt: skip
    asks_twice = forms.BooleanField(
        label=gettext_lazy("Forms ask for a confirmation by link (double opt-in)"), required=False
    )
    valid_months = forms.IntegerField(
        label=gettext_lazy("A yes holds for so many months"), required=False, min_value=1, max_value=240,
        help_text=gettext_lazy("Empty: until they take it back."),
    )  # fmt: skip

    @property
    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**given, "regime": Regime(given["regime"]), "purposes": [Purpose(each) for each in given["purposes"]]}


def of_rules(rules: ConsentRules) -> dict[str, Any]:
    """The rules as the form shows them."""
    return {
        "regime": rules.regime, "purposes": rules.purposes, "asks_twice": rules.asks_twice,
        "valid_months": rules.valid_months,
    }  # fmt: skip


class WordingForm(forms.Form):
    purpose = forms.ChoiceField(label=gettext_lazy("For what"), choices=Purpose.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    version = forms.CharField(label=gettext_lazy("Version"), max_length=40)
    text = forms.CharField(label=gettext_lazy("Text"), max_length=5_000, widget=forms.Textarea({"rows": 4}))


class SuppressionForm(forms.Form):
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses and phone numbers"), max_length=MOST_TYPED,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One on each line. A number begins with its country, such as +44."),
    )  # fmt: skip
    cause = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=[(s.value, s.label) for s in Silence if s != Silence.ERASED]
    )

    @property
    def named(self) -> list[str]:
        return [each for part in APART.split(self.cleaned_data["addresses"]) if (each := part.strip())]


class RetentionForm(forms.Form):
    """A number of days for each kind of data."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for kind in Kept:
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label, required=False, min_value=retention.LEAST.get(kind, 1), max_value=retention.MOST,
                initial=retention.days(kind),
            )  # fmt: skip

    @property
    def changed(self) -> dict[Kept, int | None]:
        """The kinds that are to be kept for another time."""
        return {Kept(name): self.cleaned_data[name] for name in self.changed_data}


def told(added: int, unusable: list[str]) -> str:
    """What came of adding addresses to the list."""
    if unusable:
        return _("%(added)s are new on the list; these are no addresses: %(unusable)s") % {
            "added": added, "unusable": ", ".join(unusable[:5])
        }  # fmt: skip
    return _("%(added)s are new on the list.") % {"added": added}
