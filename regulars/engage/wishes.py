"""What people wish for, followed from what sites tell and forms bring: put on, put into the cart, taken off, bought."""

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from regulars.base.events.event import Logged
from regulars.base.kit import query
from regulars.collect.sources.forms.read import WISHED
from regulars.engage.kinds import WishKind

ADDED, REMOVED, CARTED = "wishlist.added", "wishlist.removed", "cart.added"
NAMES = frozenset({ADDED, REMOVED, CARTED, WISHED})
KINDS = {ADDED: WishKind.LIST, WISHED: WishKind.BACK}
TOLD = """
    create temp table told_wish on commit drop as
    select g.* from jsonb_to_recordset(%(rows)s::jsonb) as g (place int, store bigint, person bigint, act text,
        kind text, sku text, title text, at timestamptz)
"""
# A wish that is wished again is open again; the first moment of an open one stays.
PUT = """
    insert into engage_wish as w (store_id, product_id, person_id, kind, sku, title, wished_at)
    select g.store, p.id, g.person, g.kind, g.sku, g.title, g.at
    from (select distinct on (store, person, sku, kind) * from told_wish where act = 'put'
          order by store, person, sku, kind, at) g
    left join commerce_product p on p.store_id = g.store and p.sku = g.sku
    order by g.at, g.place
    on conflict (store_id, person_id, sku, kind) do update set
        wished_at = excluded.wished_at, carted_at = null, ended_at = null
    where w.ended_at < excluded.wished_at
"""
END = """
    update engage_wish w set ended_at = g.at
    from (select store, person, sku, max(at) as at from told_wish where act = 'end' group by store, person, sku) g
    where g.store = w.store_id and g.person = w.person_id and g.sku = w.sku and w.kind = 'list'
      and w.ended_at is null and w.wished_at <= g.at
"""
CART = """
    update engage_wish w set carted_at = g.at
    from (select store, person, sku, min(at) as at from told_wish where act = 'cart' group by store, person, sku) g
    where g.store = w.store_id and g.person = w.person_id and g.sku = w.sku
      and w.ended_at is null and w.wished_at <= g.at
"""
# Whoever bought it since, in whichever way and under whichever name, wishes for it no longer.
BOUGHT = """
    update engage_wish w set ended_at = b.at
    from (
        select k.id, min(o.placed_at) as at
        from engage_wish k
        join identity_person p on p.id = k.person_id
        cross join lateral (
            select p.canonical_id as id
            union all
            select m.id from identity_person m where m.canonical_id = p.canonical_id and m.canonical_id <> m.id
        ) mine
        join commerce_order o on o.person_id = mine.id and o.store_id = k.store_id and o.kind = 'sale'
            and o.placed_at >= k.wished_at
        join commerce_orderline l on l.order_id = o.id and l.product_id = k.product_id and l.quantity > 0
        where k.ended_at is null
        group by k.id
    ) b
    where b.id = w.id
"""
ATTACH = """
    update engage_wish w set product_id = p.id from commerce_product p
    where w.product_id is null and p.store_id = w.store_id and p.sku = w.sku
"""


def follow(events: Sequence[Logged]) -> None:
    """Change the wishes that events speak of; programs, tests and staff have none."""
    rows = [row for place, event in enumerate(events) for row in said(place, event)]
    if not rows:
        return
    query.run("drop table if exists told_wish")
    query.run(TOLD, rows=Jsonb(rows))
    for statement in (PUT, CART, END):
        query.run(statement)


def settle() -> int:
    """End the wishes that were bought since, and join products that were not known before; how many ended."""
    query.run(ATTACH)
    return query.run(BOUGHT)


def said(place: int, event: Logged) -> list[dict[str, Any]]:
    """The wares that an event speaks of, each with what becomes of the wish for it."""
    if event.person is None or event.store is None or "traffic" in event.properties:
        return []
    given = event.properties
    wares = given["items"] if isinstance(given.get("items"), list) else [given]
    act = {REMOVED: "end", CARTED: "cart"}.get(event.name, "put")
    rows = []
    for ware in wares:
        sku = str(ware.get("sku") or ware.get("product") or "")[:200] if isinstance(ware, dict) else ""
        if sku:
            rows.append({
                "place": place, "store": event.store, "person": event.person, "act": act, "sku": sku,
                "kind": KINDS.get(event.name, WishKind.LIST).value, "title": str(ware.get("title") or "")[:200],
                "at": event.happened_at.isoformat(),
            })  # fmt: skip
    return rows
