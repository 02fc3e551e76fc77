"""Long work as a page shows it: how far it is, and how it ended."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Link:
    """A way on from a result."""

    words: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class Work:
    """
    Work that goes on whether or not somebody looks.

    `address` answers with this component alone; while the work runs, the page asks it every two seconds. A `total` of
    None means that nobody knows yet how much there is. `tone` is that of the ending: good, warm or bad.
    """

    title: str | Promise
    address: str
    words: str | Promise = ""
    done: int = 0
    total: int | None = None
    is_running: bool = True
    tone: str = ""
    links: tuple[Link, ...] = field(default=())

    @property
    def share(self) -> Any:
        """The part that is done, for `<progress>`; None while the total is unknown."""
        return min(self.done / self.total, 1) if self.total else None
