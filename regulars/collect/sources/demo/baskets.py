"""Fill the baskets of many orders at once so that their value comes out as drawn.

Every order has a target value. All lines but the last take a share of it by taste, season and
popularity; the last takes the product and quantity whose value is nearest to what is left, so
that the value of an order stays Gamma-Gamma within a percent or two.
"""

from dataclasses import dataclass

import numpy as np

from regulars.collect.sources.demo.catalog import CODE_RATES, Catalog, Shelf
from regulars.collect.sources.demo.people import CHANNELS, People
from regulars.collect.sources.demo.places import COUNTRIES
from regulars.collect.sources.demo.rhythm import NOBODY
from regulars.collect.sources.demo.rows import Bools, Floats, Ints, Rows, drawn, positions_within
from regulars.collect.sources.demo.truth import Truth
from regulars.collect.sources.demo.wares import CATEGORIES

SALE, RETURN, CANCELED = range(3)
MERCHANDISE, SAMPLE, GIFT_CARD = range(3)
LINE_WORTH = 8.5
"""Pounds per line on the average: a larger order has more lines."""
FREE_POSTAGE_FROM = 4500
CANDIDATES = 5
SAMPLE_SHARE, GIFT_CARD_SHARE, PAID_BY_CARD_SHARE = 0.05, 0.008, 0.015


@dataclass(frozen=True, slots=True)
class Orders(Rows):
    """One row per order; moments are seconds on the shop's clock, money is in minor units."""

    number: Ints
    kind: Ints
    placed: Ints
    buyer: Ints
    channel: Ints
    code: Ints
    is_euro: Bools
    subtotal: Ints
    discount: Ints
    tax: Ints
    postage: Ints
    gift_card: Ints


@dataclass(frozen=True, slots=True)
class Lines(Rows):
    """One row per line item; `order` is a position in the orders that came with it."""

    order: Ints
    kind: Ints
    product: Ints
    quantity: Ints
    unit: Ints
    discount: Ints
    tax: Ints
    returned: Ints


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything fixed that filling a basket needs."""

    truth: Truth
    catalog: Catalog
    people: People
    cuts: Floats
    month: Ints
    """Month (0 to 11) by day."""


@dataclass(frozen=True, slots=True)
class Wishes(Rows):
    """One row per order to come: who, when and for how much in pounds after all discounts."""

    number: Ints
    placed: Ints
    buyer: Ints
    target: Floats
    is_first: Bools
    is_canceled: Bools


def fill(rng: np.random.Generator, shop: Shop, wishes: Wishes) -> tuple[Orders, Lines]:
    """Turn wishes into orders with lines, tax, postage and discounts."""
    code = _codes(rng, shop.people, wishes)
    sum_wanted = wishes.target * 100 / (1 - CODE_RATES[code])
    picks = _picks(rng, shop, wishes, sum_wanted)
    lines = _with_extras(rng, _priced(shop, wishes, picks), len(wishes))
    return _settled(rng, shop, wishes, code, lines)


def euros(truth: Truth, pence: Ints) -> Ints:
    """The shop's fixed price in euro cents for a price in pence."""
    return np.rint(pence * float(truth.euros_per_pound)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Picks(Rows):
    order: Ints
    product: Ints
    quantity: Ints


def _codes(rng: np.random.Generator, people: People, wishes: Wishes) -> Ints:
    """Newcomers may use the welcome code; later ones come from habit."""
    chance = rng.random(len(wishes))
    habit = people.code_habit[wishes.buyer]
    later = np.where(chance < habit, 2 + (chance < habit / 3), 0)
    code = np.where(wishes.is_first, (chance < 0.2 + habit).astype(np.int64), later)
    return np.where(wishes.buyer == NOBODY, 0, code)


def _picks(rng: np.random.Generator, shop: Shop, wishes: Wishes, wanted: Floats) -> _Picks:
    most = np.clip(wanted // 450, 1, 14).astype(np.int64)
    sizes = np.minimum(1 + rng.poisson(wanted / (100 * LINE_WORTH)), most)
    order = np.repeat(np.arange(len(wishes)), sizes)
    is_last = positions_within(sizes) == sizes[order] - 1
    category = _categories(rng, shop, wishes, order)
    cut = 1 - shop.cuts[wishes.placed[order] // 86400, category]

    # The last line also gets a whole share of its own, so that something is left for it.
    share = rng.gamma(2.0, 1.0, len(order)) + 4.0 * is_last
    share *= (wanted / np.bincount(order, share, len(wishes)))[order]
    category = _affordable(shop.catalog, category, share / cut)
    month = shop.month[wishes.placed[order] // 86400]
    product, quantity = _favorites(rng, shop.catalog, category, share / cut, month)
    product, quantity = _paired(rng, shop.catalog, product, quantity, share, is_last)

    cost = _value(shop, wishes, _Picks(order, product, quantity))
    left = wanted - np.bincount(order, cost * ~is_last, len(wishes))
    money = left[order[is_last]] / cut[is_last]
    nearest = _nearest(shop.catalog, _affordable(shop.catalog, category[is_last], money), money)
    product[is_last], quantity[is_last] = nearest
    # Where less than a cheap product is left, the order does without the last line.
    kept = ~is_last | (left[order] > 75) | (sizes[order] == 1)
    return _Picks(order, product, quantity).take(kept)


def _categories(rng: np.random.Generator, shop: Shop, wishes: Wishes, order: Ints) -> Ints:
    pull = shop.people.tastes[wishes.buyer] * (1 + 4 * shop.cuts[wishes.placed // 86400])
    cumulative = np.cumsum(pull, axis=1)
    mark = rng.random(len(order)) * cumulative[order, -1]
    passed: Ints = (cumulative[order] < mark[:, None]).sum(axis=1)
    return np.minimum(passed, len(CATEGORIES) - 1)


def _affordable(catalog: Catalog, category: Ints, money: Floats) -> Ints:
    """Turn to the cheapest category where the money does not reach for anything in this one."""
    cheapest = np.array([shelf.value[0] for shelf in catalog.plain_shelves])
    return np.where(money < 0.9 * cheapest[category], cheapest.argmin(), category)


def _favorites(
    rng: np.random.Generator, catalog: Catalog, category: Ints, money: Floats, month: Ints
) -> tuple[Ints, Ints]:
    """Of some products with about this value, take one by popularity in its month."""
    product, quantity = np.zeros((2, len(category)), dtype=np.int64)
    for number, shelf in enumerate(catalog.shelves):
        mine = np.flatnonzero(category == number)
        around = np.searchsorted(shelf.value, money[mine])[:, None]
        near = around + rng.integers(-6, 6, (len(mine), CANDIDATES))
        near = np.clip(near, 0, len(shelf.value) - 1)
        appeal = catalog.appeal[shelf.product[near], month[mine][:, None]]
        # An exponential race: the winner is drawn in proportion to appeal over quantity.
        race = rng.standard_exponential(near.shape) * shelf.quantity[near] ** 0.7 / appeal
        best = near[np.arange(len(mine)), race.argmin(axis=1)]
        product[mine], quantity[mine] = shelf.product[best], shelf.quantity[best]
    return product, quantity


def _paired(
    rng: np.random.Generator, catalog: Catalog, product: Ints, quantity: Ints, share: Floats, is_last: Bools
) -> tuple[Ints, Ints]:
    """Put what goes with the line before into some lines, where the money allows it."""
    before = np.roll(product, 1)
    partner = catalog.products.complement[before]
    follows = np.roll(is_last, 1) | is_last
    fits = (partner >= 0) & (catalog.products.price[partner] < 1.6 * share)
    chosen = fits & ~follows & (rng.random(len(product)) < 0.5)
    return np.where(chosen, partner, product), np.where(chosen, 1, quantity)


def _nearest(catalog: Catalog, category: Ints, money: Floats) -> tuple[Ints, Ints]:
    product, quantity = np.zeros((2, len(category)), dtype=np.int64)
    for number, shelf in enumerate(catalog.plain_shelves):
        mine = np.flatnonzero(category == number)
        best = _closest(shelf, money[mine])
        product[mine], quantity[mine] = shelf.product[best], shelf.quantity[best]
    return product, quantity


def _closest(shelf: Shelf, money: Floats) -> Ints:
    above = np.clip(np.searchsorted(shelf.value, money), 1, len(shelf.value) - 1)
    is_nearer_below = money - shelf.value[above - 1] < shelf.value[above] - money
    return above - is_nearer_below


def _value(shop: Shop, wishes: Wishes, picks: _Picks) -> Floats:
    products = shop.catalog.products
    cut = shop.cuts[wishes.placed[picks.order] // 86400, products.category[picks.product]]
    value: Floats = products.price[picks.product] * picks.quantity * (1 - cut)
    return value


def _priced(shop: Shop, wishes: Wishes, picks: _Picks) -> Lines:
    products = shop.catalog.products
    day = wishes.placed[picks.order] // 86400
    country = shop.people.country[wishes.buyer[picks.order]]
    unit = products.price[picks.product]
    unit = np.where(_uses_euro()[country], euros(shop.truth, unit), unit)
    cut = shop.cuts[day, products.category[picks.product]]
    nothing = np.zeros(len(picks), dtype=np.int64)
    return Lines(
        order=picks.order,
        kind=nothing,
        product=picks.product,
        quantity=picks.quantity,
        unit=unit,
        discount=np.rint(unit * picks.quantity * cut).astype(np.int64),
        tax=nothing,
        returned=nothing,
    )


def _with_extras(rng: np.random.Generator, lines: Lines, orders: int) -> Lines:
    """Add free samples and gift cards as lines of their own; their product is -1."""
    chance = rng.random(orders)
    sample = np.flatnonzero(chance < SAMPLE_SHARE)
    card = np.flatnonzero(chance > 1 - GIFT_CARD_SHARE)
    order = np.concatenate([sample, card])
    zero = np.zeros(len(order), dtype=np.int64)
    kind = np.where(np.arange(len(order)) < len(sample), SAMPLE, GIFT_CARD)
    unit = np.where(kind == GIFT_CARD, 2500, 0)
    extras = Lines(order, kind, zero - 1, zero + 1, unit, zero, zero, zero)
    together = Lines.join([lines, extras])
    return together.take(np.argsort(together.order, kind="stable"))


def _settled(rng: np.random.Generator, shop: Shop, wishes: Wishes, code: Ints, lines: Lines) -> tuple[Orders, Lines]:
    """Reckon what each order comes to; a code takes its share off merchandise only."""
    size = len(wishes)
    country = shop.people.country[wishes.buyer]
    worth = lines.unit * lines.quantity - lines.discount
    goods = worth * (lines.kind == MERCHANDISE)
    rate = CODE_RATES[code][lines.order]
    tax = np.rint(goods * (1 - rate) * _tax_rates(shop.catalog, country[lines.order], lines.product))
    lines = Lines(**{**lines.columns(), "tax": tax.astype(np.int64)})

    subtotal = _sums(lines.order, worth, size)
    discount = np.rint(_sums(lines.order, goods, size) * CODE_RATES[code]).astype(np.int64)
    postage = np.array([c.postage for c in COUNTRIES])[country]
    postage = np.where((subtotal - discount >= FREE_POSTAGE_FROM) | (wishes.buyer == NOBODY), 0, postage)
    taxes = _sums(lines.order, tax, size)
    by_card = np.minimum(subtotal - discount + taxes + postage, 2500)
    return Orders(
        number=wishes.number,
        kind=np.where(wishes.is_canceled, CANCELED, SALE),
        placed=wishes.placed,
        buyer=wishes.buyer,
        channel=_channels(rng, shop.people, wishes.buyer),
        code=code,
        is_euro=_uses_euro()[country],
        subtotal=subtotal,
        discount=discount,
        tax=taxes,
        postage=postage,
        gift_card=np.where(rng.random(size) < PAID_BY_CARD_SHARE, by_card, 0),
    ), lines


def _channels(rng: np.random.Generator, people: People, buyer: Ints) -> Ints:
    """Most people keep to their channel; whom nobody knows stood in the shop."""
    strays = rng.random(len(buyer)) < 0.15
    channel = np.where(strays, drawn(rng, (70, 20, 10, 0), len(buyer)), people.channel[buyer])
    return np.where(buyer == NOBODY, CHANNELS.index("shop"), channel)


def _tax_rates(catalog: Catalog, country: Ints, product: Ints) -> Floats:
    is_food = np.array([c.is_food for c in CATEGORIES])[catalog.products.category[product]]
    rates = np.array([(c.goods_tax, c.food_tax) for c in COUNTRIES])
    found: Floats = rates[country, is_food.astype(np.int64)]
    return found


def _uses_euro() -> Bools:
    return np.array([c.uses_euro for c in COUNTRIES])


def _sums(order: Ints, values: Ints | Floats, size: int) -> Ints:
    # Sums stay far below 2 ** 53, where doubles are exact.
    return np.rint(np.bincount(order, values, size)).astype(np.int64)
