# ruff: noqa: E501
"""Countries as ISO 3166-1 alpha-2 codes, from the names people write in many languages."""

from functools import cache

from regulars.collect.reading.headings import key

LOCALES = ("en", "zh_Hans", "zh_Hant", "de", "fr", "es", "it", "nl", "pt", "ja", "pl", "sv")
ALSO = {
    "UK": "GB", "Great Britain": "GB", "England": "GB", "Scotland": "GB", "Wales": "GB", "Northern Ireland": "GB",
    "USA": "US", "United States of America": "US", "America": "US", "EIRE": "IE", "Republic of Ireland": "IE", "RSA": "ZA",
    "Korea": "KR", "South Korea": "KR", "Republic of Korea": "KR", "UAE": "AE", "Holland": "NL", "Czech Republic": "CZ",
    "Hong Kong": "HK", "Macau": "MO", "Macao": "MO", "Taiwan": "TW", "Russia": "RU", "Vietnam": "VN", "Turkey": "TR",
    "中国大陆": "CN", "中國大陸": "CN", "香港": "HK", "澳门": "MO", "澳門": "MO", "台湾": "TW", "台灣": "TW", "臺灣": "TW",
    "PRC": "CN", "P.R. China": "CN", "Mainland China": "CN",
}  # fmt: skip
UNSPECIFIED = frozenset({"unspecified", "unknown", "na", "none", "other"})


def country(text: str) -> str | None:
    """The code of a country; the text as given where no country is known by it, None where it says there is none."""
    plain = key(text)
    if plain in UNSPECIFIED:
        return None
    return codes().get(plain, text)


def folded(text: str) -> str:
    """A name of a country as it is compared."""
    return key(text)


@cache
def codes() -> dict[str, str]:
    """The code of each country by all its folded names."""
    from babel import Locale

    found: dict[str, str] = {}
    for name in LOCALES:
        for code, called in Locale.parse(name).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "UN", "EZ", "XA", "XB", "ZZ", "QO"}:
                found.setdefault(key(called), code)
                found.setdefault(code.lower(), code)
    return found | {key(name): code for name, code in ALSO.items()}
