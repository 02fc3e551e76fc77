"""
Conditions on the fields of a list: read from the query of an address, written back into one, said in words.

`stage=loyal&stage=repeat` is any of two, `stage_not=lost` none of one; `city_has=lon` and `city=London`;
`orders_min=2&orders_max=9`; `last_on_from=2026-01-01`; `last_on_within=30`, `last_on_beyond=90` days before today;
`value_known=yes`, `value_known=no`. What cannot be understood is left out rather than refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from regulars.web.components import show
from regulars.web.lists.fields import FilterField, Kind, Op

LONGEST = 200
MOST_VALUES = 50
MOST_DAYS = 36_500
Pair = tuple[str, str]
NAMES = {Op.IS: "", Op.NOT: "_not", Op.HAS: "_has", Op.WITHIN: "_within", Op.BEYOND: "_beyond"}
ENDS = {Kind.DAY: ("_from", "_to"), Kind.NUMBER: ("_min", "_max"), Kind.MONEY: ("_min", "_max")}


@dataclass(frozen=True, slots=True)
class Condition:
    """A field, what is asked of it, and the values; between has two, of which one may be None."""

    field: FilterField
    op: Op
    values: tuple[Any, ...] = ()

    @property
    def pairs(self) -> list[Pair]:
        """The condition as parts of a query."""
        key = self.field.key
        if self.op in (Op.KNOWN, Op.UNKNOWN):
            return [(f"{key}_known", "yes" if self.op == Op.KNOWN else "no")]
        if self.op == Op.BETWEEN:
            ends = ENDS[self.field.kind]
            return [(key + end, str(value)) for end, value in zip(ends, self.values, strict=True) if value is not None]
        return [(key + NAMES[self.op], str(value)) for value in self.values]

    @property
    def words(self) -> str:
        """The condition as it stands on its chip."""
        if self.op == Op.BETWEEN:
            return between(self)
        values = {
            "field": str(self.field.label), "op": str(self.field.op_words(self.op, of_many=len(self.values) != 1)),
            "values": ", ".join(said(self.field, value) for value in self.values),
        }  # fmt: skip
        match self.op:
            case Op.KNOWN | Op.UNKNOWN:
                return _("%(field)s %(op)s") % values
            case Op.WITHIN:
                return _("%(field)s in the last %(values)s days") % values
            case Op.BEYOND:
                return _("%(field)s more than %(values)s days ago") % values
            case _plain:
                return _("%(field)s %(op)s %(values)s") % values


def read(fields: Sequence[FilterField], given: QueryDict) -> Iterator[Condition]:
    """The conditions that stand in a query, in the order of the fields; one for each field."""
    for field in fields:
        found = next(of(field, given), None)
        if found is not None:
            yield found


def of(field: FilterField, given: QueryDict) -> Iterator[Condition]:
    if (known := given.get(f"{field.key}_known")) in ("yes", "no"):
        yield Condition(field, Op.KNOWN if known == "yes" else Op.UNKNOWN)
    if field.kind in ENDS:
        low, high = (value_of(field, given.get(field.key + end, "")) for end in ENDS[field.kind])
        if low is not None or high is not None:
            yield Condition(field, Op.BETWEEN, (low, high))
    for op, ending in NAMES.items():
        if op in field.ops:
            yield from made(field, op, given.getlist(field.key + ending))


def made(field: FilterField, op: Op, given: Sequence[str]) -> Iterator[Condition]:
    """A condition from what was typed or ticked; none where nothing of it can be understood."""
    if op in (Op.KNOWN, Op.UNKNOWN):
        yield Condition(field, op)
    elif op == Op.BETWEEN:
        low, high = (value_of(field, value) for value in [*given, "", ""][:2])
        if low is not None or high is not None:
            yield Condition(field, op, (low, high))
    else:
        read_one = days if op in (Op.WITHIN, Op.BEYOND) else lambda text: value_of(field, text)
        most = 1 if op in (Op.HAS, Op.WITHIN, Op.BEYOND) else MOST_VALUES
        values = [value for text in given[:most] if (value := read_one(text)) is not None]
        if values:
            yield Condition(field, op, tuple(dict.fromkeys(values)))


def value_of(field: FilterField, given: str) -> Any:
    """A value of the field's kind, or None."""
    text = given.strip()[:LONGEST]
    if not text:
        return None
    match field.kind:
        case Kind.NUMBER | Kind.MONEY:
            return number(text)
        case Kind.DAY:
            return day(text)
        case Kind.CHOICE | Kind.MANY | Kind.YESNO:
            return text if text in {value for value, _words in field.options} else None
        case _plain:
            return text


def number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 15 else None


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def days(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() and int(text) <= MOST_DAYS else None


def between(condition: Condition) -> str:
    low, high = (None if value is None else said(condition.field, value) for value in condition.values)
    values = {"field": str(condition.field.label), "low": low, "high": high}
    if high is None:
        return _("%(field)s from %(low)s") % values
    if low is None:
        return _("%(field)s up to %(high)s") % values
    return _("%(field)s %(low)s to %(high)s") % values


def said(field: FilterField, value: Any) -> str:
    """A value in the reader's words."""
    if isinstance(value, date):
        return show.day(value)
    if isinstance(value, int | Decimal):
        return show.as_money(value, field.currency) if field.currency else show.number(value)
    return str(dict(field.options).get(value, value))
