"""Cursor paging: pages that stay right while rows are added, at any depth."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal

LARGEST_PAGE = 200


class BadCursor(Refusal):
    message = gettext_lazy("This page address is no longer valid. Start again from the first page.")
    status = 422


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Some rows and the opaque cursors of their neighbors; None where there are none."""

    rows: Sequence[Row]
    following: str | None
    previous: str | None = None


def cursor(*keys: Any) -> str:
    """The opaque form of the sort keys at which a page begins."""
    raw = json.dumps([None if key is None else str(key) for key in keys], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def opened(value: str, width: int) -> list[str | None]:
    """
    The sort keys in a cursor.

    :raises BadCursor: if the text is not a cursor of `width` keys.
    """
    try:
        keys = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadCursor from error
    if not isinstance(keys, list) or len(keys) != width:
        raise BadCursor
    if not all(key is None or isinstance(key, str) for key in keys):
        raise BadCursor
    return keys
