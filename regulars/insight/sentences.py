# ruff: noqa: E501 (a message stands in one piece, as the translator finds it)
"""Say findings, stages and reasons in the reader's language: whole sentences, numbers as the reader writes them."""

from collections.abc import Mapping
from decimal import Decimal
from math import floor, log10
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext_lazy, to_locale

from regulars.insight.models import Finding

DIGITS = 3  # an estimate is said to three digits
SHARES = {"chance", "share", "change", "back", "back_low", "back_high", "usual", "newer", "older", "confidence"}
SUMS = {"spent", "net", "before"}

SENTENCES: Mapping[str, Any] = {
    "overdue_regulars": ngettext_lazy(
        "%(people)s regular is overdue by their own rhythm, about %(stake)s (%(low)s to %(high)s) in the next 90 days.",
        "%(people)s regulars are overdue by their own rhythm, about %(stake)s (%(low)s to %(high)s) in the next 90 days.",
        "count",
    ),
    "due_soon": ngettext_lazy(
        "%(people)s customer is due to order within %(days)s days, about %(stake)s (%(low)s to %(high)s) in the next 90 days.",
        "%(people)s customers are due to order within %(days)s days, about %(stake)s (%(low)s to %(high)s) in the next 90 days.",
        "count",
    ),
    "second_order": ngettext_lazy(
        "%(people)s customer has bought once and lately. By the store's record %(chance)s of such customers buy again within 90 days, about %(stake)s (%(low)s to %(high)s).",
        "%(people)s customers have bought once and lately. By the store's record %(chance)s of them will buy again within 90 days, about %(stake)s (%(low)s to %(high)s).",
        "count",
    ),
    "few_make_most": ngettext_lazy(
        "%(people)s customer (%(share)s of all) has made 80%% of the sales, and is expected to bring about %(stake)s (%(low)s to %(high)s) in the next 90 days.",
        "%(people)s customers (%(share)s of all) have made 80%% of the sales, and are expected to bring about %(stake)s (%(low)s to %(high)s) in the next 90 days.",
        "count",
    ),
    "slipped_away": ngettext_lazy(
        "%(people)s former regular, who had spent %(spent)s, is probably lost: about %(stake)s (%(low)s to %(high)s) is still to be expected in 90 days.",
        "%(people)s former regulars, who had spent %(spent)s, are probably lost: about %(stake)s (%(low)s to %(high)s) is still to be expected in 90 days.",
        "count",
    ),
    "discount_only": ngettext_lazy(
        "%(people)s returning customer has never bought without a discount; it has cost %(stake)s so far.",
        "%(people)s returning customers have never bought without a discount; these have cost %(stake)s so far.",
        "count",
    ),
    "send_back_half": ngettext_lazy(
        "%(people)s customer sends back half or more of what they buy, %(stake)s so far.",
        "%(people)s customers send back half or more of what they buy, %(stake)s so far.",
        "count",
    ),
    "sales_up": gettext_lazy(
        "Net sales of the last 90 days were %(net)s, %(change)s more than in the 90 days before (%(before)s)."
    ),
    "sales_down": gettext_lazy(
        "Net sales of the last 90 days were %(net)s, %(change)s less than in the 90 days before (%(before)s)."
    ),
    "sales_up_on_year": gettext_lazy(
        "Net sales of the last 90 days were %(net)s, %(change)s more than a year ago (%(before)s)."
    ),
    "sales_down_on_year": gettext_lazy(
        "Net sales of the last 90 days were %(net)s, %(change)s less than a year ago (%(before)s)."
    ),
    "newer_buyers_return_less": gettext_lazy(
        "Newer customers come back less: %(newer)s of them bought again within 90 days, %(older)s of those before. That is about %(stake)s (%(low)s to %(high)s) in second orders."
    ),
    "newer_buyers_return_more": gettext_lazy(
        "Newer customers come back more: %(newer)s of them bought again within 90 days, %(older)s of those before. That is about %(stake)s (%(low)s to %(high)s) in second orders."
    ),
    "sales_of_nobody": gettext_lazy(
        "%(share)s of the sales of the last 90 days (%(stake)s) have no customer, so nothing can be learned from them."
    ),
    "falling_products": gettext_lazy(
        "“%(title)s” sold for %(net)s in the last 90 days, %(stake)s less than in the 90 days before."
    ),
    "rising_products": gettext_lazy(
        "“%(title)s” sold for %(net)s in the last 90 days, %(stake)s more than in the 90 days before."
    ),
    "returned_products": gettext_lazy(
        "“%(title)s” comes back in %(back)s of its sales (%(back_low)s to %(back_high)s), against %(usual)s in the store; %(stake)s went back within a year."
    ),
    "bought_together": gettext_lazy(
        "Of the orders with “%(title)s”, %(confidence)s also hold “%(other)s”: %(lift)s times as many as chance would have."
    ),
    "unknown_too_few_buyers": gettext_lazy(
        "Expected value is not known yet: it takes 50 buyers to say something of one."
    ),
    "unknown_too_short_history": gettext_lazy(
        "Expected value is not known yet: it takes 60 days of orders to see a rhythm."
    ),
    "unknown_too_few_came_back": gettext_lazy("Expected value is not known yet: hardly anybody has come back so far."),
}

STAGES: Mapping[str, Any] = {
    "visitor": gettext_lazy("Visitor"),
    "prospect": gettext_lazy("Prospect"),
    "target": gettext_lazy("Target"),
    "first_time": gettext_lazy("First-time"),
    "repeat": gettext_lazy("Repeat"),
    "loyal": gettext_lazy("Loyal"),
    "at_risk": gettext_lazy("At risk"),
    "lost": gettext_lazy("Lost"),
    "not_a_customer": gettext_lazy("Not a customer"),
}

RFM_GROUPS: Mapping[str, Any] = {
    "new": gettext_lazy("New"),
    "undecided": gettext_lazy("Undecided"),
    "passing": gettext_lazy("Passing by"),
    "champions": gettext_lazy("Champions"),
    "loyal": gettext_lazy("Loyal"),
    "promising": gettext_lazy("Promising"),
    "fading": gettext_lazy("Fading"),
    "precious": gettext_lazy("Precious, going"),
    "slipping": gettext_lazy("Slipping"),
    "asleep": gettext_lazy("Asleep"),
}

UNKNOWN: Mapping[str, Any] = {
    "never_bought": gettext_lazy("Not known: has never bought."),
    "too_few_buyers": SENTENCES["unknown_too_few_buyers"],
    "too_short_history": SENTENCES["unknown_too_short_history"],
    "too_few_came_back": SENTENCES["unknown_too_few_came_back"],
}


def told(finding: Finding, *, currency: str) -> str:
    """The sentence of a finding in the active language."""
    locale = to_locale(get_language() or "en")
    values: dict[str, str | int] = {
        name: _shown(name, value, currency, locale) for name, value in finding.values.items()
    }
    for name, amount in (("stake", finding.stake), ("low", finding.stake_low), ("high", finding.stake_high)):
        if amount is not None:
            values[name] = rounded(amount, currency, locale)
    if finding.people is not None:
        values |= {"count": finding.people, "people": _number(finding.people, locale)}
    return str(SENTENCES[finding.rule] % values)


def rounded(amount: Decimal | float, currency: str, locale: str) -> str:
    """An estimate of money to three digits: £18,400."""
    from babel.numbers import format_currency

    number = float(amount)
    digits = DIGITS - 1 - floor(log10(abs(number))) if number else 0
    decimals = 2 if abs(number) < 10 else 0
    return format_currency(
        round(number, min(digits, decimals)), currency, locale=locale, currency_digits=False,
        format=_pattern(locale, decimals),
    )  # fmt: skip


def _pattern(locale: str, decimals: int) -> str:
    """The reader's own pattern for money, with as many decimals as the number needs."""
    from babel import Locale

    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    return str(pattern.replace(".00", "." + "0" * decimals if decimals else ""))


def _shown(name: str, value: Any, currency: str, locale: str) -> str:
    from babel.numbers import format_decimal, format_percent

    if value is None or isinstance(value, str):
        return value or ""
    if name in SHARES:
        return str(format_percent(value, locale=locale, format="#,##0.#%" if value < 0.1 else None))
    if name in SUMS:
        return rounded(value, currency, locale)
    return str(format_decimal(round(value, 1), locale=locale))


def _number(value: int, locale: str) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=locale))
