"""A source speaks anew of orders that it has spoken of: what it said before no longer counts.

The work tables of `batch` hold what it says now. A line that it no longer names goes with its matches of returns; one
that it still names takes over what it now says beside quantity and price.
"""

from collections.abc import Sequence
from datetime import datetime

from psycopg import sql

from regulars.base.events import log
from regulars.base.kit import query
from regulars.commerce import retraction, supports
from regulars.commerce.events import OrderCancelled, OrderRefunded
from regulars.commerce.feeds import Feed
from regulars.commerce.kinds import Supported

SAID = "former_said"
WORK_TABLES = "drop table if exists former_said, former_line, former_order, gone_line"
FORMER_SAID = """
    create temp table former_said on commit drop as
    select s.row_id, 1 as rank, jsonb_strip_nulls(to_jsonb(s)) as words
    from {orders} s join batch_order b on b.order_id = s.row_id
"""
FORMER_LINES = """
    create temp table former_line on commit drop as
    select s.row_id from {lines} s join known_line l on l.id = s.row_id
"""
FORMER_ORDERS = """
    create temp table former_order on commit drop as
    select o.id, o.kind, o.refunded from commerce_order o join batch_order b on b.order_id = o.id
"""
GONE_LINES = """
    create temp table gone_line on commit drop as
    select f.row_id as id from former_line f
    where not exists (select from {lines} s where s.row_id = f.row_id)
"""
STILL_NAMED = """
    delete from gone_line g
    where g.id in (select s.row_id from commerce_support s
                   where s.import_id = any(%(imports)s) and s.kind = {line}
                     and s.row_id = any(array(select id from gone_line)))
       or {edited}
"""
RENEW = """
    update commerce_orderline l
    set kind = b.kind, title = b.title, tax = b.tax, unit_cost = coalesce(b.unit_cost, l.unit_cost)
    from batch_line b join former_line f on f.row_id = b.line_id
    where l.id = b.line_id and b.said is not null
      and (l.kind, l.title, l.tax) is distinct from (b.kind, b.title, b.tax) and not {edited}
"""
CHANGED = """
    select 'record', o.store_id, o.person_id, {name}, %(at)s::timestamptz, %(at)s::timestamptz, %(source)s::text,
           %(source)s::text, case when o.placed_at > %(at)s - interval '1 year' then 'live' else 'history' end,
           jsonb_strip_nulls(jsonb_build_object(
               'order', o.public_id, 'number', o.number, 'total', o.total::text, 'currency', o.currency,
               'items', (select coalesce(sum(quantity), 0) from commerce_orderline l where l.order_id = o.id)::text,
               'refunded', {refunded})),
           '{{}}'::jsonb
    from commerce_order o join former_order f on f.id = o.id
    where {condition}
"""


def note(feed: Feed) -> None:
    """Keep what the feed has said up to now of the orders at hand, and forget that it supports them."""
    query.run(WORK_TABLES)
    query.run(FORMER_SAID.format(orders=supports.orders(feed.id)))
    query.run(FORMER_LINES.format(lines=supports.lines(feed.id)))
    query.run(FORMER_ORDERS)
    query.run(f"delete from {supports.orders(feed.id)} where row_id in (select row_id from former_said)")
    query.run(f"delete from {supports.lines(feed.id)} where row_id in (select row_id from former_line)")


def settle_lines(feed: Feed, imports: Sequence[int]) -> None:
    """Take away the lines that nobody names any more, and renew the others."""
    edited = retraction.EDITED.format(target="commerce_orderline", key="l.id")
    query.run(RENEW.format(edited=edited))
    if not query.run(GONE_LINES.format(lines=supports.lines(feed.id))):
        return
    edited = retraction.EDITED.format(target="commerce_orderline", key="g.id")
    query.run(STILL_NAMED.format(line=Supported.LINE.value, edited=edited), imports=list(imports))
    query.run(retraction.UNMATCH)
    query.run("delete from commerce_orderline where id in (select id from gone_line)")


def tell(feed: Feed, *, at: datetime) -> None:
    """Say which known orders were cancelled, and of which money went back."""
    for name, refunded, condition in (
        (OrderCancelled.name, "null", "o.kind = 'cancelled' and f.kind <> 'cancelled'"),
        (OrderRefunded.name, "o.refunded::text", "o.refunded > f.refunded"),
    ):
        told = sql.SQL(CHANGED).format(
            name=sql.Literal(name), refunded=sql.SQL(refunded), condition=sql.SQL(condition)
        )  # fmt: skip
        log.append_select(told, {"at": at, "source": feed.name})
