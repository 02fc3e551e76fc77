"""Bring products that sources say by themselves into the store; the newest word of each source counts."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from regulars.base.events import operations
from regulars.base.events.event import Logged
from regulars.base.kit import query
from regulars.collect.reading import shapes
from regulars.commerce import feeds, merging, products, staged, supports
from regulars.commerce.feeds import Feed
from regulars.commerce.kinds import Supported

LAST = chr(0x10FFFF)
COLUMNS = (
    "line_no", "sku", "title", "category", "brand", "price", "currency", "cost", "url", "image_url", "is_active",
)  # fmt: skip
FORMER = """
    create temp table former_product on commit drop as
    select s.row_id, s.rank, coalesce(s.said, '{{}}') as words
    from {facts} s join commerce_product p on p.id = s.row_id
    join (select distinct {sku} as sku from {staging} s) g on g.sku = p.sku
    where s.kind = {product} and p.store_id = %(store)s
"""


def take(feed: Feed, said: Sequence[Logged], *, at: datetime) -> None:
    """Bring the newest words of a source on its products into its store."""
    latest: dict[str, Logged] = {}
    for event in said:
        known = latest.get(event.properties["sku"])
        if known is None or known.properties["updated_at"] <= event.properties["updated_at"]:
            latest[event.properties["sku"]] = event
    versions = {
        sku[:320]: (datetime.fromisoformat(event.properties["updated_at"]), sku) for sku, event in latest.items()
    }
    wanted = feeds.newest(feed, versions)
    chosen = [event for sku, event in latest.items() if sku[:320] in wanted]
    if not chosen:
        return
    work = feeds.begin(feed, at=at)
    with operations.under(work.under):
        query.lock(products.LOCK, feed.store.id)
        stage(feed, chosen)
        facts, staging = supports.facts(feed.id), staged.table(feed.id)
        query.run("drop table if exists former_product")
        sku = staged.fitting(products.SKU, staged.LONGEST_SKU)
        former = FORMER.format(facts=facts, staging=staging, sku=sku, product=Supported.PRODUCT.value)
        query.run(former, store=feed.store.id)
        query.run(
            f"delete from {facts} where kind = {Supported.PRODUCT.value}"
            " and row_id in (select row_id from former_product)"
        )
        products.merge(
            feed.id, "products", feed.store, imports=merging.standing(work), low=None, high=LAST,
            former="former_product",
        )  # fmt: skip


def stage(feed: Feed, said: Sequence[Logged]) -> None:
    staging = staged.table(feed.id)
    query.run(f"drop table if exists {staging}")
    query.run(f"create temp table {staging} ({shapes.definition('products')}) on commit drop")
    statement = f"copy {staging} ({', '.join(COLUMNS)}) from stdin"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for place, event in enumerate(said):
            copy.write_row((place, *(event.properties[name] for name in COLUMNS[1:])))
