"""The words and the color for where a person stands."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.insight.kinds import RfmGroup, Stage, StageReason, Unknown


@dataclass(frozen=True, slots=True)
class Label:
    """A word, the tone of its badge, and what it means in plain words."""

    words: str | Promise
    tone: str
    meaning: str | Promise


STAGES = {
    Stage.VISITOR: Label(gettext_lazy("Visitor"), "", gettext_lazy("Has looked, and nobody knows who it is.")),
    Stage.PROSPECT: Label(gettext_lazy("Prospect"), "", gettext_lazy("Known, and has not bought yet.")),
    Stage.TARGET: Label(gettext_lazy("Target"), "calm", gettext_lazy("Known only lately: the best moment to win them.")),
    Stage.FIRST_TIME: Label(gettext_lazy("First-time"), "calm", gettext_lazy("Bought once; the second order is still likely.")),
    Stage.REPEAT: Label(gettext_lazy("Repeat"), "good", gettext_lazy("Came back, and is on time by their own rhythm.")),
    Stage.LOYAL: Label(gettext_lazy("Loyal"), "good", gettext_lazy("Buys often, and is on time by their own rhythm.")),
    Stage.AT_RISK: Label(gettext_lazy("At risk"), "warm", gettext_lazy("Overdue by their own rhythm.")),
    Stage.LOST: Label(gettext_lazy("Lost"), "bad", gettext_lazy("Away so long that a return is unlikely.")),
    Stage.NOT_A_CUSTOMER: Label(gettext_lazy("Not a customer"), "", gettext_lazy("Set apart by hand, such as staff or a test.")),
}
GROUPS = {
    RfmGroup.NEW: gettext_lazy("New"),
    RfmGroup.UNDECIDED: gettext_lazy("Undecided"),
    RfmGroup.PASSING: gettext_lazy("Passing"),
    RfmGroup.CHAMPIONS: gettext_lazy("Champions"),
    RfmGroup.LOYAL: gettext_lazy("Loyal"),
    RfmGroup.PROMISING: gettext_lazy("Promising"),
    RfmGroup.FADING: gettext_lazy("Fading"),
    RfmGroup.PRECIOUS: gettext_lazy("Precious, away"),
    RfmGroup.SLIPPING: gettext_lazy("Slipping"),
    RfmGroup.ASLEEP: gettext_lazy("Asleep"),
}
REASONS = {
    StageReason.MARKED: gettext_lazy("Somebody set this person apart."),
    StageReason.ANONYMOUS: gettext_lazy("No order, and no name or address is known."),
    StageReason.NEVER_BOUGHT: gettext_lazy("Known for longer, without any order."),
    StageReason.SEEN_LATELY: gettext_lazy("First seen lately, without any order so far."),
    StageReason.WITHIN_RHYTHM: gettext_lazy("The time since the last order is usual for them."),
    StageReason.OFTEN_ENOUGH: gettext_lazy("Several orders, and the time since the last one is usual for them."),
    StageReason.OVERDUE: gettext_lazy("Most comparable buyers would have ordered again by now."),
    StageReason.LONG_OVERDUE: gettext_lazy("Nearly all comparable buyers would have ordered again long ago."),
    StageReason.PROBABLY_GONE: gettext_lazy("After so long a silence they have most probably left for good."),
    StageReason.AWAY_FOR_LONG: gettext_lazy("Away for more than half a year; the store is too young to know their rhythm."),
    StageReason.AWAY_TOO_LONG: gettext_lazy("Away for more than a year; the store is too young to know their rhythm."),
}
UNKNOWNS = {
    Unknown.NEVER_BOUGHT: gettext_lazy("There is no order to judge by."),
    Unknown.TOO_FEW_BUYERS: gettext_lazy("The store has too few buyers yet."),
    Unknown.TOO_SHORT_HISTORY: gettext_lazy("The store's history is too short yet."),
    Unknown.TOO_FEW_CAME_BACK: gettext_lazy("Too few buyers have come back yet."),
}


def stage(value: str | None) -> Label | None:
    return STAGES[Stage(value)] if value else None


def group(value: str | None) -> str | Promise:
    return GROUPS[RfmGroup(value)] if value else ""


def reason(value: str | None) -> str | Promise:
    return REASONS[StageReason(value)] if value else ""


def unknown(value: str | None) -> str | Promise:
    return UNKNOWNS[Unknown(value)] if value else ""
