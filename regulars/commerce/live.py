"""Bring orders that sources say by themselves into the store, by the rules of an import, in the caller's transaction.

The same order from a file and from a source is one order. Of what one source says of an order, the newest word counts,
in whatever order its words come; a line that it names no longer goes, unless a file or another source still has it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import sql

from regulars.base.events import operations
from regulars.base.events.event import Logged
from regulars.base.events.kinds import Mode
from regulars.base.kit import query
from regulars.collect.reading import shapes
from regulars.commerce import (
    batch,
    browsed,
    buyers,
    feeds,
    merging,
    orders,
    products,
    respoken,
    returns,
    staged,
    supports,
    withdrawal,
)
from regulars.commerce.batch import Range
from regulars.commerce.feeds import Feed
from regulars.commerce.models import Merge
from regulars.commerce.report import MergeReport
from regulars.identity import resolve

LAST = chr(0x10FFFF)
COLUMNS = (
    "line_no", "order_number", "order_kind", "placed_at", "placed_on", "user_id", "email", "phone", "name", "street",
    "city", "region", "postcode", "country", "sku", "title", "brand", "line_kind", "quantity", "unit_price",
    "line_discount", "line_tax", "currency", "order_subtotal", "order_discount", "order_tax", "order_shipping",
    "order_gift_card", "order_refunded", "order_total", "discount_codes", "channel", "payment_state", "parcel_state",
    "parcel_number", "parcel_carrier", "order_tags", "note", "cancelled_at",
)  # fmt: skip
STATED = ("subtotal", "discount", "tax", "shipping", "gift_card", "refunded", "total")
TOUCHED = "select order_id as row_id from batch_order where not is_new"
RETURNED = "select person_id, number from commerce_order where id in (select order_id from batch_order)"
DAY = "update {staging} set placed_on = (placed_at at time zone %(zone)s)::date"


def take(feed: Feed, said: Sequence[Logged], *, at: datetime) -> MergeReport:
    """Bring the newest words of a source on its orders into its store; older ones are passed over."""
    report = MergeReport()
    withdrawal.hold_still(feed.store)
    chosen = newest(feed, said)
    if chosen:
        work = feeds.begin(feed, at=at)
        with operations.under(work.under):
            stage(feed, chosen)
            find_buyers(feed, at=at)
            merge(feed, work, at=at, report=report)
    return report


def newest(feed: Feed, said: Sequence[Logged]) -> list[Logged]:
    """Of each order the newest word, if none newer has been heard before."""
    latest: dict[str, Logged] = {}
    for event in said:
        known = latest.get(event.properties["id"])
        if known is None or version(known) <= version(event):
            latest[event.properties["id"]] = event
    wanted = feeds.newest(feed, {key: (version(e), e.properties["number"]) for key, e in latest.items()})
    return [event for key, event in latest.items() if key in wanted]


def version(event: Logged) -> datetime:
    return datetime.fromisoformat(event.properties["updated_at"])


def stage(feed: Feed, said: Sequence[Logged]) -> None:
    """Write orders as the rows of a file, line by line."""
    staging = staged.table(feed.id)
    query.run(f"drop table if exists {staging}, {staged.traces_table(feed.id)}")
    query.run(f"create temp table {staging} ({shapes.definition('orders')}) on commit drop")
    statement = f"copy {staging} ({', '.join(COLUMNS)}) from stdin"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        place = 0
        for event in said:
            for line in event.properties["lines"]:
                place += 1
                copy.write_row(row(event, line, place))
    query.run(DAY.format(staging=staging), zone=feed.store.timezone)


def row(event: Logged, line: dict[str, Any], place: int) -> tuple[Any, ...]:
    order, person, stated = event.properties, event.personal, event.properties["stated"]
    who = [person.get(name) for name in ("user_id", "email", "phone", "name", "street", "city", "region", "postcode")]
    return (
        place, order["number"], order["kind"], order["placed_at"], None, *who, order["country"] or None, line["sku"],
        line["title"], line["brand"], line["kind"], line["quantity"], line["unit_price"], line["discount"], line["tax"],
        order["currency"], *[stated.get(name) for name in STATED], order["discount_codes"], order["channel"],
        order["payment_state"], order["parcel_state"], person.get("parcel_number"), order["carrier"], order["tags"],
        person.get("note"), order["cancelled_at"],
    )  # fmt: skip


def find_buyers(feed: Feed, *, at: datetime) -> None:
    """The people of the staged orders, whom the taking in has found or made already, and that the feed names them."""
    traces = staged.gather_traces(feed.id, seen_at="s.placed_at", lasts=False)
    resolve.blind(traces, feed.store)
    resolve.settle(
        traces, feed.store, above="", to=LAST, source=feed.name, actor=feed.name, at=at, mode=Mode.LIVE
    )  # fmt: skip
    query.run(buyers.support_of(traces, supports.facts(feed.id), feed.id), low="", high=LAST)


def merge(feed: Feed, work: Merge, *, at: datetime, report: MergeReport) -> None:
    imports = merging.standing(work)
    made, _ = products.merge(feed.id, "orders", feed.store, imports=imports, low=None, high=LAST)
    whole = Range(feed.id, feed.store, "", LAST)
    browsed.rename(feed)
    query.run(batch.WORK_TABLES)
    batch.gather(whole)
    respoken.note(feed)
    browsed.silence(feed)
    batch.insert_orders(whole)
    batch.check_money(whole, batch.insert_lines(whole), report)
    batch.support(whole)
    respoken.settle_lines(feed, imports)
    orders.refold(feed.id, feed.store, TOUCHED, imports=imports, adding=True, former=respoken.SAID)
    returns.match(feed.store, RETURNED)
    fresh = sql.SQL("case when placed_at > %(at)s - {} then 'live' else 'history' end").format(merging.STALE)
    batch.tell(whole, source=feed.name, actor=feed.name, at=at, mode=fresh)
    respoken.tell(feed, at=at)
    report.add(products_new=made, orders_new=query.value("select count(*) from batch_order where is_new"))
