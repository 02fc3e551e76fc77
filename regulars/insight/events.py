"""What insight says has happened."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from regulars.base.events.event import Event


@dataclass(frozen=True, kw_only=True)
class LifecycleChanged(Event):
    """A store has set other limits between the stages of its customers."""

    name: ClassVar[str] = "insight.lifecycle_changed"


@dataclass(frozen=True, kw_only=True)
class StoreLearned(Event):
    """A run was published: the scores of a store's people are new."""

    name: ClassVar[str] = "insight.learned"

    run: int
    as_of: date
    people: int
