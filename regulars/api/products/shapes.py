"""A product as the API shows it."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from regulars.api.fields import Amount, Moment, ProductId, StoreId, Text
from regulars.api.listing import Listed, Window
from regulars.commerce import models
from regulars.commerce.kinds import LineKind


class Cost(Schema):
    """What a product costs the store from a day on; always, where the day is null."""

    cost: Amount
    currency: str
    from_on: date | None


class Product(Schema):
    """Something that a store sells, by its stock code."""

    id: ProductId
    store_id: StoreId
    sku: str
    title: str
    category: str
    brand: str
    kind: LineKind
    price: Amount | None
    currency: str = Field(description="Of the price; empty where none is known.")
    costs: list[Cost]
    url: str
    image_url: str
    is_active: bool
    attributes: dict[str, Any]


class Products(Listed):
    """A page of products, those known last first."""

    items: list[Product]


class ProductsWindow(Window):
    store: StoreId | None = Field(None, description="Only products of this store.")
    sku: Text | None = Field(None, description="The stock code, in full.")
    search: Text | None = Field(None, description="Part of the title or of the stock code.")
    category: Text | None = Field(None, description="The category, in full.")
    is_active: bool | None = None
    updated_since: Moment | None = Field(
        None, description="Known or changed since then; may repeat what came in the day before that."
    )


def product(row: models.Product) -> Product:
    """A product whose `store` and `costs` have come with it."""
    return Product(
        id=row.public_id,
        store_id=row.store.public_id,
        sku=row.sku,
        title=row.title,
        category=row.category,
        brand=row.brand,
        kind=LineKind(row.kind),
        price=row.price,
        currency=row.currency,
        costs=[Cost(cost=c.cost, currency=c.currency, from_on=c.from_on) for c in row.costs.all()],
        url=row.url,
        image_url=row.image_url,
        is_active=row.is_active,
        attributes=row.attributes,
    )
