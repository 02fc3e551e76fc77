# ruff: noqa: E501
"""Phone numbers as E.164 and currencies as ISO 4217, one distinct text at a time."""

import re
from functools import lru_cache

PUNCTUATION = re.compile(r"[\s().\-/\xa0–]+")
SYMBOLS = {
    "£": "GBP", "€": "EUR", "US$": "USD", "NT$": "TWD", "HK$": "HKD", "RMB": "CNY", "CN¥": "CNY", "人民币": "CNY", "人民幣": "CNY",
    "元": "CNY", "美元": "USD", "港币": "HKD", "港幣": "HKD", "新台币": "TWD", "新台幣": "TWD", "台币": "TWD", "台幣": "TWD",
    "欧元": "EUR", "歐元": "EUR", "英镑": "GBP", "英鎊": "GBP",
}  # fmt: skip


@lru_cache(maxsize=100_000)
def phone(text: str, country: str | None) -> str:
    """E.164 where the number tells its country or the row does; otherwise as given."""
    bare = PUNCTUATION.sub("", text)
    bare = f"+{bare[2:]}" if bare.startswith("00") else bare
    if re.fullmatch(r"\+[1-9]\d{7,14}", bare) and "(0)" not in text:
        return bare
    return _parsed(text, country) or text.strip()


def currency(text: str) -> str:
    """The code for what a cell says; the text in capitals where it says no currency we know by another name."""
    upper = text.strip().upper()
    return SYMBOLS.get(upper, upper)


def _parsed(text: str, country: str | None) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country if country and len(country) == 2 else None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
