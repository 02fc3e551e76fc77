"""The rules of the lifecycle as a form: shares as percentages, and whom other rules would move."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.insight import limits, sentences
from regulars.insight.lifecycle import Limits
from regulars.insight.models import Run
from regulars.web.components import show
from regulars.web.insight.exhibits import people

PERCENT = ("at_risk_share", "lost_share", "lost_alive", "lost_chance")
LONGEST = 3650  # days


def percent(label: Any, help_text: Any, *, least: int = 1, most: int = 99) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most)


def days(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=1, max_value=LONGEST)


class LifecycleForm(forms.Form):
    """What tells the stages apart; see `insight.lifecycle` for the order in which it is asked."""

    loyal_purchases = forms.IntegerField(
        label=gettext_lazy("Loyal from so many purchases"),
        help_text=gettext_lazy("Purchases of one day count as one."),
        min_value=2,
        max_value=100,
    )
    at_risk_share = percent(
        gettext_lazy("At risk, in percent"),
        gettext_lazy("When so many of comparable customers would have ordered again by now."),
    )
    lost_share = percent(
        gettext_lazy("Lost, in percent"),
        gettext_lazy("When so many of comparable customers would have ordered again by now."),
    )
    lost_chance = percent(
        gettext_lazy("Not lost while likely to buy, in percent"),
        gettext_lazy("Whoever buys within 90 days with at least this chance is not called lost for being overdue."),
        least=0,
        most=100,
    )
    lost_alive = percent(
        gettext_lazy("Lost when hardly a customer still, in percent"),
        gettext_lazy("When the chance to be a customer at all has fallen below this."),
        least=0,
        most=100,
    )
    at_risk_days = days(
        gettext_lazy("At risk after so many days"),
        gettext_lazy("Only while the store is too young to know its customers' rhythm."),
    )
    lost_days = days(
        gettext_lazy("Lost after so many days"),
        gettext_lazy("Only while the store is too young to know its customers' rhythm."),
    )
    target_days = days(
        gettext_lazy("New for so many days"),
        gettext_lazy("So long after they were first seen, people without an order count as targets."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("at_risk_share", 0) > given.get("lost_share", 100):
            self.add_error("lost_share", _("Lost cannot come before at risk."))
        if given.get("at_risk_days", 0) > given.get("lost_days", LONGEST):
            self.add_error("lost_days", _("Lost cannot come before at risk."))
        return given

    def limits(self) -> Limits:
        """What a valid form says."""
        given = self.cleaned_data
        return Limits(**{name: given[name] / 100 if name in PERCENT else given[name] for name in limits.FIELDS})


def values(kept: Limits) -> dict[str, Any]:
    """The limits as the form shows them."""
    return {
        name: round(100 * getattr(kept, name)) if name in PERCENT else getattr(kept, name) for name in limits.FIELDS
    }


@dataclass(frozen=True, slots=True)
class Line:
    """So many people would go from one stage to another; the address shows those who stand in the first."""

    stage: str
    stage_then: str
    people: str
    address: str


@dataclass(frozen=True, slots=True)
class Preview:
    sentence: str
    lines: list[Line]


def preview(form: LifecycleForm, run: Run) -> Preview:
    """Whom the rules of a valid form would move, beside what was learned last."""
    moves = [move for move in limits.preview(run, form.limits()) if move.stage != move.stage_then]
    count = limits.moved(moves)
    told = {"people": show.number(count), "all": show.number(run.facts["people"]), "day": show.day(run.as_of)}
    sentence = _("Nobody would change their stage, of %(all)s people as of %(day)s.") % told
    if count:
        sentence = _("%(people)s of %(all)s people would change their stage, as of %(day)s.") % told
    lines = [
        Line(
            str(sentences.STAGES[move.stage]), str(sentences.STAGES[move.stage_then]), show.number(move.people),
            people(stage=move.stage),
        )
        for move in sorted(moves, key=lambda move: -move.people)
    ]  # fmt: skip
    return Preview(sentence, lines)
