"""Words on orders that are no whole orders: a refund by itself, and that an order was deleted where it came from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from regulars.base.events import operations
from regulars.base.events.event import Logged
from regulars.base.kit import query
from regulars.collect import records
from regulars.commerce import feeds, merging, orders, respoken, supports
from regulars.commerce.feeds import Feed
from regulars.commerce.kinds import OrderKind

# The orders that a feed's own ids mean, as far as the feed has said them; its word on each is at hand.
BATCH = """
    create temp table batch_order on commit drop as
    select o.id as order_id, l.key, false as is_new
    from commerce_lastsaid l join commerce_order o on o.store_id = %(store)s and o.number = l.number
    where l.feed = %(feed)s and l.key = any(%(keys)s) and exists (select from {orders} s where s.row_id = o.id)
"""
KNOWN_REFUNDS = """
    insert into commerce_lastsaid as l (feed, key, version, number)
    select %(feed)s, 'refund ' || key, at, amount
    from unnest(%(key)s::text[], %(at)s::timestamptz[], %(amount)s::text[]) as g (key, at, amount)
    on conflict do nothing returning key
"""
PAY_BACK = """
    update {orders} s set stated = s.stated || jsonb_build_object('refunded', greatest(
        coalesce((s.stated ->> 'refunded')::numeric, 0), r.amount))
    from batch_order b join (
        select split_part(key, ' ', 2) as key, sum(number::numeric) as amount from commerce_lastsaid
        where feed = %(feed)s and key like 'refund %%' and split_part(key, ' ', 2) = any(%(keys)s) group by 1
    ) r on r.key = b.key
    where s.row_id = b.order_id
"""
CANCEL = """
    update {orders} s set kind = %(cancelled)s, cancelled_at = coalesce(s.cancelled_at, g.at)
    from batch_order b join unnest(%(keys)s::text[], %(moments)s::timestamptz[]) as g (key, at) on g.key = b.key
    where s.row_id = b.order_id
"""


def refund(feed: Feed, said: Sequence[Logged], *, at: datetime) -> None:
    """
    Add the refunds that come by themselves to their orders, each once.

    An order that is said whole names all of its refunds itself, and then that word counts.
    """
    sums = {
        f"{e.properties['order']} {e.properties['id']}": (e.properties["updated_at"], Decimal(e.properties["amount"]))
        for e in said
    }
    columns = {
        "key": list(sums), "at": [moment for moment, _ in sums.values()], "amount": [str(a) for _, a in sums.values()],
    }  # fmt: skip
    query.run(KNOWN_REFUNDS, columns | {"feed": feed.id})
    amend(feed, {key.partition(" ")[0] for key in sums}, PAY_BACK, {"feed": feed.id}, at=at)


def cancel(feed: Feed, said: Sequence[Logged], *, at: datetime) -> None:
    """What was deleted at its source stays in the books as an order of which nothing came."""
    moments = {e.properties["id"]: e.properties["updated_at"] for e in said}
    values = {"cancelled": OrderKind.CANCELLED.value, "moments": list(moments.values())}
    amend(feed, list(moments), CANCEL, values, at=at)


def amend(
    feed: Feed, keys: Sequence[str] | set[str], statement: str, values: Mapping[str, Any], *, at: datetime
) -> None:
    """Change what a feed has said of the orders of some keys, and what the orders are by it."""
    work = feeds.begin(feed, at=at)
    told = supports.orders(feed.id)
    with operations.under(work.under):
        query.lock(merging.STORE_LOCK, feed.store.id)
        query.run("drop table if exists batch_order")
        query.run(respoken.WORK_TABLES)
        known = {"feed": feed.id, "store": feed.store.id, "keys": list(keys)}
        if not query.run(BATCH.format(orders=told), known):
            return
        query.run(respoken.FORMER_SAID.format(orders=told))
        query.run(respoken.FORMER_ORDERS)
        query.run(statement.format(orders=told), {**values, "keys": list(keys)})
        imports = merging.standing(work)
        touched = "select order_id as row_id from batch_order"
        orders.refold(feed.id, feed.store, touched, imports=imports, adding=True, former=respoken.SAID)
        respoken.tell(feed, at=at)


BY_NAME = {records.REFUND: refund, records.GONE: cancel}
