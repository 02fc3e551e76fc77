# ruff: noqa: E501
"""E-mail addresses in one spelling, phone numbers as E.164 and currencies as ISO 4217."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow

EMAIL = r"^[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+$"
PUNCTUATION = re.compile(r"[\s().\-/\xa0–]+")
SYMBOLS = {
    "£": "GBP", "€": "EUR", "US$": "USD", "NT$": "TWD", "HK$": "HKD", "RMB": "CNY", "CN¥": "CNY", "人民币": "CNY", "人民幣": "CNY",
    "元": "CNY", "美元": "USD", "港币": "HKD", "港幣": "HKD", "新台币": "TWD", "新台幣": "TWD", "台币": "TWD", "台幣": "TWD",
    "欧元": "EUR", "歐元": "EUR", "英镑": "GBP", "英鎊": "GBP",
}  # fmt: skip


def emails(texts: "pyarrow.Array") -> "pyarrow.Array":
    """Addresses in lower case, NULL where they have not the shape of one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lowered = pc.utf8_lower(texts)
    return pc.if_else(pc.match_substring_regex(lowered, EMAIL), lowered, pa.scalar(None, pa.string()))


def phones(texts: "pyarrow.Array", countries: "pyarrow.Array | None") -> "pyarrow.Array":
    """A column of numbers, each with the help of the country in its row."""
    import pyarrow as pa

    places = countries.to_pylist() if countries is not None else [None] * len(texts)
    pairs = zip(texts.to_pylist(), places, strict=True)
    return pa.array([None if text is None else phone(text, country) for text, country in pairs], pa.string())


def is_email(text: str) -> bool:
    """Whether a text in lower case has the shape of an address."""
    return re.fullmatch(EMAIL, text) is not None


def is_number(text: str) -> bool:
    """Whether a text is a phone number as E.164 writes it."""
    return re.fullmatch(r"\+[1-9]\d{6,14}", text) is not None


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
