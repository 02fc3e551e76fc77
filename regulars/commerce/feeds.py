"""What a source says by itself, kept like what a file says: under a number of its own, from which it speaks anew.

A feed supports the rows that it names, as an import does, and what rows say is folded from all of them. Its number is
above those of files, so where it speaks, its word goes before theirs; other than a file it may say a thing again, and
then only its newest word counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from regulars.base.events.kinds import Mode
from regulars.base.kit import query
from regulars.base.workspace.models import Staff, Store
from regulars.collect.models import Source
from regulars.commerce import merging, supports
from regulars.commerce.models import Merge

FIRST = 1_000_000_000_000
KINDS = ("orders", "customers", "products", "payments")
INDEXES = """
    create index on {orders} (row_id);
    create index on {lines} (row_id);
    create index on {facts} (kind, row_id);
"""
NEWEST = """
    insert into commerce_lastsaid as l (feed, key, version, number)
    select %(feed)s, * from unnest(%(key)s::text[], %(version)s::timestamptz[], %(number)s::text[])
    on conflict (feed, key) do update set version = excluded.version, number = excluded.number
    where l.version <= excluded.version
    returning key
"""


@dataclass(frozen=True, slots=True)
class Feed:
    """What one source says of orders, of customers, of products, or of payments."""

    source: Source
    kind: str
    by: Staff | None = None

    @property
    def id(self) -> int:
        return FIRST + self.source.id * len(KINDS) + KINDS.index(self.kind)

    @property
    def store(self) -> Store:
        return self.source.store

    @property
    def name(self) -> str:
        """How events and identifiers name it."""
        return f"source:{self.source.public_id}"


def named(names: Sequence[str]) -> list[Source]:
    """The sources that events name as theirs, such as `source:src_…`, in the order in which they were made."""
    ids = {name.removeprefix("source:") for name in names}
    return list(Source.objects.filter(public_id__in=ids).select_related("store__circle").order_by("id"))


def begin(feed: Feed, *, at: datetime) -> Merge:
    """The standing merge of a feed with its operation, and where its supports lie; made the first time it speaks."""
    known = Merge.objects.select_related("under", "store").filter(import_id=feed.id).first()
    if known is not None:
        return known
    query.lock(merging.IMPORT_LOCK, feed.id)
    supports.prepare(feed.id)
    parts = {"orders": supports.orders(feed.id), "lines": supports.lines(feed.id), "facts": supports.facts(feed.id)}
    query.run(INDEXES.format(**parts))
    return merging.begin_standing(feed, actor=feed.name, at=at)


def newest(feed: Feed, said: dict[str, tuple[datetime, str]]) -> set[str]:
    """
    Note words with their versions, and say which of them are the newest that are known.

    :param said: for each key the version, and what the record is called here.
    """
    if not said:
        return set()
    columns = {
        "key": list(said), "version": [version for version, _ in said.values()],
        "number": [number[:320] for _, number in said.values()],
    }  # fmt: skip
    return {row[0] for row in query.rows(NEWEST, columns | {"feed": feed.id})}


def mode_of(moment: datetime, *, at: datetime) -> Mode:
    """What happened longer ago than two days is history, and sets nothing off."""
    return Mode.LIVE if at - moment < merging.STALE else Mode.HISTORY
