"""Money: an exact amount with its currency, rounded only where it is charged or paid."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal

DIGITS = 20
DECIMALS = 6


class UnknownCurrency(Refusal):
    message = gettext_lazy("“%(currency)s” is no ISO 4217 currency. Use a code such as GBP, EUR or CNY.")
    status = 422


class CurrenciesDiffer(Refusal):
    message = gettext_lazy("%(left)s and %(right)s cannot be added without a rate.")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with at most six decimals, in one currency."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrenciesDiffer(left=self.currency, right=other.currency)
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other

    def charged(self) -> "Money":
        """The amount in the minor unit of its currency: two decimals for GBP, none for JPY."""
        step = Decimal(1).scaleb(-minor_digits(self.currency))
        return Money(self.amount.quantize(step, ROUND_HALF_UP), self.currency)


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes in the Unicode data."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


@cache
def minor_digits(currency: str) -> int:
    """Decimals of the minor unit; two where Unicode says nothing."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def checked_currency(code: str) -> str:
    """
    The currency code in capitals.

    :raises UnknownCurrency: if ISO 4217 has no such code.
    """
    upper = code.strip().upper()
    if upper not in currencies():
        raise UnknownCurrency(currency=code[:12])
    return upper


def is_storable(amount: Decimal) -> bool:
    """Whether an amount fits numeric(20,6) without losing a digit."""
    try:
        return (
            amount.is_finite()
            and amount == amount.quantize(Decimal(1).scaleb(-DECIMALS))
            and abs(amount) < Decimal(10) ** (DIGITS - DECIMALS)
        )
    except InvalidOperation:
        return False


def shown(amount: Decimal, currency: str, locale: str) -> str:
    """Money as a reader of `locale` (Babel name, `zh_Hans_CN`) writes it."""
    from babel.numbers import format_currency

    return format_currency(amount, currency, locale=locale)
