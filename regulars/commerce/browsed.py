"""Orders that a browser told of, where the shop's own server does not speak: they stand until the server does.

A browser may name an order otherwise than the server (1001 for #1001). When the server speaks of it, it is that order:
nothing has happened twice.
"""

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Source
from regulars.commerce import staged, supports
from regulars.commerce.feeds import Feed
from regulars.commerce.models import Merge

PLATFORMS_OF_SHOPS = frozenset({SourceKind.SHOPIFY, SourceKind.WOOCOMMERCE})
RENAME = """
    update commerce_order o set number = s.order_number
    from (select distinct s.order_number, l.key from {staging} s
          join commerce_lastsaid l on l.feed = %(feed)s and l.number = s.order_number) s
    where o.store_id = %(store)s and o.number in (ltrim(s.order_number, '#'), s.key) and o.number <> s.order_number
      and exists (select from {orders} b where b.row_id = o.id)
      and not exists (select from commerce_order k where k.store_id = %(store)s and k.number = s.order_number)
"""
SILENCE = """
    insert into former_line select s.row_id from {lines} s join known_line k on k.id = s.row_id;
    insert into former_said
    select s.row_id, 1, jsonb_strip_nulls(to_jsonb(s)) from {orders} s join batch_order b on b.order_id = s.row_id;
    delete from {lines} where row_id in (select id from known_line);
    delete from {orders} where row_id in (select order_id from batch_order)
"""


def rename(feed: Feed) -> None:
    """Call the orders of browsers as the server calls them that speaks of them now."""
    for other in overheard(feed):
        query.run(
            RENAME.format(staging=staged.table(feed.id), orders=supports.orders(other.id)),
            feed=feed.id, store=feed.store.id,
        )  # fmt: skip


def silence(feed: Feed) -> None:
    """What browsers have said of the orders at hand no longer counts."""
    for other in overheard(feed):
        query.run(SILENCE.format(lines=supports.lines(other.id), orders=supports.orders(other.id)))


def overheard(feed: Feed) -> list[Feed]:
    """The feeds of browsers in the same store that have told of orders; none where the feed is a browser's itself."""
    if feed.source.kind == SourceKind.EVENTS:
        return []
    sites = [Feed(site, "orders") for site in Source.objects.filter(store=feed.store, kind=SourceKind.EVENTS)]
    known = set(Merge.objects.filter(import_id__in=[site.id for site in sites]).values_list("import_id", flat=True))
    return [site for site in sites if site.id in known]


def has_server(store: Store) -> bool:
    """Whether the store's own server speaks of orders: its platform is joined, or another source has told of some."""
    others = Source.objects.open().filter(store=store).exclude(kind=SourceKind.EVENTS)
    if any(source.kind in PLATFORMS_OF_SHOPS for source in others):
        return True
    return Merge.objects.filter(import_id__in=[Feed(source, "orders").id for source in others]).exists()
