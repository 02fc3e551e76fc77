"""Send a part of what was sold back, by product and by person."""

import numpy as np

from regulars.collect.sources.demo.baskets import MERCHANDISE, RETURN, SALE, Lines, Orders, Shop
from regulars.collect.sources.demo.catalog import CODE_RATES
from regulars.collect.sources.demo.rhythm import NOBODY
from regulars.collect.sources.demo.rows import Bools

DAY = 86_400
SOONEST, LATEST = 4, 45
"""Days after the order; nobody sends back earlier or later, so few returns wait at a time."""


def draw(
    rng: np.random.Generator, shop: Shop, orders: Orders, lines: Lines, *, until: int
) -> tuple[Lines, Orders, Lines]:
    """
    Draw the returns of these sales: the sale lines with what came back, and the return orders.

    A return has the number of its sale. Those later than `until` (seconds) have not happened yet.
    """
    when = orders.placed + rng.integers(SOONEST * DAY, LATEST * DAY, len(orders))
    comes_back = _choose(rng, shop, orders, lines) & (when < until)[lines.order]
    some = np.ceil(lines.quantity * rng.uniform(0.35, 1.4, len(lines)))
    returned = np.where(comes_back, np.minimum(some, lines.quantity), 0).astype(np.int64)
    lines = Lines(**{**lines.columns(), "returned": returned})

    sold = lines.take(comes_back)
    touched, position = np.unique(sold.order, return_inverse=True)
    back = _refunded(orders, sold, position)
    header = orders.take(touched)
    size = len(header)
    worth = np.bincount(position, back.unit * back.quantity, size).astype(np.int64)
    nothing = np.zeros(size, dtype=np.int64)
    changed = {
        "kind": np.full(size, RETURN),
        "placed": when[touched],
        "code": nothing,
        "subtotal": worth,
        "discount": nothing,
        "tax": np.bincount(position, back.tax, size).astype(np.int64),
        "postage": nothing,
        "gift_card": nothing,
    }
    return lines, Orders(**{**header.columns(), **changed}), back


def _choose(rng: np.random.Generator, shop: Shop, orders: Orders, lines: Lines) -> Bools:
    rate = shop.catalog.products.return_rate[lines.product]
    habit = shop.people.return_habit[orders.buyer][lines.order]
    may = (orders.kind == SALE) & (orders.buyer != NOBODY)
    chosen: Bools = (rng.random(len(lines)) < rate * habit) & may[lines.order] & (lines.kind == MERCHANDISE)
    return chosen


def _refunded(orders: Orders, sold: Lines, position: np.ndarray) -> Lines:
    """Refund what was paid per unit, rounded down: never more than the sale brought."""
    paid = (sold.unit * sold.quantity - sold.discount) * (1 - CODE_RATES[orders.code[sold.order]])
    nothing = np.zeros(len(sold), dtype=np.int64)
    return Lines(
        order=position,
        kind=sold.kind,
        product=sold.product,
        quantity=-sold.returned,
        unit=np.floor(paid / sold.quantity).astype(np.int64),
        discount=nothing,
        tax=-(sold.tax * sold.returned // sold.quantity),
        returned=nothing,
    )
