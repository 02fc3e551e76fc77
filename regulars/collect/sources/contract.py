"""What each platform has to do: understand what it delivers, and ask for the pages of what it holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from regulars.collect.kinds import Stream
from regulars.collect.messages import Arrival
from regulars.collect.sources.web import Web


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message of a platform, read as JSON, with what is known of it beside; `message` is its id, or empty."""

    kind: str
    content: Any
    message: str
    sent_at: datetime
    settings: Mapping[str, Any]
    currency: str
    """That of the store, for platforms which have one only and do not say it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """
    A question to a platform, from a page on: what has changed between two moments, or was placed between them.

    A page goes on where another has ended by its `cursor`.
    """

    web: Web
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    stream: Stream
    since: datetime | None
    until: datetime
    cursor: str = ""
    is_of_day: bool = False
    """Whether records are wanted that were made in that time, not those that were changed in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record of a page as the platform gave it: the kind of message it is, its id with its version, and itself."""

    kind: str
    message: str
    content: Any


@dataclass(frozen=True, slots=True)
class Page:
    """Records, and the cursor of the next page; empty after the last."""

    records: Sequence[Found]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Orders that a platform holds, each by its number with its total, and the cursor of the next page."""

    orders: Mapping[str, Decimal] = field(default_factory=dict)
    cursor: str = ""


type Read = Callable[[Delivery], list[Arrival]]
type Fetch = Callable[[Ask], Page]
type Count = Callable[[Ask], Held]


@dataclass(frozen=True, slots=True)
class Platform:
    """
    How a platform is understood and asked.

    :param streams: what it can be asked for; none where it only sends.
    :param settings: what has to be told of it, such as its address.
    :param secrets: the secrets by which we ask.
    """

    read: Read
    fetch: Fetch | None = None
    count: Count | None = None
    streams: Sequence[Stream] = ()
    settings: Sequence[str] = ()
    secrets: Sequence[str] = ()
    check: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
    """Brings settings into one spelling, and refuses what cannot be used."""
