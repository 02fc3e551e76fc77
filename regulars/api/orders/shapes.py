"""An order as the API shows it, with all its money."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from regulars.api.fields import Amount, Moment, OrderId, PersonId, ProductId, StoreId, Text
from regulars.api.listing import Listed, Window
from regulars.commerce.kinds import LineKind, OrderKind


class Line(Schema):
    """One line of an order; returns have a negative quantity. Amounts are in the order's currency."""

    product_id: ProductId | None
    sku: str | None
    kind: LineKind
    title: str
    quantity: Amount
    unit_price: Amount
    discount: Amount
    tax: Amount
    total: Amount
    unit_cost: Amount | None = Field(description="What one unit costs the store; null where it is not known.")


class Address(Schema):
    """Where the parcel went. Name and street need `people:export`."""

    name: str | None
    street: str | None
    city: str
    region: str
    postcode: str | None
    country: str


class Order(Schema):
    """What was bought, sent back or adjusted under one number. `total` is what the source says."""

    id: OrderId
    store_id: StoreId
    person_id: PersonId | None = Field(description="Who bought; null where nobody is known.")
    number: str
    kind: OrderKind
    placed_at: datetime
    placed_on: date = Field(description="The day in the store's time zone.")
    currency: str = Field(description="Of every amount of the order but `store_value`.", examples=["GBP"])
    goods: Amount = Field(description="Before discount.")
    discount: Amount
    tax: Amount
    shipping: Amount
    gift_card: Amount
    refunded: Amount
    total: Amount
    net: Amount = Field(description="Net sales as the store means them.")
    store_value: Amount | None = Field(description="Net sales in the store's currency; null while no rate is known.")
    discount_codes: list[str]
    tags: list[str]
    channel: str
    payment_state: str
    parcel_state: str
    parcel_number: str | None = Field(description="For tracking. Null unless the key has `people:export`.")
    carrier: str
    return_reason: str = Field(description="Why goods came back, as the source says it.")
    cancelled_at: datetime | None
    note: str | None = Field(description="What came with the order. Null unless the key has `people:export`.")
    staff_note: str | None = Field(description="What staff wrote here. Null unless the key has `people:export`.")
    address: Address
    lines: list[Line] | None = Field(description="Null in lists, unless `lines=true`.")


class Orders(Listed):
    """A page of orders, those placed last first."""

    items: list[Order]


class OrdersWindow(Window):
    store: StoreId | None = Field(None, description="Only orders of this store.")
    person: PersonId | None = Field(None, description="Only orders of this person, merged ones included.")
    kind: OrderKind | None = None
    number: Text | None = Field(None, description="The order's number, in full.")
    parcel_number: Text | None = Field(None, description="The parcel's number, in full; needs `people:export`.")
    placed_since: Moment | None = Field(None, description="Placed at or after this moment.")
    placed_until: Moment | None = Field(None, description="Placed before this moment.")
    updated_since: Moment | None = Field(
        None, description="Stored or changed since then; may repeat what came in the day before that."
    )
    lines: bool = Field(False, description="Give the lines as well.")
