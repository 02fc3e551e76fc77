"""What a merge has done: counts, and money to the last digit."""

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Self


@dataclass
class MergeReport:
    """Counts and sums of one import; `money_staged` = `money_new` + `money_known`, which every batch checks."""

    orders_new: int = 0
    orders_changed: int = 0
    orders_known: int = 0
    lines_new: int = 0
    lines_known: int = 0
    lines_without_person: int = 0
    products_new: int = 0
    products_changed: int = 0
    people_new: int = 0
    people_known: int = 0
    profiles_new: int = 0
    profiles_changed: int = 0
    tags_given: int = 0
    consents_written: int = 0
    addresses_suppressed: int = 0
    tickets_new: int = 0
    tickets_changed: int = 0
    balances_new: int = 0
    balances_changed: int = 0
    field_values_new: int = 0
    field_values_changed: int = 0
    field_values_unusable: int = 0
    rows_without_key: int = 0
    rows_forgotten: int = 0
    suggestions: int = 0
    values_blocked: int = 0
    money_staged: Decimal = Decimal(0)
    money_new: Decimal = Decimal(0)
    money_known: Decimal = Decimal(0)
    return_lines: int = 0
    return_lines_matched: int = 0
    units_returned: Decimal = Decimal(0)
    units_matched: Decimal = Decimal(0)
    currencies: dict[str, Decimal] = field(default_factory=dict)
    """Money staged in each currency."""

    @property
    def units_unmatched(self) -> Decimal:
        return self.units_returned - self.units_matched

    def add(self, **counted: int | Decimal) -> None:
        for name, value in counted.items():
            setattr(self, name, getattr(self, name) + value)

    def include(self, other: "MergeReport") -> None:
        """Add all that another report counts."""
        self.add(**{f.name: getattr(other, f.name) for f in fields(other) if f.name != "currencies"})
        for currency, amount in other.currencies.items():
            self.currencies[currency] = self.currencies.get(currency, Decimal(0)) + amount

    def as_json(self) -> dict[str, Any]:
        """Plain values, money as decimal strings."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        values["currencies"] = {code: written(amount) for code, amount in self.currencies.items()}
        return {name: written(value) if isinstance(value, Decimal) else value for name, value in values.items()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        report = cls()
        for name, value in values.items():
            known = getattr(report, name)
            setattr(report, name, Decimal(value) if isinstance(known, Decimal) else value)
        report.currencies = {code: Decimal(amount) for code, amount in report.currencies.items()}
        return report


def written(amount: Decimal) -> str:
    """All digits that say something, and no more."""
    return f"{amount.normalize():f}"
