"""Lists: a page of at most 200 rows, and a cursor that stays right while rows are added."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Model, Q, QuerySet
from ninja import Schema
from pydantic import Field, StringConstraints

from regulars.api import fields
from regulars.api.asked import Asked
from regulars.base.kit import paging
from regulars.base.kit.paging import BadCursor

USUAL_PAGE = 50
LARGEST_KEY = 2**63 - 1


class Window(Asked):
    """Which part of a list is wanted."""

    limit: int = Field(USUAL_PAGE, ge=1, le=paging.LARGEST_PAGE, description="Rows per page.")
    cursor: Annotated[str, StringConstraints(max_length=500)] | None = Field(
        None, description="The `next` of the page before; leave it out for the first page."
    )


class Listed(Schema):
    """What every list answers beside its `items`."""

    next: str | None = Field(description="The cursor of the following page; null on the last one.")


@dataclass(frozen=True, slots=True)
class Key:
    """A column that a list is sorted by, the largest first, and how its text in a cursor is read."""

    name: str
    read: Callable[[str], Any]


def read_id(text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    if not 0 < value <= LARGEST_KEY:
        raise ValueError(text)
    return value


def read_moment(text: str) -> datetime:
    return fields.in_utc(datetime.fromisoformat(text))


NEWEST = (Key("id", read_id),)
LATEST = (Key("placed_at", read_moment), Key("id", read_id))


def page[Row: Model](
    rows: QuerySet[Row], window: Window, *, by: Sequence[Key] = NEWEST
) -> tuple[list[Row], str | None]:
    """
    The wanted rows, and the cursor of the following page.

    :raises BadCursor: if the cursor is none of this list.
    """
    found = list(after(rows, window, by).order_by(*(f"-{key.name}" for key in by))[: window.limit + 1])
    return cut(found, window, by)


def after[Row: Model](rows: QuerySet[Row], window: Window, by: Sequence[Key]) -> QuerySet[Row]:
    """The rows below the cursor; at most two keys, of which the last tells all rows apart."""
    if window.cursor is None:
        return rows
    try:
        texts = paging.opened(window.cursor, len(by))
        *first, last = [key.read(text or "") for key, text in zip(by, texts, strict=True)]
    except (ValueError, OverflowError) as error:
        raise BadCursor from error
    below = Q(**{f"{by[-1].name}__lt": last})
    if not first:
        return rows.filter(below)
    leading = by[0].name
    return rows.filter(Q(**{f"{leading}__lt": first[0]}) | below, **{f"{leading}__lte": first[0]})


def cut[Row: Model](found: list[Row], window: Window, by: Sequence[Key]) -> tuple[list[Row], str | None]:
    if len(found) <= window.limit:
        return found, None
    shown = found[: window.limit]
    keys = [getattr(shown[-1], key.name) for key in by]
    return shown, paging.cursor(*keys)
