"""A store as the API shows it."""

from datetime import datetime
from decimal import Decimal

from ninja import Schema
from pydantic import Field

from regulars.api.fields import StoreId
from regulars.api.listing import Listed
from regulars.base.workspace import models
from regulars.base.workspace.kinds import Language, NetSales


class Store(Schema):
    """One brand or web shop, with its own currency, time zone and language."""

    id: StoreId
    name: str
    currency: str = Field(description="ISO 4217; amounts of the store are in it.", examples=["GBP"])
    timezone: str = Field(description="IANA name; days such as `placed_on` are days there.")
    language: Language
    net_sales: NetSales = Field(description="What this store means by net sales.")
    assumed_margin: Decimal | None = Field(description="Share of net sales, used where no cost is known.")
    is_demo: bool
    created_at: datetime


class Stores(Listed):
    """A page of stores, the newest first."""

    items: list[Store]


def store(row: models.Store) -> Store:
    return Store(
        id=row.public_id,
        name=row.name,
        currency=row.currency,
        timezone=row.timezone,
        language=Language(row.language),
        net_sales=NetSales(row.net_sales),
        assumed_margin=row.assumed_margin,
        is_demo=row.is_demo,
        created_at=row.created_at,
    )
