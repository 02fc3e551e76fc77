"""
How values are written for the reader: `{% load show %}`. Language and zone are those now active.

Babel is imported where it is used, because templates are loaded at start-up.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone, translation

from regulars.base.kit import money
from regulars.web.components import states

register = template.Library()

LOCALES = {"zh-hans": "zh_Hans_CN", "zh-hant": "zh_Hant_TW"}
NOTHING = "–"
ROUND_FROM = 100
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
"""What stands in the name of a program, the narrower before the wider: Edge calls itself Chrome and Safari as well."""


def locale() -> str:
    """Babel's name of the active language; English dates stand day first, in words."""
    return LOCALES.get(translation.get_language() or "", "en_GB")


@register.filter(name="money")
def as_money(amount: Decimal | float | None, currency: str) -> str:
    """An exact amount: £1,234.50."""
    return NOTHING if amount is None else money.shown(Decimal(str(amount)), currency, locale())


@register.filter
def worth(amount: Decimal | float | None, currency: str) -> str:
    """An amount to judge by: without pence from a hundred on."""
    if amount is None:
        return NOTHING
    value = Decimal(str(amount))
    if 0 < abs(value) < ROUND_FROM:
        return money.shown(value, currency, locale())
    return whole(value, currency)


@register.filter
def compact(amount: Decimal | float | None, currency: str) -> str:
    """An amount where there is little room: £3.9M, and whole where the language has no shorter word for it."""
    from babel import numbers

    if amount is None:
        return NOTHING
    value = float(amount)
    shown = value if abs(value) < ROUND_FROM else round(value)
    return numbers.format_compact_currency(shown, currency, locale=locale(), fraction_digits=1)


@register.filter
def whole(amount: Decimal | float | None, currency: str) -> str:
    """An amount without pence: £20."""
    from babel import Locale, numbers

    if amount is None:
        return NOTHING
    pattern = Locale.parse(locale()).currency_formats["standard"].pattern.replace(".00", "")
    return numbers.format_currency(amount, currency, format=pattern, currency_digits=False, locale=locale())


@register.filter
def number(value: Decimal | float | int | None) -> str:
    """A count, or a quantity with at most two decimals."""
    from babel import numbers

    return NOTHING if value is None else numbers.format_decimal(value, format="#,##0.##", locale=locale())


@register.filter
def share(value: Decimal | float | None) -> str:
    """A share of one as a percentage; with a decimal below ten percent."""
    from babel import numbers

    if value is None:
        return NOTHING
    pattern = "#,##0.#%" if abs(float(value)) < 0.1 else "#,##0%"
    return numbers.format_percent(value, format=pattern, locale=locale())


@register.filter
def state(said: str) -> str:
    """Where a payment or a parcel stands, as the shop has said it."""
    return str(states.words(said))


@register.filter
def day(value: date | None) -> str:
    """A date in words, short."""
    from babel import dates

    return NOTHING if value is None else dates.format_date(value, "medium", locale=locale())


@register.filter
def month(value: date | None) -> str:
    """A month in words, short: Mar 2025."""
    from babel import dates

    return NOTHING if value is None else dates.format_skeleton("yMMM", value, locale=locale())


@register.filter
def program(said: str) -> str:
    """The browser and its system, as far as what it calls itself says so; any other program by its name."""
    browser = next((name for sign, name in BROWSERS if sign in said), said.partition("/")[0].partition(" ")[0][:40])
    system = next((name for sign, name in SYSTEMS if sign in said), "")
    return " · ".join(filter(None, [browser, system]))


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in the store's zone."""
    from babel import dates

    if value is None:
        return NOTHING
    zone = timezone.get_current_timezone()
    clock = dates.format_time(value, "HH:mm", tzinfo=zone, locale=locale())
    return f"{dates.format_date(value.astimezone(zone), 'medium', locale=locale())} {clock}"
