"""Check signatures over the raw body, each in constant time against all secrets that are good."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime

from regulars.collect.receive.hooks import Unsigned

TOLERANCE_SECONDS = 300
"""How far the clock of a sender may be off that signs the time; what is older may be sent by who has overheard it."""


def digest(secret: bytes, content: bytes) -> bytes:
    return hmac.new(secret, content, hashlib.sha256).digest()


def check(expected: Iterable[bytes], given: Sequence[bytes]) -> None:
    """
    Hold every signature given against every one expected.

    :raises Unsigned: if none agrees.
    """
    pairs = [hmac.compare_digest(one, other) for one in expected for other in given]
    if not any(pairs):
        raise Unsigned


def check_base64(secrets: Sequence[str], body: bytes, given: str) -> None:
    """
    The same for a signature in base64 over the body alone, as Shopify and WooCommerce write it.

    :raises Unsigned: if it is not made with one of the secrets.
    """
    check((digest(secret.encode(), body) for secret in secrets), [from_base64(given)] if given else [])


def check_moment(seconds: str, now: datetime) -> None:
    """
    Turn away what was signed long ago, or long from now.

    :raises Unsigned: if the moment is no number, or too far away.
    """
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
        raise Unsigned("The time of the signature is missing.")
    if abs(now.timestamp() - int(seconds)) > TOLERANCE_SECONDS:
        raise Unsigned("The signature is too old, or the clock of the sender is wrong.")


def from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
