"""
The people behind a bar or a cell of a chart: what an address asks for, as a filter of `Score.objects.matching`.

It is one parameter, `?behind=recency:5 frequency:4`, `?behind=cohort:2025-03 bought_after:2`,
`?behind=moved_from:loyal moved_to:at_risk`. An upper end is not part of its bin. What is not understood is left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.insight.kinds import RfmGroup, Stage

AMOUNT = re.compile(r"\d{1,12}(\.\d{1,6})?")
NOT_KNOWN_YET = "unknown"  # as `moved_from`: who was not known a month ago
LONGEST_FOLLOWED = 51  # months after the first purchase; see `cohorts`


@dataclass(frozen=True, slots=True)
class Parameter:
    """How the value of a parameter is read (None where it makes no sense), and the filters it stands for."""

    read: Callable[[str], Any]
    filters: Callable[[Any], dict[str, Any]]


def _lookup(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {name: value}


def _score(text: str) -> int | None:
    return int(text) if text in {"1", "2", "3", "4", "5"} else None


def _count(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else None


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if AMOUNT.fullmatch(text) else None


def _number(text: str) -> float | None:
    return float(text) if AMOUNT.fullmatch(text) else None


def _month(text: str) -> date | None:
    return date(int(text[:4]), int(text[5:]), 1) if re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text) else None


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _months_after(text: str) -> int | None:
    count = _count(text)
    return count if count is not None and count <= LONGEST_FOLLOWED else None


def _stage(text: str) -> str | None:
    return text if text in set(Stage) else None


def _stage_before(text: str) -> str | None:
    return text if text == NOT_KNOWN_YET else _stage(text)


def _group(text: str) -> str | None:
    return text if text in set(RfmGroup) else None


def _within(month: date) -> dict[str, Any]:
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return {"first_on__gte": month.isoformat(), "first_on__lt": after.isoformat()}


def _was(stage: str) -> dict[str, Any]:
    return {"stage_before__isnull": True} if stage == NOT_KNOWN_YET else {"stage_before": stage}


PARAMETERS: Mapping[str, Parameter] = {
    "stage": Parameter(_stage, _lookup("stage")),
    "moved_from": Parameter(_stage_before, _was),
    "moved_to": Parameter(_stage, _lookup("stage")),
    "group": Parameter(_group, _lookup("rfm_group")),
    "recency": Parameter(_score, _lookup("recency")),
    "frequency": Parameter(_score, _lookup("frequency")),
    "money": Parameter(_score, _lookup("money")),
    "cohort": Parameter(_month, _within),
    "bought_after": Parameter(_months_after, _lookup("active_months__bit")),
    "value_min": Parameter(_amount, _lookup("value_365__gte")),
    "value_max": Parameter(_amount, _lookup("value_365__lt")),
    "spent_min": Parameter(_amount, _lookup("spent__gte")),
    "spent_max": Parameter(_amount, _lookup("spent__lt")),
    "order_value_min": Parameter(_amount, _lookup("order_value__gte")),
    "order_value_max": Parameter(_amount, _lookup("order_value__lt")),
    "orders_min": Parameter(_count, _lookup("orders__gte")),
    "orders_max": Parameter(_count, _lookup("orders__lt")),
    "gap_min": Parameter(_number, _lookup("gap_days__gte")),
    "gap_max": Parameter(_number, _lookup("gap_days__lt")),
    "second_max": Parameter(_count, _lookup("second_after__lt")),
    "before_min": Parameter(_count, _lookup("occasions_before__gte")),
    "before_max": Parameter(_count, _lookup("occasions_before__lt")),
    "bought_since": Parameter(_day, _lookup("last_on__gte")),
    "return_min": Parameter(_number, _lookup("return_rate__gte")),
    "return_max": Parameter(_number, _lookup("return_rate__lt")),
}


def written(**asked: Any) -> str:
    """What stands in the address; values that are None are left out."""
    return " ".join(f"{name}:{_plain(value)}" for name, value in asked.items() if value is not None)


def asked(text: str) -> dict[str, Any]:
    """What an address asks for, as far as it makes sense: names of parameters with their values."""
    return dict(_read(dict(part.split(":", 1) for part in text.split() if ":" in part)))


def people(text: str) -> dict[str, Any]:
    """The filter that an address asks for; empty where it asks for nobody in particular."""
    filters: dict[str, Any] = {}
    for name, value in asked(text).items():
        filters |= PARAMETERS[name].filters(value)
    return filters


def _plain(value: Any) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _read(given: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for name, parameter in PARAMETERS.items():
        value = parameter.read(given[name]) if given.get(name) else None
        if value is not None:
            yield name, value
