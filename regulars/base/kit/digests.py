"""Keyed hashes of addresses: who holds the key can ask whether an address is known, nobody can read it back.

HMAC-SHA256, the same in Python and in PostgreSQL, whose `sha256` needs no extension.
"""

import hashlib
import hmac

from django.conf import settings

BLOCK = 64
INNER, OUTER = 0x36, 0x5C


def of(kind: str, value: str) -> str:
    """The hash of an address of a kind, such as an e-mail address as identifiers hold it."""
    return hmac.new(key(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def sql(kind: str, value: str) -> str:
    """The same hash of two expressions; the statement is given `pads()` beside its own values."""
    inner = f"sha256(%(digest_inner)s::bytea || convert_to({kind} || ':' || {value}, 'UTF8'))"
    return f"encode(sha256(%(digest_outer)s::bytea || {inner}), 'hex')"


def pads() -> dict[str, bytes]:
    """The key as HMAC mixes it in."""
    whole = key().ljust(BLOCK, b"\0")
    return {
        "digest_inner": bytes(each ^ INNER for each in whole),
        "digest_outer": bytes(each ^ OUTER for each in whole),
    }


def key() -> bytes:
    return hashlib.sha256(settings.HASH_KEY.encode()).digest()
