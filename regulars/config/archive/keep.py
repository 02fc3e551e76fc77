"""Which backups are kept as time passes."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

DAYS = 7
WEEKS = 4
MONTHS = 12
NAME = re.compile(r"regulars-(\d{8}-\d{6})\.age")
STAMP = "%Y%m%d-%H%M%S"


def name(at: datetime) -> str:
    """The file name of a backup made at a moment (UTC)."""
    return f"regulars-{at:{STAMP}}.age"


def prune(folder: Path, today: date) -> list[Path]:
    """
    Remove what the rule does not keep, and tell what was removed.

    Kept are the newest of each of the last 7 days, 4 weeks and 12 months that have one, and whatever is not
    named like a backup of ours.
    """
    found = {made_at: path for path in folder.iterdir() if (made_at := moment(path)) is not None}
    kept = to_keep(found, today)
    removed = [path for made_at, path in sorted(found.items()) if made_at not in kept]
    for path in removed:
        path.unlink(missing_ok=True)
    return removed


def to_keep(moments: Iterable[datetime], today: date) -> set[datetime]:
    """The moments whose backups are kept; those after today always are."""
    ordered = sorted(moments, reverse=True)
    kept = {made_at for made_at in ordered if made_at.date() > today} | set(ordered[:1])
    past = [made_at for made_at in ordered if made_at.date() <= today]
    for number, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        kept |= _newest_of_each(past, period, number)
    return kept


def moment(path: Path) -> datetime | None:
    """When a backup was made, by its name; none for any other file."""
    match = NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1], STAMP)  # noqa: DTZ007 (UTC by our own naming)
    except ValueError:
        return None


def _newest_of_each(ordered: list[datetime], period: Callable[[datetime], Hashable], number: int) -> set[datetime]:
    newest: dict[Hashable, datetime] = {}
    for made_at in ordered:
        if len(newest) == number and period(made_at) not in newest:
            break
        newest.setdefault(period(made_at), made_at)
    return set(newest.values())


def _day(made_at: datetime) -> date:
    return made_at.date()


def _week(made_at: datetime) -> date:
    return made_at.date() - timedelta(days=made_at.weekday())


def _month(made_at: datetime) -> date:
    return made_at.date().replace(day=1)
