"""What insight says has happened."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from regulars.base.events.event import Event
from regulars.base.events.kinds import Family


@dataclass(frozen=True, kw_only=True)
class ChartsMissed(Event):
    """Somebody looked at pictures of a store that are not drawn yet in their language."""

    name: ClassVar[str] = "insight.charts_missed"
    family: ClassVar[Family] = Family.BEHAVIOR


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
