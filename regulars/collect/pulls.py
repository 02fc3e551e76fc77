"""Ask sources for what has changed there, page by page, into the inbox; the next page is asked for where one has ended.

All goes the way of what comes by itself: a record that has come already, in this version, is taken in once.
"""

import json
import logging
from datetime import datetime, timedelta

from django.db import transaction

from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.collect import inbox
from regulars.collect.kinds import SourceKind, Stream
from regulars.collect.messages import Unfit
from regulars.collect.models import Source, SourceStream
from regulars.collect.sources import keyring
from regulars.collect.sources.contract import Ask, Page, Platform
from regulars.collect.sources.platforms import PLATFORMS
from regulars.collect.sources.web import Web

logger = logging.getLogger(__name__)

LOCK = 7_204_110
OVERLAP = timedelta(minutes=5)
"""Records may be seen a little later than they say to have been changed."""
MOST_PAGES = 500
"""Of one stream in one go, so that every source has its turn."""


def pull_all(*, at: datetime) -> None:
    """Ask every source that can be asked; one that does not answer keeps no other waiting."""
    for source in Source.objects.open().select_related("store__circle").order_by("id"):
        if can_be_asked(source):
            pull(source, at=at)


def can_be_asked(source: Source) -> bool:
    """Whether its platform has something to ask, and we have been given the keys for it."""
    platform = PLATFORMS.get(SourceKind(source.kind))
    if platform is None or platform.fetch is None:
        return False
    return set(platform.secrets) <= set(source.secrets.filter(valid_until=None).values_list("name", flat=True))


def pull(source: Source, *, at: datetime, web: Web | None = None) -> int:
    """
    Ask one source for all its streams, and say how many records came; why it stopped is kept with the stream.

    Nothing is done while somebody else is at it.
    """
    platform = PLATFORMS[SourceKind(source.kind)]
    [is_ours] = query.row("select pg_try_advisory_lock(%s, %s)", [LOCK, source.id % 2**31])
    if not is_ours:
        return 0
    try:
        return sum(pull_stream(source, platform, stream, at=at, web=web or Web()) for stream in platform.streams)
    finally:
        query.let_go(LOCK, source.id)


def pull_stream(source: Source, platform: Platform, stream: Stream, *, at: datetime, web: Web) -> int:
    """Go on with one stream until its last page, or until something is in the way."""
    state, _ = SourceStream.objects.get_or_create(source=source, stream=stream)
    fetched = 0
    try:
        for _ in range(MOST_PAGES):
            ask = asked(source, state, at=at, web=web)
            assert platform.fetch is not None
            page = platform.fetch(ask)
            keep(source, state, ask, page, at=at)
            fetched += len(page.records)
            if not page.cursor:
                break
    except (Refusal, Unfit) as refusal:
        logger.info("Source %s, %s: %s", source.public_id, stream, refusal)
        reason = str(refusal) if isinstance(refusal, Refusal) else f"{refusal.fault.label} {refusal.detail}"
        SourceStream.objects.filter(id=state.id).update(problem=reason)
    return fetched


def asked(source: Source, state: SourceStream, *, at: datetime, web: Web) -> Ask:
    """The question for the next page: what changed since all was complete, up to when the asking began."""
    since = state.complete_to - OVERLAP if state.complete_to else None
    until = state.asked_at if state.cursor and state.asked_at else at
    return Ask(
        web, source.settings, keyring.read(source), Stream(state.stream), since=since, until=until, cursor=state.cursor
    )


@transaction.atomic
def keep(source: Source, state: SourceStream, ask: Ask, page: Page, *, at: datetime) -> None:
    """A page goes into the inbox together with where to go on."""
    put(source, page, at=at)
    state.cursor, state.asked_at, state.problem = page.cursor, ask.until, ""
    state.complete_to = state.complete_to if page.cursor else ask.until
    state.fetched += len(page.records)
    state.save(update_fields=["cursor", "asked_at", "problem", "complete_to", "fetched"])


def put(source: Source, page: Page, *, at: datetime) -> None:
    letters = [(found.kind, found.message, json.dumps(found.content)) for found in page.records]
    inbox.put(source, letters, at=at)


def put_anew(source: Source, page: Page, *, at: datetime) -> None:
    """The same for what has to be read even if it has come before in this version, as something of it was lost."""
    letters = [(found.kind, f"{found.message} {at:%Y-%m-%d}", json.dumps(found.content)) for found in page.records]
    inbox.put(source, letters, at=at)
