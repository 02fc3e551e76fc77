"""Moments and days: everything is reckoned in UTC, and a day belongs to a zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal


class UnknownZone(Refusal):
    message = gettext_lazy("“%(zone)s” is no time zone. Use a name such as Europe/London or Asia/Shanghai.")
    status = 422


def now() -> datetime:
    """The present moment in UTC; only faces, jobs and commands may ask for it."""
    return datetime.now(UTC)


def zone(name: str) -> ZoneInfo:
    """
    The time zone of an IANA name.

    :raises UnknownZone: if there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone=name[:80]) from error


def local_day(moment: datetime, place: ZoneInfo) -> date:
    """The calendar day that `moment` falls on in a place."""
    return moment.astimezone(place).date()


def start_of(day: date, place: ZoneInfo) -> datetime:
    """The first moment of `day` in a place, in UTC."""
    return end_of(day - timedelta(days=1), place)


def end_of(day: date, place: ZoneInfo) -> datetime:
    """The first moment after `day` in a place, in UTC; `--as-of D` means all before it."""
    return datetime.combine(day + timedelta(days=1), time.min, place).astimezone(UTC)
