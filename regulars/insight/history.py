"""What learning reads of one store: orders, lines, returns, people and products of one moment; people are canonical."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from regulars.base.lake.cut import Cut, open_cut
from regulars.base.lake.inputs import View
from regulars.base.workspace.models import Store
from regulars.commerce.tables import RANGE, TRADE
from regulars.identity.tables import PEOPLE
from regulars.profile.tables import PROFILES

MERGED = "select person, canonical from {people} where person <> canonical and circle = %d"
ORDERS = """
    select o.order_id, coalesce(m.canonical, o.person) as person, o.kind, o.placed_on, o.placed_at, o.net, o.margin,
           o.discount, o.items, o.currency, o.channel, o.coupon
    from {orders} o left join {merged} m on m.person = o.person
    where o.store = %d and o.net is not null
"""
LINES = """
    select l.line_id, l.order_id, coalesce(m.canonical, l.person) as person, l.product_id, l.order_kind, l.kind,
           l.placed_on, l.quantity, l.net, l.cost, l.discount, l.returned
    from {lines} l left join {merged} m on m.person = l.person
    where l.store = %d and l.net is not null
"""
RETURNS = """
    select r.order_id, coalesce(m.canonical, r.person) as person, r.placed_on, r.net, r.reason
    from {returns} r left join {merged} m on m.person = r.person
    where r.store = %d and r.net is not null
"""
FIRST_SEEN = """
    select p.canonical as person, min(p.first_seen_on) as first_seen_on,
           min_by(f.country, p.person) filter (where f.country is not null) as country,
           min_by(f.language, p.person) filter (where f.language is not null) as language,
           bool_and(v.person is not null) as anonymous
    from {people} p left join {profiles} f on f.person = p.person left join {visitors} v on v.person = p.person
    where p.circle = %d
    group by p.canonical
"""
PRODUCTS = "select product_id, sku, title, category, brand, price, cost from {products} where store = %d"
WITHOUT_VALUE = "select * from {orders} where store = %d and net is null"


@dataclass(frozen=True)
class History:
    """
    The tables by name, for `Engine.run(sql, **history.tables)`.

    :param without_value: the orders left out, because no rate to the store's currency is known.
    :param versions: of the lake's tables, as the name of the input.
    """

    tables: dict[str, Any]
    without_value: View
    versions: dict[str, int]


@contextmanager
def of_store(store: Store) -> Iterator[History]:
    """Fix a moment; the tables can be read until the end of the block."""
    with open_cut((TRADE, RANGE, PEOPLE, PROFILES)) as cut:
        yield told(store, cut)


def told(store: Store, cut: Cut) -> History:
    given = cut.tables
    merged = View(MERGED % store.circle_id, {"people": given["people"]})
    seen = {name: given[name] for name in ("people", "profiles", "visitors")}
    return History(
        tables={
            "orders": View(ORDERS % store.id, {"orders": given["orders"], "merged": merged}),
            "lines": View(LINES % store.id, {"lines": given["lines"], "merged": merged}),
            "returns": View(RETURNS % store.id, {"returns": given["returns"], "merged": merged}),
            "people": View(FIRST_SEEN % store.circle_id, seen),
            "products": View(PRODUCTS % store.id, {"products": given["products"]}),
        },
        without_value=View(WITHOUT_VALUE % store.id, {"orders": given["orders"]}),
        versions=cut.versions,
    )
