"""Products, orders and their lines."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect.kinds import Kind, State
from regulars.collect.models import Import
from regulars.commerce.kinds import LineKind, OrderKind
from regulars.commerce.models import Merge, Order, OrderLine, Product
from regulars.identity.models import Person
from tests.make import identity
from tests.make.identity import SEEN


def product(store: Store, sku: str, title: str = "Oolong", price: str = "4.50", **facts: Any) -> Product:
    with operations.doing(OperationKind.SYSTEM, store=store, at=SEEN):
        return Product.objects.create(
            store=store, sku=sku, title=title, price=Decimal(price), currency=store.currency, **facts
        )


def crowd(store: Store, size: int, *, placed_at: datetime) -> None:
    """Many orders of as many people, so that the database plans as it does in a real shop."""
    with operations.doing(OperationKind.SYSTEM, store=store, at=SEEN):
        buyers = [identity.person(store.circle) for _ in range(size)]
        Order.objects.bulk_create(
            Order(
                store=store, number=f"N-{place}", person=buyer, kind=OrderKind.SALE, placed_at=placed_at,
                placed_on=placed_at.date(), currency=store.currency,
            )
            for place, buyer in enumerate(buyers)
        )  # fmt: skip
    query.run("analyze commerce_order, identity_person")


def parcel(order: Order, number: str) -> None:
    """Let the order be sent under this number."""
    with operations.doing(OperationKind.SYSTEM, store=order.store, at=SEEN):
        order.parcel_number = number
        order.save(update_fields=["parcel_number"])


def order(
    store: Store,
    number: str,
    *,
    placed_at: datetime,
    person: Person | None = None,
    kind: OrderKind = OrderKind.SALE,
    **lines: str,
) -> Order:
    """An order with a line per sku and amount, such as `tea="4.50"`."""
    total = sum((Decimal(amount) for amount in lines.values()), Decimal(0))
    with operations.doing(OperationKind.SYSTEM, store=store, at=SEEN):
        made = Order.objects.create(
            store=store, number=number, person=person, kind=kind, placed_at=placed_at, placed_on=placed_at.date(),
            currency=store.currency, goods=total, total=total, net=total, store_value=total,
        )  # fmt: skip
        for sku, amount in lines.items():
            sold, _ = Product.objects.get_or_create(store=store, sku=sku, defaults={"title": sku.title()})
            OrderLine.objects.create(
                order=made, store=store, product=sold, content=uuid4(), ordinal=1, kind=LineKind.MERCHANDISE,
                title=sold.title, quantity=1, unit_price=Decimal(amount), total=Decimal(amount),
            )  # fmt: skip
    return made


def imported(store: Store) -> Merge:
    """An import of orders that is done, as far as its state and its operation go."""
    done = Import.objects.create(
        store=store, kind=Kind.ORDERS, file_name="march.csv", path="", sha256="0" * 64, size=1, timezone="UTC",
        currency=store.currency, state=State.DONE, registered_at=SEEN,
    )  # fmt: skip
    under = operations.begin(OperationKind.IMPORT, store=store, at=SEEN)
    return Merge.objects.create(import_id=done.id, store=store, kind=done.kind, under=under, begun_at=SEEN)
