"""The pages of Insight in their order: what each asks, and who answers it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.web.insight import cohorts, concentration, moves, repeat, returns, rfm, value
from regulars.web.insight.exhibits import Answer
from regulars.web.insight.source import Source


@dataclass(frozen=True, slots=True)
class Question:
    """A page; `techniques` are the results that its answer is made from, of which the first must be there."""

    slug: str
    label: str | Promise
    techniques: tuple[str, ...]
    answered: Callable[[Source], Answer]


QUESTIONS = (
    Question("moves", gettext_lazy("Lifecycle"), ("moves",), moves.answer),
    Question("rfm", gettext_lazy("RFM"), ("rfm",), rfm.answer),
    Question("value", gettext_lazy("Expected value"), ("values", "models", "calibration"), value.answer),
    Question("cohorts", gettext_lazy("Cohorts"), ("cohorts",), cohorts.answer),
    Question("concentration", gettext_lazy("Sales concentration"), ("pareto",), concentration.answer),
    Question(
        "repeat",
        gettext_lazy("Repeat & timing"),
        ("order_counts", "summary", "second_orders", "gaps", "order_values"),
        repeat.answer,
    ),
    Question(
        "returns", gettext_lazy("Returns"), ("return_rates", "returns", "products", "return_reasons"), returns.answer
    ),
)
BY_SLUG = {question.slug: question for question in QUESTIONS}
