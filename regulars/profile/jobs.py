"""What sources say of people, on its way into their profiles; and the comparing of people with each other.

People are compared in a process of its own, so that the memory it takes ends with it.
"""

from collections.abc import Sequence

from regulars.base.events.event import Logged
from regulars.base.kit import child, clock
from regulars.profile import heard


def hear_records(events: Sequence[Logged]) -> None:
    """Bring what sources say of people by themselves into their profiles."""
    heard.hear(events, at=clock.now())


def find_duplicates(store: int) -> None:
    """Compare the people of a store with each other, unless nothing has changed since the last time."""
    child.run("duplicates", "--store", str(store), "--if-changed")


def find_all_duplicates() -> None:
    """Compare all people, each night."""
    child.run("duplicates", "--if-changed")
