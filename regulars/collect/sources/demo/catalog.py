"""What the demo shop sells: products, seasons, promotions and discount codes.

The assortment is the same for every seed, so that screens and documents can name its products.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from regulars.collect.sources.demo.rows import Bools, Floats, Ints, Rows
from regulars.collect.sources.demo.wares import BRANDS, CATEGORIES, COMPLEMENTS, WARES, Ware

TEA_SIZES = ((25, 0.55), (50, 1.0), (100, 1.85), (250, 4.2))
TEA_QUANTITIES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 40)
OTHER_QUANTITIES = (1, 2, 3, 4, 6, 8, 12, 24)
FIXED = 20_240_229
"""Seed of prices and popularity: not the shop's seed, see above."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A price cut that comes every year; without a category it is for everything."""

    name: str
    month: int
    day: int
    days: int
    depth: float
    category: str | None = None


PROMOTIONS = (
    Promotion("New Year teas", 1, 3, 14, 0.15, "Herbal"),
    Promotion("Spring harvest", 4, 10, 12, 0.10, "Green tea"),
    Promotion("Matcha week", 5, 18, 7, 0.20, "Matcha"),
    Promotion("Summer shelves", 7, 8, 18, 0.25, "Home"),
    Promotion("Mid-Autumn", 9, 8, 12, 0.10, "Gifts"),
    Promotion("Singles' Day", 11, 9, 4, 0.15, "Oolong"),
    Promotion("Black Friday", 11, 24, 6, 0.20),
    Promotion("Cups and kettles", 2, 12, 9, 0.15, "Teaware"),
)

CODES = ("", "WELCOME10", "TEATIME15", "FRIEND5")
CODE_RATES = np.array([0.0, 0.10, 0.15, 0.05])


@dataclass(frozen=True, slots=True)
class Shelf:
    """All (product, quantity) pairs of one category, by value: what a sum of money can buy."""

    value: Ints
    product: Ints
    quantity: Ints


@dataclass(frozen=True, slots=True)
class Products(Rows):
    """One row per product; money in pence, unknown cost is -1."""

    sku: np.ndarray
    title: np.ndarray
    category: Ints
    brand: Ints
    price: Ints
    cost: Ints
    return_rate: Floats
    is_known_at_till: Bools
    complement: Ints


@dataclass(frozen=True, slots=True)
class Catalog:
    """The assortment with what is needed to fill baskets fast."""

    products: Products
    appeal: Floats
    """Popularity by product and month (0 = January)."""
    shelves: tuple[Shelf, ...]
    plain_shelves: tuple[Shelf, ...]
    """The same without products of one season only."""


@cache
def assortment() -> Catalog:
    """Build the assortment, the same each time."""
    variants = [variant for ware in WARES for variant in _variants(ware)]
    wares = [ware for ware, *_ in variants]
    rng = np.random.default_rng(FIXED)
    products = _products(rng, variants)
    seasonal = np.array([bool(ware.months) for ware in wares])
    everything = np.ones(len(wares), dtype=bool)
    return Catalog(
        products=products,
        appeal=rng.lognormal(0, 1.1, len(wares))[:, None] * np.array([_seasons(w) for w in wares]),
        shelves=tuple(_shelf(products, n, everything) for n in range(len(CATEGORIES))),
        plain_shelves=tuple(_shelf(products, n, ~seasonal) for n in range(len(CATEGORIES))),
    )


def price_cuts(start: date, days: int) -> Floats:
    """The promotion in force by day and category, as a share of the price."""
    cuts = np.zeros((days, len(CATEGORIES)))
    names = [category.name for category in CATEGORIES]
    for promotion in PROMOTIONS:
        where = slice(None) if promotion.category is None else names.index(promotion.category)
        for year in range(start.year, (start + timedelta(days=days)).year + 1):
            first = (date(year, promotion.month, promotion.day) - start).days
            span = slice(max(first, 0), max(first + promotion.days, 0))
            cuts[span, where] = np.maximum(cuts[span, where], promotion.depth)
    return cuts


def _variants(ware: Ware) -> list[tuple[Ware, str, float]]:
    if not CATEGORIES[ware.category].is_by_weight:
        return [(ware, ware.title, ware.price)]
    return [(ware, f"{ware.title}, {grams} g", ware.price * times) for grams, times in TEA_SIZES]


def _products(rng: np.random.Generator, variants: list[tuple[Ware, str, float]]) -> Products:
    size = len(variants)
    category = np.array([ware.category for ware, *_ in variants])
    # Prices end in 5 pence, as on a shelf.
    price = np.round(np.array([price for *_, price in variants]) * 20).astype(np.int64) * 5
    cost = np.round(price * rng.uniform(0.28, 0.56, size)).astype(np.int64)
    base = np.array([CATEGORIES[n].return_rate for n in category])
    first_of = {ware.title: n for n, (ware, *_) in reversed(list(enumerate(variants)))}
    partner = [first_of.get(COMPLEMENTS.get(ware.title, ""), -1) for ware, *_ in variants]
    return Products(
        sku=np.array([f"{CATEGORIES[n].code}-{100 + row}" for row, n in enumerate(category)]),
        title=np.array([title for _, title, _ in variants]),
        category=category,
        brand=rng.integers(0, len(BRANDS), size),
        price=price,
        cost=np.where(rng.random(size) < 0.12, -1, cost),
        return_rate=np.clip(base * rng.lognormal(0, 0.6, size), 0.002, 0.45),
        is_known_at_till=rng.random(size) < 0.7,
        complement=np.array(partner),
    )


def _seasons(ware: Ware) -> list[float]:
    if not ware.months:
        return [1.0] * 12
    return [2.5 if month in ware.months else 0.002 for month in range(1, 13)]


def _shelf(products: Products, category: int, wanted: np.ndarray) -> Shelf:
    quantities = np.array(TEA_QUANTITIES if CATEGORIES[category].is_by_weight else OTHER_QUANTITIES)
    rows = np.flatnonzero((products.category == category) & wanted)
    product, quantity = np.repeat(rows, len(quantities)), np.tile(quantities, len(rows))
    value = products.price[product] * quantity
    order = np.argsort(value, kind="stable")
    return Shelf(value[order], product[order], quantity[order])
