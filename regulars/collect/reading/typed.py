"""Turn the text columns of a batch into moments and exact amounts, each distinct text once."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from regulars.collect.kinds import DecimalMark, Reason
from regulars.collect.reading import dates, numbers, zones

if TYPE_CHECKING:
    import duckdb
    import pyarrow

OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")
FIXED = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "UT": 0,
    "CET": 60,
    "CEST": 120,
    "WET": 0,
    "WEST": 60,
    "EET": 120,
    "EEST": 180,
    "JST": 540,
}
"""Minutes east of Greenwich; names such as CST and IST mean several places and are not guessed."""
EARLIEST_BIRTH = -70 * 365 * zones.SECOND * 86_400
LATEST_END = 200 * 365 * zones.SECOND * 86_400
"""Until when something may still hold: the 2160s."""
DAY = zones.SECOND * 86_400


@dataclass(slots=True)
class Clock:
    """The zone of a store, and how often its clocks left a doubt."""

    zone: str
    latest: int
    ambiguous: int = 0
    nonexistent: int = 0


@dataclass(frozen=True, slots=True)
class Moments:
    """A column of dates: the moment, the local day, and the reason where there is none."""

    at: "pyarrow.Array"
    on: "pyarrow.Array"
    reason: "pyarrow.Array"


def moments(
    engine: "duckdb.DuckDBPyConnection", texts: "pyarrow.Array", reading: dates.Reading, clock: Clock,
    *, zone: str | None = None, earliest: int = 0, latest: int | None = None,
) -> Moments:  # fmt: skip
    """Convert a column; `zone` is the one its times are in, if that is not the store's; what is to come is no date."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = texts.dictionary_encode()
    found = reading.naive(engine, coded.dictionary)
    local = _micros(found.column("at"))
    missing = found.column("at").is_null().to_numpy(zero_copy_only=False)
    utc, first, never, unknown = _to_utc(local, found.column("suffix").to_pylist(), zone or clock.zone)
    reasons: Any = np.select(
        [missing, unknown.astype(bool), utc < earliest, utc > (clock.latest if latest is None else latest)],
        [np.array(str(name)) for name in (Reason.BAD_DATE, Reason.BAD_ZONE, Reason.EARLY_DATE, Reason.LATE_DATE)],
        default=np.array(""),
    )
    good = reasons == ""
    counts = np.bincount(
        pc.fill_null(coded.indices, len(local)).to_numpy(zero_copy_only=False), minlength=len(local) + 1
    )[:-1]
    clock.ambiguous += int(counts[first & good].sum())
    clock.nonexistent += int(counts[never & good].sum())
    days = np.floor_divide(zones.to_local(np.where(good, utc, 0), clock.zone), DAY)
    at = pa.array(utc, pa.int64(), mask=~good).cast(pa.timestamp("us", "UTC"))
    on = pa.array(days.astype(np.int32), pa.int32(), mask=~good).cast(pa.date32())
    reason = pa.array(reasons, pa.string(), mask=good)
    return Moments(at.take(coded.indices), on.take(coded.indices), reason.take(coded.indices))


def _micros(column: "pyarrow.ChunkedArray") -> zones.Micros:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(column.cast(pa.timestamp("us")).cast(pa.int64()), 0).to_numpy(), dtype=np.int64)


def _to_utc(local: zones.Micros, suffixes: list[str | None], zone: str) -> tuple[zones.Micros, ...]:
    """UTC, ambiguous, nonexistent and unknown-zone flags, each distinct zone at once."""
    import numpy as np

    utc = local.copy()
    ambiguous, nonexistent, unknown = (np.zeros(len(local), bool) for _ in range(3))
    named = np.array([suffix or "" for suffix in suffixes], dtype=object)
    for suffix in set(named.tolist()):
        where = named == suffix
        minutes = _offset(suffix)
        place = zone if suffix == "" else _zones().get(suffix)
        if minutes is not None:
            utc[where] = local[where] - minutes * 60 * zones.SECOND
        elif place:
            utc[where], ambiguous[where], nonexistent[where] = zones.to_utc(local[where], place)
        else:
            unknown |= where
    return utc, ambiguous, nonexistent, unknown


def _offset(suffix: str) -> int | None:
    if suffix in FIXED:
        return FIXED[suffix]
    match = OFFSET.fullmatch(suffix)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return (-minutes if match[1] == "-" else minutes) if minutes <= 15 * 60 else None


@cache
def _zones() -> dict[str, str]:
    return {name.upper(): name for name in available_timezones() if "/" in name}


@dataclass(frozen=True, slots=True)
class Amounts:
    """A column of numbers: kept value, exact value, the reason where there is none, and whether any two differ."""

    value: "pyarrow.Array"
    exact: "pyarrow.Array"
    reason: "pyarrow.Array"
    is_rounded: bool


def amounts(engine: "duckdb.DuckDBPyConnection", texts: "pyarrow.Array", mark: DecimalMark) -> Amounts:
    """Convert a column of numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = texts.dictionary_encode()
    found = numbers.converted(engine, coded.dictionary, mark)
    value, exact = (found.column(name).combine_chunks() for name in ("value", "exact"))
    large = pc.fill_null(found.column("large"), False).combine_chunks()
    reason = pc.if_else(large, Reason.LARGE_AMOUNT.value, Reason.BAD_AMOUNT.value)
    reason = pc.if_else(value.is_null(), reason, pa.scalar(None, pa.string()))
    rounded = pc.any(pc.not_equal(exact, value.cast(exact.type))).as_py()
    return Amounts(value.take(coded.indices), exact.take(coded.indices), reason.take(coded.indices), bool(rounded))
