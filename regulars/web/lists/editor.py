"""The small form by which a filter is set: what is asked of the field, and the values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.web.lists.asked import Asked
from regulars.web.lists.conditions import Condition, Pair
from regulars.web.lists.fields import FilterField, Kind, Op, Words


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, and whether it is on."""

    value: str
    label: Words
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Editor:
    """What the form shows, filled with the condition that is on; `hidden` is the rest of the list's state."""

    field: FilterField
    ops: Sequence[Option]
    options: Sequence[Option]
    low: str
    high: str
    days: str
    text: str
    input_type: str
    hidden: Sequence[Pair]
    cancel: str

    @property
    def has_ends(self) -> bool:
        return Op.BETWEEN in self.field.ops

    @property
    def has_days(self) -> bool:
        return Op.WITHIN in self.field.ops

    @property
    def has_text(self) -> bool:
        return self.field.kind == Kind.TEXT


def editor(field: FilterField, asked: Asked) -> Editor:
    """The form for a field, beside all else that is asked."""
    now = asked.condition(field.key)
    others = asked.with_condition(None, key=field.key)
    op = now.op if now else field.ops[0]
    low, high = ends(now)
    return Editor(
        field=field,
        ops=[Option(each, field.op_words(each), each == op) for each in field.ops],
        options=[Option(value, label, is_on(now, value)) for value, label in field.options],
        low=low,
        high=high,
        days=str(now.values[0]) if now and now.op in (Op.WITHIN, Op.BEYOND) else "",
        text=", ".join(map(str, now.values)) if now and field.kind == Kind.TEXT else "",
        input_type="date" if field.kind == Kind.DAY else "text",
        hidden=others.pairs,
        cancel=asked.address,
    )


def ends(now: Condition | None) -> tuple[str, str]:
    low, high = now.values if now and now.op == Op.BETWEEN else (None, None)
    return written(low), written(high)


def written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else ""


def is_on(now: Condition | None, value: str) -> bool:
    return now is not None and value in now.values
