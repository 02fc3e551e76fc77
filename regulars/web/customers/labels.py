"""The words and the color for where a person stands."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.insight import sentences
from regulars.insight.kinds import Stage, StageReason


@dataclass(frozen=True, slots=True)
class Label:
    """A word, the tone of its badge, and what it means in plain words."""

    words: str | Promise
    tone: str
    meaning: str | Promise


MEANINGS = {
    Stage.VISITOR: ("", gettext_lazy("Has looked, and nobody knows who it is.")),
    Stage.PROSPECT: ("", gettext_lazy("Known, and has not bought yet.")),
    Stage.TARGET: ("calm", gettext_lazy("Known only lately: the best moment to win them.")),
    Stage.FIRST_TIME: ("calm", gettext_lazy("Bought once; the second order is still likely.")),
    Stage.REPEAT: ("good", gettext_lazy("Came back, and is on time by their own rhythm.")),
    Stage.LOYAL: ("good", gettext_lazy("Buys often, and is on time by their own rhythm.")),
    Stage.AT_RISK: ("warm", gettext_lazy("Overdue by their own rhythm.")),
    Stage.LOST: ("bad", gettext_lazy("Away so long that a return is unlikely.")),
    Stage.NOT_A_CUSTOMER: ("", gettext_lazy("Set apart by hand, such as staff or a test.")),
}
STAGES = {stage: Label(sentences.STAGES[stage], *meaning) for stage, meaning in MEANINGS.items()}
GROUPS = sentences.RFM_GROUPS
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
    StageReason.AWAY_FOR_LONG: gettext_lazy(
        "Away for more than half a year; the store is too young to know their rhythm."
    ),
    StageReason.AWAY_TOO_LONG: gettext_lazy("Away for more than a year; the store is too young to know their rhythm."),
}


def stage(value: str | None) -> Label | None:
    return STAGES[Stage(value)] if value else None


def group(value: str | None) -> str | Promise:
    return GROUPS[value] if value else ""


def reason(value: str | None) -> str | Promise:
    return REASONS[StageReason(value)] if value else ""


def unknown(value: str | None) -> str | Promise:
    return sentences.UNKNOWN[value] if value else ""
