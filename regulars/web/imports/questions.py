"""What a file leaves open, asked in words, with an example of the file read in each way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from regulars.collect.kinds import DateOrder, DecimalMark
from regulars.collect.models import Draft
from regulars.web.components import show
from regulars.web.imports import labels

QUOTED = re.compile(r"“(.*)”")
DATE = re.compile(r"\s*(\d{1,4})\D+(\d{1,4})\D+(\d{1,4})")
ASKING = {"ask_date_order": "dates", "dates_contradict": "dates", "ask_decimal_mark": "decimal",
          "unknown_encoding": "encoding"}  # fmt: skip
CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the field of the form that answers it; empty where a column must be chosen."""

    words: str | Promise
    field: str


def of(draft: Draft) -> Question | None:
    """What has to be answered before the file can be read; None where nothing is open."""
    said = draft.problem_values
    values = {"column": said.get("column", ""), "example": example(said), "role": roles(said)}
    match draft.problem_code:
        case "ask_date_order":
            words = _("In “%(column)s”, day and month cannot be told apart, for example in %(example)s. Which is it?")
        case "dates_contradict":
            words = _("“%(column)s” holds dates in different orders. Which is right? The others will be rejected.")
        case "ask_decimal_mark":
            words = _("In “%(column)s”, is %(example)s a number with decimals, or with thousands?")
        case "unknown_encoding":
            words = _("The text of the file is in no encoding that fits all of it. Which one is it?")
        case "missing_column":
            words = _("Which column holds: %(role)s? Choose it below.")
        case _:
            return None
    return Question(words % values, ASKING.get(draft.problem_code, ""))


def example(said: dict[str, str]) -> str:
    """The words of the file within the sight that the reading has kept."""
    given = said.get("example") or said.get("one") or ""
    found = QUOTED.search(given)
    return found[1] if found else given


def roles(said: dict[str, str]) -> str:
    return _(" or ").join(str(labels.role(name)) for name in said.get("role", "").split(" / "))


def sharpen(form: forms.Form, draft: Draft) -> None:
    """Ask as radio buttons what is open, each way with what the example would mean."""
    question = of(draft)
    if question is None or question.field not in {"dates", "decimal"}:
        return
    seen = example(draft.problem_values)
    field = form.fields[question.field]
    assert isinstance(field, forms.ChoiceField)
    field.widget = forms.RadioSelect()
    field.choices = list(date_ways(seen, draft) if question.field == "dates" else number_ways(seen))
    field.label = str(question.words)
    field.required = True


def date_ways(seen: str, draft: Draft) -> Iterator[tuple[str, str]]:
    wanted = draft.problem_values.get("choices", "").split("|")
    for order in DateOrder:
        if order.value in wanted:
            meant = read(seen, order)
            yield order.value, f"{order.label}: {show.day(meant)}" if meant else str(order.label)


def number_ways(seen: str) -> Iterator[tuple[str, str]]:
    for mark in DecimalMark:
        kept, dropped = (".", ",") if mark == DecimalMark.POINT else (",", ".")
        meant = seen.replace(dropped, "").replace(kept, ".")
        try:
            yield mark.value, f"{mark.label}: {show.number(float(meant))}"
        except ValueError:
            yield mark.value, str(mark.label)


def read(seen: str, order: DateOrder) -> date | None:
    """What a date of three numbers means in an order; None where it means none."""
    found = DATE.match(seen)
    if found is None:
        return None
    parts: dict[str, Any] = dict(zip(order.value, map(int, found.groups()), strict=True))
    year = parts["y"] if parts["y"] >= 100 else CENTURY + parts["y"]
    try:
        return date(year, parts["m"], parts["d"])
    except ValueError:
        return None
