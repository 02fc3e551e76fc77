"""Seal what nobody should read who only has the database: secrets and keys of other people's systems.

The key is a file of the installation, beside the database and never in it.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class Unreadable(Exception):
    """A text that was sealed with another key, or is none that was sealed."""


def sealed(text: str, key: str) -> str:
    """The text, readable with the key only."""
    return _box(key).encrypt(text.encode()).decode()


def opened(text: str, key: str) -> str:
    """
    What was sealed.

    :raises Unreadable: if it was not sealed with this key.
    """
    try:
        return _box(key).decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
