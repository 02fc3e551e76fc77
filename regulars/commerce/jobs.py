"""What sources and sites say, on its way into the stores, and what commerce does by the clock."""

from collections.abc import Sequence

from regulars.base.events.event import Logged
from regulars.base.kit import clock
from regulars.commerce import carts, heard, merging, reconciling, supports


def hear_records(events: Sequence[Logged]) -> None:
    """Bring orders, products and refunds that sources say by themselves into their stores."""
    heard.hear(events, at=clock.now())


def check_sources() -> None:
    """Hold the orders of the last days against what the platforms say of them, and fetch what differs."""
    reconciling.check_all(at=clock.now())


def follow_carts(events: Sequence[Logged]) -> None:
    """Change the carts that events speak of."""
    carts.follow(events)


def abandon_carts() -> None:
    """Say of each cart that was left for long enough that it was left behind."""
    carts.abandon(at=clock.now())


def sweep_tables() -> None:
    """Drop the tables of merges and undoings that could not be dropped, or were left behind."""
    merging.sweep()
    supports.sweep()
