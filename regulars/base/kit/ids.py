"""Ids: sortable UUIDs for events, and the public ids that leave the house.

A public id is a prefix and the base32 (Crockford, lower case) of a UUIDv7: `per_01k9…`.
"""

import os
import time
from uuid import UUID

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PREFIX_WIDTH = 4
WIDTH = 26


def uuid7(at_ms: int | None = None) -> UUID:
    """A version 7 UUID (RFC 9562): milliseconds since 1970, then 74 random bits."""
    moment = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    value = (moment & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def public(prefix: str) -> str:
    """A new public id of a kind, such as `per_…` for a person."""
    return f"{prefix}_{base32(uuid7().int)}"


def head(prefix: str) -> str:
    """The part of a public id that says the moment; `public_id_after` in the database makes the rest for each row."""
    return public(prefix)[: len(prefix) + 11]


def base32(value: int) -> str:
    """Write 128 bits as 26 characters that sort as the number does."""
    return "".join(ALPHABET[value >> shift & 31] for shift in range(5 * (WIDTH - 1), -1, -5))
