"""Local times to UTC and back, a whole column at once.

Within one zone the offset is a step function of time. A local time that comes twice takes the first; one that never
comes is shifted forward by the gap: both mean that the offset before the change holds until local time has passed it.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Micros = NDArray[np.int64]
type Flags = NDArray[np.bool_]

SECOND = 1_000_000
FIRST_YEAR = 1900
LAST_YEAR = 2100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_utc(local: Micros, zone: str) -> tuple[Micros, Flags, Flags]:
    """Moments in UTC, which of them were ambiguous, and which did not exist (microseconds since 1970)."""
    import numpy as np

    at, before, after = _changes(zone)
    offsets = np.append(before[:1], after)
    reached = np.searchsorted(at + np.maximum(before, after), local, side="right")
    nearest = np.searchsorted(at + np.minimum(before, after), local, side="right")
    between = nearest > reached
    grows = np.append(after > before, False)[np.minimum(reached, len(at))]
    return local - offsets[reached], between & ~grows, between & grows


def to_local(moments: Micros, zone: str) -> Micros:
    """What the clocks of a zone show at moments in UTC."""
    import numpy as np

    at, before, after = _changes(zone)
    return moments + np.append(before[:1], after)[np.searchsorted(at, moments, side="right")]


@cache
def _changes(zone: str) -> tuple[Micros, Micros, Micros]:
    """When the offset of a zone changes, and the offsets before and after, found by halving days."""
    import numpy as np

    place = ZoneInfo(zone)
    changes: list[tuple[int, int, int]] = []
    day = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    first = _offset(day, place)
    before = first
    while day.year < LAST_YEAR:
        following = day + timedelta(days=7)
        after = _offset(following, place)
        if after != before:
            changes.append((_moment_of_change(day, following, before, place), before, after))
            before = after
        day = following
    table: Any = np.array(changes or [(np.iinfo(np.int64).max // 4, first, first)], dtype=np.int64)
    return table[:, 0], table[:, 1], table[:, 2]


def _moment_of_change(low: datetime, high: datetime, before: int, place: ZoneInfo) -> int:
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(middle, place) == before else (low, middle)
    return round((high.replace(microsecond=0) - EPOCH).total_seconds()) * SECOND


def _offset(moment: datetime, place: ZoneInfo) -> int:
    shift = moment.astimezone(place).utcoffset() or timedelta()
    return round(shift.total_seconds()) * SECOND
