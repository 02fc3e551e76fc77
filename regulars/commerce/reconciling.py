"""Hold each day's orders against what the source itself says of it, and fetch what is missing here or differs.

A day is compared by the number of its orders, by the sum of their totals, and order by order; only a day that differs
is fetched whole. What was fetched goes the way of what comes by itself, so it is taken in once.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction

from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.collect import pulls
from regulars.collect.kinds import SourceKind, Stream
from regulars.collect.messages import Unfit
from regulars.collect.models import Source, SourceCheck
from regulars.collect.sources import keyring
from regulars.collect.sources.contract import Ask, Page, Platform
from regulars.collect.sources.platforms import PLATFORMS
from regulars.collect.sources.web import Web
from regulars.commerce import supports
from regulars.commerce.feeds import Feed

logger = logging.getLogger(__name__)

DAYS_BACK = 7
MOST_PAGES = 1_000
OURS = """
    select o.number, coalesce((s.stated ->> 'total')::numeric, o.total)
    from {said} s join commerce_order o on o.id = s.row_id
    where s.placed_at >= %(since)s and s.placed_at < %(until)s
"""


def check_all(*, at: datetime) -> None:
    """Check the last days of every source that can be asked; one that does not answer keeps no other waiting."""
    for source in Source.objects.open().select_related("store__circle").order_by("id"):
        platform = PLATFORMS.get(SourceKind(source.kind))
        if platform is not None and platform.count is not None and pulls.can_be_asked(source):
            try:
                check(source, platform, at=at)
            except (Refusal, Unfit) as refusal:
                logger.warning("Source %s cannot be checked: %s", source.public_id, refusal)


def check(source: Source, platform: Platform, *, at: datetime, web: Web | None = None) -> int:
    """Check the last days of a source, and say how many orders were fetched again."""
    today = at.astimezone(ZoneInfo(source.store.timezone)).date()
    days = [today - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    return sum(check_day(source, platform, day, at=at, web=web or Web()) for day in days)


def check_day(source: Source, platform: Platform, on: date, *, at: datetime, web: Web) -> int:
    """Compare one day, and fetch it where it differs; how many orders that repairs."""
    ask = ask_of(source, on, web=web)
    theirs, ours = counted(platform, ask), held(source, ask)
    differing = {number for number, total in theirs.items() if ours.get(number) != total}
    with transaction.atomic():
        if differing:
            for page in pages(platform, ask):
                pulls.put_anew(source, page, at=at)
        known, _ = SourceCheck.objects.get_or_create(
            source=source, on=on,
            defaults={"theirs": 0, "ours": 0, "their_sum": 0, "our_sum": 0, "checked_at": at},
        )  # fmt: skip
        known.theirs, known.ours, known.checked_at = len(theirs), len(ours.keys() & theirs.keys()), at
        known.their_sum, known.our_sum = sum(theirs.values(), Decimal(0)), sum(ours.values(), Decimal(0))
        known.repaired += len(differing)
        known.save(update_fields=["theirs", "ours", "their_sum", "our_sum", "repaired", "checked_at"])
    return len(differing)


def ask_of(source: Source, on: date, *, web: Web) -> Ask:
    """The question for a day of the store, from its midnight to the next."""
    zone = ZoneInfo(source.store.timezone)
    since, until = (datetime.combine(day, time(), zone) for day in (on, on + timedelta(days=1)))
    return Ask(web, source.settings, keyring.read(source), Stream.ORDERS, since, until, is_of_day=True)


def counted(platform: Platform, ask: Ask) -> Mapping[str, Decimal]:
    assert platform.count is not None
    found: dict[str, Decimal] = {}
    for _ in range(MOST_PAGES):
        page = platform.count(ask)
        found |= page.orders
        if not page.cursor:
            break
        ask = replace(ask, cursor=page.cursor)
    return found


def held(source: Source, ask: Ask) -> dict[str, Decimal]:
    """What we have of the same time by this source."""
    feed = Feed(source, "orders")
    [exists] = query.row("select to_regclass(%s) is not null", [supports.orders(feed.id)])
    if not exists:
        return {}
    rows = query.rows(OURS.format(said=supports.orders(feed.id)), since=ask.since, until=ask.until)
    return dict(rows)


def pages(platform: Platform, ask: Ask) -> Iterator[Page]:
    assert platform.fetch is not None
    for _ in range(MOST_PAGES):
        page = platform.fetch(ask)
        yield page
        if not page.cursor:
            return
        ask = replace(ask, cursor=page.cursor)
