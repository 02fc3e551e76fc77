"""What to do for a customer at each stage: a play with an aim, a few steps, and how to tell that it worked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.insight.kinds import Stage
from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import Op


@dataclass(frozen=True, slots=True)
class Play:
    """A play; `steps` are done in their order."""

    name: str | Promise
    aim: str | Promise
    steps: Sequence[str | Promise]
    sign: str | Promise


INTRODUCE = Play(
    gettext_lazy("Introduce yourself"),
    gettext_lazy("They know of you but have not bought. Help them to choose; do not push."),
    (
        gettext_lazy("Look at what they viewed or asked about, and name one product that fits, with the reason."),
        gettext_lazy("Say what happens if it does not fit: delivery time, returns, whom to ask."),
        gettext_lazy("Ask one question about what they need, and write the answer down as a preference."),
    ),
    gettext_lazy("It worked when they answer or order within two weeks."),
)
SECOND_ORDER = Play(
    gettext_lazy("From the first to the second order"),
    gettext_lazy("Many who buy once do not come back. The weeks after the first order decide it."),
    (
        gettext_lazy("Ask whether everything arrived well, and put right at once what did not."),
        gettext_lazy("Show how to get the most out of what they bought: use, care, size, recipe."),
        gettext_lazy("Suggest one thing that goes with it, when the next order is due and not before."),
        gettext_lazy("Do not offer a discount first: who comes back for a discount waits for the next one."),
    ),
    gettext_lazy("It worked when the second order comes before its window closes."),
)
ADVICE = Play(
    gettext_lazy("Ask for advice"),
    gettext_lazy("They come back by themselves. Learn why, and give them a reason to tell others."),
    (
        gettext_lazy("Ask what they would miss if you stopped selling it, and what they buy elsewhere."),
        gettext_lazy("Ask for a review or a photo of what they bought most often."),
        gettext_lazy("Tell them first about news in the categories they buy."),
        gettext_lazy("Write down what they prefer, so that nobody has to ask again."),
    ),
    gettext_lazy("It worked when they answer, and their next order is not later than usual."),
)
CARE = Play(
    gettext_lazy("Take care of them"),
    gettext_lazy("A few regulars bring a large part of the sales. Give them a person, not a campaign."),
    (
        gettext_lazy("Make one colleague their owner, and let that colleague introduce themselves."),
        gettext_lazy("Thank them at a birthday, an anniversary or a round number of orders; with a gift, not a code."),
        gettext_lazy("Answer their questions and complaints before all others."),
        gettext_lazy("Watch the time between their orders: call when it grows, not when they are gone."),
    ),
    gettext_lazy("It worked when their rhythm holds, and they recommend you."),
)
WIN_BACK = Play(
    gettext_lazy("Win them back"),
    gettext_lazy("They have been silent for longer than usual. Find out why before you offer anything."),
    (
        gettext_lazy("Look at the last order: a return, a late parcel or a complaint explains most silences."),
        gettext_lazy("Write or call personally: we have missed you, was something wrong? Wait for the answer."),
        gettext_lazy("Put the cause right first; then name what is new since their last order."),
        gettext_lazy("Offer something of value only if they once bought without a discount, and only once."),
        gettext_lazy("If they want no more contact, write that down and leave them in peace."),
    ),
    gettext_lazy("It worked when they order again at the full price."),
)
PLAYS = {
    Stage.VISITOR: INTRODUCE,
    Stage.PROSPECT: INTRODUCE,
    Stage.TARGET: INTRODUCE,
    Stage.FIRST_TIME: SECOND_ORDER,
    Stage.REPEAT: ADVICE,
    Stage.LOYAL: CARE,
    Stage.AT_RISK: WIN_BACK,
    Stage.LOST: WIN_BACK,
}


def asked_for(conditions: Sequence[Condition], people: Mapping[str, Any]) -> str | None:
    """The one stage that a list is about, by its filter or by its finding; None where it is about several."""
    told = next((each for each in conditions if each.field.key == "stage" and each.op == Op.IS), None)
    if told and len(told.values) == 1:
        return str(told.values[0])
    return str(people["stage"]) if "stage" in people else None


def of(stage: str | None) -> Play | None:
    """The play for a stage; none for who is no customer, or where the stage is not known."""
    return PLAYS.get(Stage(stage)) if stage else None
