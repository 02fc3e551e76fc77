"""Follow the carts that a shop's site tells of, and say once of each that it was left behind."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from psycopg import sql

from regulars.base.events import log
from regulars.base.events.event import Logged
from regulars.base.events.kinds import Mode
from regulars.base.kit import query
from regulars.collect import vocabulary
from regulars.commerce.merging import STALE
from regulars.commerce.models import Cart

MOST_ITEMS = 100
LONGEST_TEXT = 200
WHOLE = frozenset({"cart.updated", "cart.viewed", "checkout.started"})
"""Events that may say all that is in the cart."""
BOUGHT = "purchase.completed"
NAMES = WHOLE | {"cart.added", "cart.removed", BOUGHT}
CHANGED = ("items", "value", "currency", "begun_at", "changed_at", "checkout_at", "bought_at", "abandoned_at")
ACTOR = "carts"
# Shops tell of orders in other ways than by their site, and of people who have become one since; `mine` are all of a
# cart's owner.
MINE = """
    cross join lateral (
        select p.canonical_id as id
        union all
        select m.id from identity_person m where m.canonical_id = p.canonical_id and m.canonical_id <> m.id
    ) mine
"""
SETTLE = f"""
    update commerce_cart c set bought_at = b.at
    from (
        select k.id, min(coalesce(o.placed_at, t.bought_at)) as at
        from commerce_cart k
        join identity_person p on p.id = k.person_id {MINE}
        left join commerce_order o
            on o.person_id = mine.id and o.store_id = k.store_id and o.placed_at >= k.begun_at and o.kind = 'sale'
        left join commerce_cart t
            on t.person_id = mine.id and t.store_id = k.store_id and t.bought_at >= k.begun_at
        where k.bought_at is null and k.items <> '[]' and k.changed_at > %(at)s - interval '30 days'
          and num_nonnulls(o.placed_at, t.bought_at) > 0
        group by k.id
    ) b
    where b.id = c.id
"""
# Of the carts of somebody who came by several browsers, the one touched last speaks.
LEFT = f"""
    create temp table left_cart on commit drop as
    select c.id, c.changed_at + make_interval(hours => s.cart_hours) as left_at
    from commerce_cart c
    join workspace_store s on s.id = c.store_id
    where c.bought_at is null and c.abandoned_at is null and c.items <> '[]'
      and c.changed_at <= %(at)s - make_interval(hours => s.cart_hours)
      and not exists (
        select from identity_person p {MINE}
        join commerce_cart t on t.person_id = mine.id and t.store_id = c.store_id
        where p.id = c.person_id and t.items <> '[]' and (t.changed_at, t.id) > (c.changed_at, c.id))
"""
MARK = "update commerce_cart c set abandoned_at = l.left_at from left_cart l where l.id = c.id"
# What was left long before it is heard of is history, as with orders.
TELL = f"""
    select 'record', store_id, person_id, 'cart.abandoned', abandoned_at, %(at)s::timestamptz, 'regulars',
           %(actor)s::text,
           case when abandoned_at < %(at)s - interval '{STALE.total_seconds()} seconds'
                then '{Mode.HISTORY}' else '{Mode.LIVE}' end,
           jsonb_build_object('total', value::text, 'currency', currency, 'items', jsonb_array_length(items),
                              'step', case when checkout_at is null then 'cart' else 'checkout' end),
           '{{}}'::jsonb
    from commerce_cart join left_cart using (id) order by id
"""


def follow(events: Iterable[Logged]) -> None:
    """Change the carts that events speak of; programs, tests and staff have none."""
    told = [each for each in map(of_a_cart, events) if each is not None]
    if not told:
        return
    found = Cart.objects.select_for_update().filter(person__in={person for _, person, _ in told})
    carts = {(cart.store_id, cart.person_id): cart for cart in found}
    for store, person, event in sorted(told, key=lambda each: each[2].happened_at):
        at = event.happened_at
        cart = carts.setdefault((store, person), Cart(store_id=store, person_id=person, begun_at=at, changed_at=at))
        change(cart, event)
    Cart.objects.bulk_create(
        carts.values(), update_conflicts=True, unique_fields=["store", "person"], update_fields=CHANGED
    )


def of_a_cart(event: Logged) -> tuple[int, int, Logged] | None:
    """Whose cart in which store an event is about; None where nobody's is."""
    if event.person is None or event.store is None or "traffic" in event.properties:
        return None
    return event.store, event.person, event


@transaction.atomic
def abandon(*, at: datetime) -> int:
    """Say of each cart that nobody has touched for its store's hours that it was left behind, and how many were."""
    query.run(SETTLE, at=at)
    query.run("drop table if exists left_cart")
    query.run(LEFT, at=at)
    count = query.run(MARK)
    if count:
        log.append_select(sql.SQL(TELL), {"at": at, "actor": ACTOR})
    return count


def change(cart: Cart, event: Logged) -> None:
    """Let a cart be as an event says."""
    if event.name == BOUGHT:
        cart.bought_at = event.happened_at
        return
    items = items_after(cart, event)
    if items == cart.items and event.name != "checkout.started":
        return
    if cart.bought_at or cart.abandoned_at or not cart.items:
        cart.begun_at, cart.checkout_at, cart.bought_at, cart.abandoned_at = event.happened_at, None, None, None
    cart.items, cart.changed_at = items[:MOST_ITEMS], event.happened_at
    total = vocabulary.amount(event.properties.get("total")) if event.name in WHOLE else None
    cart.value = sum(map(price_of, cart.items), Decimal(0)) or Decimal(total or 0)
    cart.currency = text_of(event.properties.get("currency"))[:3].upper() or cart.currency
    if event.name == "checkout.started":
        cart.checkout_at = event.happened_at


def items_after(cart: Cart, event: Logged) -> list[dict[str, str]]:
    """What is in a cart after an event; one that was bought begins empty."""
    before = [] if cart.bought_at else cart.items
    given = event.properties
    if event.name in WHOLE:
        return wares(given["items"]) if isinstance(given.get("items"), list) else before
    held = {named(each): each for each in before}
    for ware in wares(given["items"] if isinstance(given.get("items"), list) else [given]):
        had = Decimal(held.get(named(ware), {}).get("quantity", "0"))
        left = had + Decimal(ware["quantity"]) * (1 if event.name == "cart.added" else -1)
        if left > 0:
            held[named(ware)] = ware | {"quantity": format(left, "f")}
        else:
            held.pop(named(ware), None)
    return list(held.values())


def wares(given: Iterable[Any]) -> list[dict[str, str]]:
    """The wares of a site that have a name, in our words."""
    return [ware for each in given if isinstance(each, Mapping) and named(ware := item(each))]


def named(ware: Mapping[str, str]) -> str:
    return ware["sku"] or ware["title"]


def item(ware: Mapping[str, Any]) -> dict[str, str]:
    """A ware without a quantity counts as one, without a price as of none."""
    return {
        "sku": text_of(ware.get("sku")),
        "title": text_of(ware.get("title")),
        "quantity": vocabulary.amount(ware.get("quantity")) or "1",
        "price": vocabulary.amount(ware.get("price")) or "0",
    }


def price_of(item: Mapping[str, str]) -> Decimal:
    return max(Decimal(0), Decimal(item["price"]) * Decimal(item["quantity"]))


def text_of(value: Any) -> str:
    return str(value)[:LONGEST_TEXT] if isinstance(value, str | int) else ""
