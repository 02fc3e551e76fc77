"""The state of a store in words that name no id, to compare two ways of getting there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from regulars.base.workspace.models import Store

ORDERS = """
    select o.number, o.kind, o.placed_at, o.currency, o.goods, o.discount, o.tax, o.shipping, o.refunded, o.total,
        o.net,
           o.store_value, o.channel, o.payment_state, o.note, o.ship_city, o.stated, o.tags,
           (select array_agg(i.kind || ':' || i.value order by 1) from identity_identifier i
               where i.person_id = o.person_id)
    from commerce_order o where o.store_id = %s order by o.number
"""
LINES = """
    select o.number, p.sku, l.ordinal, l.kind, l.title, l.quantity, l.unit_price, l.discount, l.tax, l.total,
        l.unit_cost
    from commerce_orderline l join commerce_order o on o.id = l.order_id left join commerce_product p
        on p.id = l.product_id
    where o.store_id = %s order by o.number, p.sku, l.quantity, l.unit_price, l.discount, l.ordinal
"""
PRODUCTS = """
    select sku, title, category, brand, kind, price, is_active,
           (select array_agg(cost order by from_on) from commerce_productcost c where c.product_id = p.id)
    from commerce_product p where store_id = %s order by sku
"""
PEOPLE = """
    select array_agg(i.kind || ':' || i.value order by i.kind, i.value), min(p.first_seen_at)
    from identity_person p left join identity_identifier i on i.person_id = p.id
    where p.circle_id = (select circle_id from workspace_store where id = %s) group by p.id order by 1
"""
MATCHES = """
    select ro.number, bo.number, rl.content, bl.content, rl.ordinal, bl.ordinal, m.quantity
    from commerce_returnmatch m
    join commerce_orderline rl on rl.id = m.returned_id join commerce_order ro on ro.id = rl.order_id
    join commerce_orderline bl on bl.id = m.bought_id join commerce_order bo on bo.id = bl.order_id
    where ro.store_id = %s order by 1, 2, 3, 4, 5, 6
"""


def state_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for name, query in (
            ("orders", ORDERS), ("lines", LINES), ("products", PRODUCTS), ("people", PEOPLE), ("matches", MATCHES)
        ):  # fmt: skip
            cursor.execute(query, [store.id])
            found[name] = [tuple(row) for row in cursor.fetchall()]
    return found


@pytest.fixture
def state() -> Callable[[Store], dict[str, list[tuple[Any, ...]]]]:
    return state_of
