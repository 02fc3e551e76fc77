"""Give the orders of the whole shop in the order of time, a bounded number at once."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from regulars.collect.sources.demo import baskets, catalog, people, returns, rhythm
from regulars.collect.sources.demo.baskets import Lines, Orders, Shop, Wishes
from regulars.collect.sources.demo.truth import Truth

ORDERS_AT_ONCE = 50_000
FIRST_NUMBER = 100_001
DAY = 86_400

type Part = tuple[Orders, Lines]


def open_shop(truth: Truth, buyers: int, *, start: date, days: int, seed: int) -> Shop:
    """Draw the people and fix the assortment and its promotions."""
    months = [(start + timedelta(days=n)).month - 1 for n in range(days)]
    return Shop(
        truth=truth,
        catalog=catalog.assortment(),
        people=people.draw(buyers, seed=seed),
        cuts=catalog.price_cuts(start, days),
        month=np.array(months),
    )


def wishes(shop: Shop, occasions: rhythm.Occasions, *, seed: int) -> Wishes:
    """Give every occasion its time of day, and number them in the order of time."""
    rng = np.random.default_rng([seed, 3])
    ahead = people.hours_ahead(shop.people, occasions.buyer)
    placed = occasions.day.astype(np.int64) * DAY + rhythm.seconds_of_day(rng, ahead)
    order = np.argsort(placed, kind="stable")
    some = occasions.take(order)
    return Wishes(
        number=np.arange(FIRST_NUMBER, FIRST_NUMBER + len(order)),
        placed=placed[order],
        buyer=some.buyer,
        target=some.target,
        is_first=some.is_first,
        is_canceled=some.is_canceled,
    )


def parts(shop: Shop, wished: Wishes, *, seed: int) -> Iterator[Part]:
    """Fill the baskets part by part; returns wait until their time has come."""
    until = len(shop.month) * DAY
    waiting: list[Part] = []
    for number, first in enumerate(range(0, len(wished), ORDERS_AT_ONCE)):
        rng = np.random.default_rng([seed, 4, number])
        orders, lines = baskets.fill(rng, shop, wished.take(slice(first, first + ORDERS_AT_ONCE)))
        lines, orders_back, lines_back = returns.draw(rng, shop, orders, lines, until=until)
        together = _joined([*waiting, (orders, lines), (orders_back, lines_back)])
        rest = wished.placed[first + ORDERS_AT_ONCE :]
        due, later = _split(together, int(rest[0]) if len(rest) else until)
        waiting = [later]
        yield due


def _joined(some: list[Part]) -> Part:
    offsets = np.cumsum([0, *(len(orders) for orders, _ in some)])
    moved = [
        Lines(**{**lines.columns(), "order": lines.order + offset})
        for (_, lines), offset in zip(some, offsets, strict=False)
    ]
    return Orders.join([orders for orders, _ in some]), Lines.join(moved)


def _split(part: Part, moment: int) -> tuple[Part, Part]:
    """Part what was placed before a moment, sorted by time, from what comes later."""
    orders, lines = part
    order = np.argsort(orders.placed, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    orders = orders.take(order)
    lines = Lines(**{**lines.columns(), "order": rank[lines.order]})
    lines = lines.take(np.argsort(lines.order, kind="stable"))
    count = int(np.searchsorted(orders.placed, moment))
    early = lines.order < count
    late = lines.take(~early)
    late = Lines(**{**late.columns(), "order": late.order - count})
    return (orders.take(slice(count)), lines.take(early)), (orders.take(slice(count, None)), late)
