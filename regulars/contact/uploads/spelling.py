"""How Meta and Google want what identifies people: in one spelling, and hashed, so that equal people look equal.

Meta: https://developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences
Google: https://support.google.com/google-ads/answer/7659867
"""

import hashlib
import unicodedata

GMAIL = ("gmail.com", "googlemail.com")
FIVE = 5


def sha256(value: str) -> str:
    """The hash in lower-case hexadecimal; nothing of nothing."""
    return hashlib.sha256(value.encode()).hexdigest() if value else ""


def plain(value: str) -> str:
    """Lower case, one space between words, no punctuation; letters of all scripts stay."""
    return " ".join("".join(sign for sign in lower(value) if is_kept(sign)).split())


def is_kept(sign: str) -> bool:
    return sign.isalnum() or sign.isspace() or unicodedata.category(sign).startswith("M")


def joined(value: str) -> str:
    """The same without spaces, as for cities and regions."""
    return plain(value).replace(" ", "")


def lower(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip().lower()


def digits(phone: str) -> str:
    """A number with its country, without the plus; nothing of one that does not say its country."""
    return phone.removeprefix("+") if phone.startswith("+") else ""


def meta_postcode(postcode: str, country: str) -> str:
    """Without spaces and dashes; of American ones the first five digits."""
    bare = lower(postcode)
    return bare[:FIVE] if country == "US" else bare.replace(" ", "").replace("-", "")


def google_email(address: str) -> str:
    """Points before gmail.com mean nothing there."""
    name, _, domain = lower(address).rpartition("@")
    return f"{name.replace('.', '') if domain in GMAIL else name}@{domain}"
