"""
A small shop with people who buy by rhythms of their own, and what is learned of them.

A shop that was made once is made again with the same rows, and what was learned of them once is not learned again.
"""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import text
from regulars.base.lake.engine import open_engine
from regulars.base.workspace.models import Store
from regulars.commerce.kinds import LineKind, OrderKind
from regulars.commerce.models import Order, OrderLine, Product, ReturnMatch
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Person
from regulars.insight import learn, runs
from regulars.insight.models import Run
from regulars.profile.models import Profile

GIVEN = ("Anna", "Ben", "Chloé", "Dmitri", "Élise", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Keiko", "Liam")
FAMILY = ("Abbott", "Brown", "Castell", "Dufour", "Eriksen", "Fischer", "Garnier", "Hughes", "Ito", "Jansen")
CHINESE = ("李雷", "王小明", "陳美玲", "張偉", "林志豪", "黃麗華", "赵静", "周杰")
GOODS = (("TEA-01", "Oolong, 100 g", "9.50"), ("TEA-02", "Sencha, 100 g", "8.20"), ("POT-01", "Clay pot", "38.00"))
PLACES = (("Leeds", "GB"), ("London", "GB"), ("Lyon", "FR"), ("臺北", "TW"), ("上海", "CN"))
MADE: dict[tuple[int, date, int], Sequence[Sequence[Model]]] = {}
LEARNED: dict[tuple[date, int], tuple[learn.Tables, learn.Learned]] = {}


def filled(store: Store, *, buyers: int = 240, today: date = date(2026, 3, 1), seed: int = 1) -> Run:
    """People, orders and a published run; the same seed makes the same shop."""
    seen = datetime(2024, 1, 1, tzinfo=UTC)
    with operations.doing(OperationKind.IMPORT, store=store, circle=store.circle, at=seen):
        rows = MADE.get((buyers, today, seed), ())
        if rows and not _are_there(rows[0]):
            _make_again(store, rows)
        else:
            rng = random.Random(seed)
            people, *known = _people(store, buyers, seen, rng)
            MADE[buyers, today, seed] = (people, *known, *_orders(store, people, today, rng))
    return learned(store, as_of=today)


def _are_there(people: Sequence[Model]) -> bool:
    """Whether a shop of the same kind stands beside, so that this one needs rows of its own."""
    return Person.objects.filter(id=people[0].pk).exists()


def _make_again(store: Store, parts: Sequence[Sequence[Any]]) -> None:
    for rows in parts:
        for row in rows:
            if hasattr(row, "circle_id"):
                row.circle = store.circle
            if hasattr(row, "store_id"):
                row.store = store
            if getattr(row, "scope", ""):
                row.scope = store.public_id
        type(rows[0]).objects.bulk_create(rows)


def _people(
    store: Store, buyers: int, seen: datetime, rng: random.Random
) -> tuple[list[Person], list[Profile], list[Identifier]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('identity_person', 'id')) from generate_series(1, %s)", [buyers]
        )
        keys = [row[0] for row in cursor.fetchall()]
    people = Person.objects.bulk_create(
        Person(id=key, canonical_id=key, circle=store.circle, first_seen_at=seen) for key in keys
    )
    profiles, identifiers = [], []
    for number, person in enumerate(people):
        name = CHINESE[number % 8] if number % 7 == 3 else f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        email = f"buyer{number}@example.com"
        city, country = rng.choice(PLACES)
        search = text.fold(f"{name} {email} C{1000 + number}")
        profiles.append(
            Profile(person=person, name=name, city=city, country=country, search=search, sort_key=text.fold(name))
        )
        for kind, scope, value in (
            (IdentifierKind.EMAIL, "", email), (IdentifierKind.USER, store.public_id, f"C{1000 + number}"),
        ):  # fmt: skip
            identifiers.append(
                Identifier(circle=store.circle, person=person, kind=kind, scope=scope, value=value, source="file",
                           first_seen_at=seen)
            )  # fmt: skip
    return people, Profile.objects.bulk_create(profiles), Identifier.objects.bulk_create(identifiers)


def _orders(store: Store, people: list[Person], today: date, rng: random.Random) -> tuple[list[Any], ...]:
    goods = Product.objects.bulk_create(
        Product(store=store, sku=sku, title=title, price=Decimal(price), currency=store.currency)
        for sku, title, price in GOODS
    )
    number = 1000
    orders: list[Order] = []
    for person in people:
        gap, day = rng.choice((20, 35, 60, 120)), today - timedelta(days=rng.randint(30, 700))
        lasts = rng.choice((1, 1, 2, 4, 9, 30))
        for _ in range(lasts):
            if day > today:
                break
            number += 1
            orders.append(_order(store, person, str(number), OrderKind.SALE, day))
            day += timedelta(days=max(1, round(rng.expovariate(1 / gap))))
    lines = [_line(order, rng.choice(goods), rng.randint(1, 3)) for order in orders]
    back, gone = _return(store, lines[0])
    orders, lines = Order.objects.bulk_create([*orders, back]), OrderLine.objects.bulk_create([*lines, gone])
    return (
        goods,
        orders,
        lines,
        ReturnMatch.objects.bulk_create([ReturnMatch(returned=gone, bought=lines[0], quantity=1)]),
    )


def _return(store: Store, line: OrderLine) -> tuple[Order, OrderLine]:
    """The first line that was ever bought came back."""
    back = _order(store, line.order.person, f"{line.order.number}-R", OrderKind.RETURN, line.order.placed_on)
    return back, _line(back, line.product, -1)


def _order(store: Store, person: Person | None, number: str, kind: OrderKind, day: date) -> Order:
    return Order(
        store=store, person=person, number=number, kind=kind, placed_on=day, currency=store.currency,
        placed_at=datetime.combine(day, time(10, 30), UTC), channel="web", payment_state="paid",
    )  # fmt: skip


def _line(order: Order, product: Product | None, quantity: int) -> OrderLine:
    assert product is not None
    assert product.price is not None
    total = product.price * quantity
    order.goods = order.total = order.net = order.store_value = total
    return OrderLine(
        order=order, store=order.store, product=product, content=UUID(int=product.id or 0), ordinal=1,
        kind=LineKind.MERCHANDISE, title=product.title, quantity=quantity, unit_price=product.price, total=total,
    )  # fmt: skip


def learned(store: Store, *, as_of: date) -> Run:
    """What learning makes of the orders in the database, published."""
    at = datetime.combine(as_of, time(23), UTC)
    tables = learn.Tables(orders=_arrow(ORDERS, store), lines=_arrow(LINES, store), people=_arrow(PEOPLE, store),
                          products=_arrow(PRODUCTS, store), returns=_arrow(RETURNS, store))  # fmt: skip
    same, found = LEARNED.get((as_of, tables.people.num_rows), (None, None))
    if found is None or same != tables:
        with open_engine() as engine:
            found = learn.learn(engine, tables, as_of=as_of)
        LEARNED[as_of, tables.people.num_rows] = tables, found
    run = runs.begin(store, as_of=as_of, code_version="test", snapshot={}, at=at)
    return runs.publish(run, found, at=at)


ORDERS = """
    select o.id as order_id, p.canonical_id as person, o.kind, o.placed_on, o.placed_at at time zone 'UTC' as placed_at,
           o.store_value as net, null::numeric as margin, o.discount, 1::numeric as items, o.currency, o.channel,
           null::text as coupon
    from commerce_order o left join identity_person p on p.id = o.person_id where o.store_id = %s
"""
LINES = """
    select l.id as line_id, o.id as order_id, p.canonical_id as person, l.product_id, o.kind as order_kind, l.kind,
           o.placed_on, l.quantity, l.total as net, null::numeric as cost, l.discount, 0::numeric as returned
    from commerce_orderline l join commerce_order o on o.id = l.order_id
    left join identity_person p on p.id = o.person_id where l.store_id = %s
"""
PEOPLE = """
    select p.id as person, p.first_seen_at::date as first_seen_on, f.country, f.language
    from identity_person p left join profile_profile f on f.person_id = p.id
    where p.canonical_id = p.id and p.circle_id = (select circle_id from workspace_store where id = %s)
"""
RETURNS = """
    select o.id as order_id, p.canonical_id as person, o.placed_on, o.store_value as net,
           nullif(o.return_reason, '') as reason
    from commerce_order o left join identity_person p on p.id = o.person_id
    where o.store_id = %s and o.kind = 'return'
"""
PRODUCTS = """
    select id as product_id, sku, title, category, brand, price, null::numeric as cost
    from commerce_product where store_id = %s
"""


def _arrow(statement: str, store: Store) -> Any:
    """The rows of a statement as the lake would give them: whole numbers, decimals, days, moments and words."""
    import pyarrow as pa

    types = {"int8": pa.int64(), "numeric": pa.decimal128(20, 6), "date": pa.date32(), "timestamp": pa.timestamp("us")}
    with connection.cursor() as cursor:
        cursor.execute(statement, [store.id])
        rows = cursor.fetchall()
        kinds = [
            (column.name, cursor.db.connection.adapters.types[column.type_code].name) for column in cursor.description
        ]
    columns = zip(*rows, strict=True) if rows else [[] for _ in kinds]
    arrays = [
        pa.array(list(values), types.get(kind, pa.string())) for (_, kind), values in zip(kinds, columns, strict=True)
    ]
    return pa.table(arrays, names=[name for name, _ in kinds])
