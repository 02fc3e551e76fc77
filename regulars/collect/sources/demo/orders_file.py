"""Write orders as a shop exports them: one row per line item, the order repeated on each."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.collect.sources.demo import people
from regulars.collect.sources.demo.baskets import (
    CANCELED,
    GIFT_CARD,
    MERCHANDISE,
    RETURN,
    SALE,
    SAMPLE,
    Lines,
    Orders,
    Shop,
    euros,
)
from regulars.collect.sources.demo.catalog import CODES
from regulars.collect.sources.demo.columns import joined, label, moment, money, only_if, text
from regulars.collect.sources.demo.rows import Ints
from regulars.collect.sources.demo.wares import BRANDS, CATEGORIES

KINDS = ("sale", "return", "cancelled")
LINE_KINDS = ("merchandise", "sample", "gift_card")
PAYMENTS = ("paid", "refunded", "voided")
NOTES = ("Please leave with a neighbor", "A present: no invoice, please", "請放管理室", "放快递柜即可")
REASONS = (
    *("Arrived broken",) * 5, *("Not to my taste",) * 4, *("Not as in the picture",) * 3, *("Ordered by mistake",) * 2,
    *("和圖片不同",) * 2, "Came too late", None,
)  # fmt: skip
"""What people say when they send something back; some say nothing."""
DAY = 86_400


def table(shop: Shop, orders: Orders, lines: Lines, *, start: date) -> pa.Table:
    """Give the rows of an orders file, in the columns that `regulars import orders` knows by name."""
    header = pa.table(_header(shop, orders, start)).take(pa.array(lines.order))
    return pa.table({**dict(zip(header.column_names, header.columns, strict=True)), **_items(shop, orders, lines)})


def order_number(number: Ints) -> pa.Array:
    """The number of a sale as its customer sees it."""
    return joined("TH", text(number))


def _header(shop: Shop, orders: Orders, start: date) -> dict[str, pa.Array]:
    known = orders.buyer >= 0
    is_return, is_canceled = orders.kind == RETURN, orders.kind == CANCELED
    sale = order_number(orders.number)
    canceled = orders.placed + 1800 + orders.number % 7 * 3600
    who = people.contact(shop.people, orders.buyer)
    del who["given_name"], who["family_name"]
    who["customer_name"] = who.pop("name")
    return {
        "order_number": pc.if_else(pa.array(is_return), joined(sale, "-R"), sale),
        "order_type": label(KINDS, orders.kind),
        "placed_at": moment(orders.placed, start),
        **who,
        "currency": label(("GBP", "EUR"), orders.is_euro.astype(np.int8)),
        "order_subtotal": money(orders.subtotal),
        "order_discount": money(orders.discount),
        "order_tax": money(orders.tax),
        "order_shipping": money(orders.postage),
        "gift_card_amount": money(orders.gift_card),
        "order_total": money(orders.subtotal - orders.discount + orders.tax + orders.postage),
        "discount_codes": label(CODES[1:], orders.code - 1),
        "channel": label(people.CHANNELS, orders.channel),
        "payment_status": label(PAYMENTS, orders.kind),
        "fulfillment_status": _parcel_state(shop, orders),
        "return_reason": label(REASONS, np.where(is_return, orders.number * 7919 % len(REASONS), -1)),
        "order_tags": only_if(shop.people.is_company[orders.buyer] & known, label(["trade"], 0 * orders.buyer)),
        "note": pc.if_else(pa.array(is_return), joined("Return of ", sale), _note(orders)),
        "accepts_marketing": only_if(known, pa.array(shop.people.accepts_email[orders.buyer])),
        "cancelled_at": only_if(is_canceled, moment(canceled, start)),
    }


def _parcel_state(shop: Shop, orders: Orders) -> pa.Array:
    is_old = orders.placed < (len(shop.month) - 6) * DAY
    return only_if((orders.kind == SALE) & (orders.buyer >= 0), label(("shipped", "delivered"), is_old.astype(np.int8)))


def _note(orders: Orders) -> pa.Array:
    leaves_note = (orders.number % 41 == 0) & (orders.buyer >= 0)
    return label(NOTES, np.where(leaves_note, orders.number // 41 % len(NOTES), -1))


def _items(shop: Shop, orders: Orders, lines: Lines) -> dict[str, pa.Array]:
    products = shop.catalog.products
    is_euro = orders.is_euro[lines.order]
    is_ware = lines.kind == MERCHANDISE
    cost = products.cost[lines.product]
    has_cost = is_ware & (cost >= 0) & products.is_known_at_till[lines.product]
    size = len(products)
    # Two more entries for what is no product: samples and gift cards.
    item = np.select([lines.kind == SAMPLE, lines.kind == GIFT_CARD], [size, size + 1], lines.product)
    shelf = np.where(is_ware, products.category[lines.product], -1)
    return {
        "sku": label([*products.sku, "SAMPLE", "GIFTCARD-25"], item),
        "title": label([*products.title, "Free sample", "Gift card 25"], item),
        "category": label([c.name for c in CATEGORIES], shelf),
        "brand": label(BRANDS, np.where(is_ware, products.brand[lines.product], -1)),
        "line_kind": label(LINE_KINDS, lines.kind),
        "quantity": pa.array(lines.quantity.astype(np.int64)),
        "unit_price": money(lines.unit),
        "line_discount": money(lines.discount),
        "line_tax": money(lines.tax),
        "unit_cost": money(np.where(is_euro, euros(shop.truth, cost), cost), has_cost),
    }
