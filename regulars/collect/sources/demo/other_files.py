"""Write the accounts, the assortment, its costs, and the truth behind the people."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from regulars.collect.sources.demo import people
from regulars.collect.sources.demo.baskets import Shop
from regulars.collect.sources.demo.columns import joined, label, moment, money, only_if, text
from regulars.collect.sources.demo.places import COUNTRIES
from regulars.collect.sources.demo.rhythm import Occasions, Rhythms
from regulars.collect.sources.demo.rows import Ints, drawn
from regulars.collect.sources.demo.wares import BRANDS, CATEGORIES

PEOPLE_AT_ONCE = 100_000
TAGS = (None, "tasting club", "newsletter", "tasting club, newsletter", "trade", "press")
DAY = 86_400
BORN_BEFORE = date(2026, 1, 1)


def customers(shop: Shop, rhythms: Rhythms, *, start: date, seed: int) -> Iterator[pa.Table]:
    """Give the accounts part by part: buyers who opened one, and prospects; guests have none."""
    days = len(shop.month)
    for number, who in enumerate(_in_parts(len(shop.people) - 1)):
        rng = np.random.default_rng([seed, 5, number])
        who = who[~shop.people.is_guest[who]]
        first = np.append(rhythms.first_day, -1)[np.minimum(who, len(rhythms))]
        joined_on = np.where(first < 0, rng.integers(0, days, len(who)), first - rng.integers(0, 20, len(who)))
        seconds = np.maximum(joined_on, 0) * DAY + rng.integers(7 * 3600, 8 * 3600, len(who))
        yield pa.table(_account(rng, shop, who, moment(seconds, start)))


def products(shop: Shop) -> pa.Table:
    """Give the assortment; the cost stands in a file of its own."""
    wares = shop.catalog.products
    slug = [sku.lower() for sku in wares.sku]
    return pa.table(
        {
            "sku": pa.array(wares.sku.tolist()),
            "title": pa.array(wares.title.tolist()),
            "category": label([c.name for c in CATEGORIES], wares.category),
            "brand": label(BRANDS, wares.brand),
            "price": money(wares.price),
            "currency": pa.array(["GBP"] * len(wares)),
            "url": pa.array([f"https://teahouse.example/products/{name}" for name in slug]),
            "image_url": pa.array([f"https://teahouse.example/images/{name}.jpg" for name in slug]),
            "is_active": pa.array([True] * len(wares)),
        }
    )


def costs(shop: Shop, *, start: date) -> pa.Table:
    """Give what goods cost the shop, where it is known, and the rise of the second year."""
    wares = shop.catalog.products
    known = wares.take(wares.cost >= 0)
    risen = np.rint(known.cost * 1.04).astype(np.int64)
    second = start.replace(month=1, day=1, year=start.year + 1)
    return pa.table(
        {
            "sku": pa.array([*known.sku, *known.sku]),
            "cost": money(np.concatenate([known.cost, risen])),
            "currency": pa.array(["GBP"] * 2 * len(known)),
            "valid_from": pa.array([None] * len(known) + [second] * len(known), pa.date32()),
        }
    )


def truth(shop: Shop, rhythms: Rhythms, occasions: Occasions, *, start: date) -> Iterator[pa.Table]:
    """Give, per person, what their orders were drawn from; null for those who never buy."""
    bought = occasions.take((occasions.buyer >= 0) & ~occasions.is_canceled)
    times = np.bincount(bought.buyer, minlength=len(rhythms))
    for who in _in_parts(len(shop.people) - 1):
        buys = who < len(rhythms)
        row = np.minimum(who, len(rhythms) - 1)
        some = rhythms.take(row)
        twin = shop.people.twin[who]
        columns = {
            **people.keys(shop.people, who),
            "rate_per_week": only_if(buys, pa.array(some.rate)),
            "dropout": only_if(buys, pa.array(some.dropout)),
            "mean_spend": only_if(buys, pa.array(shop.truth.p / some.nu)),
            "is_alive": only_if(buys, pa.array(some.is_alive)),
            "first_on": only_if(buys, _dates(some.first_day, start)),
            "times_bought": pa.array(np.where(buys, times[row], 0)),
            "uses_euro": pa.array(np.array([c.uses_euro for c in COUNTRIES])[shop.people.country[who]]),
            "code_habit": pa.array(shop.people.code_habit[who]),
            "return_habit": pa.array(shop.people.return_habit[who]),
            "same_as": people.keys(shop.people, twin)["email"],
        }
        yield pa.table(columns)


def _in_parts(size: int) -> Iterator[Ints]:
    for first in range(0, size, PEOPLE_AT_ONCE):
        yield np.arange(first, min(first + PEOPLE_AT_ONCE, size))


def _account(rng: np.random.Generator, shop: Shop, who: Ints, created_at: pa.Array) -> dict[str, pa.Array]:
    some = shop.people.take(who)
    size = len(who)
    language = [c.language for c in COUNTRIES]
    code = np.where(some.is_latin & (some.country > 3), 0, some.country)
    favorite = label([c.name for c in CATEGORIES], some.tastes.argmax(axis=1))
    return {
        **people.contact(shop.people, who),
        "language": label(language, code),
        "born_on": only_if(rng.random(size) < 0.35, _dates(-rng.integers(7_500, 25_000, size), BORN_BEFORE)),
        "tags": label(TAGS, drawn(rng, (60, 12, 18, 5, 3, 2), size)),
        "note": only_if(rng.random(size) < 0.02, joined("Likes ", favorite)),
        "accepts_email_marketing": pa.array(some.accepts_email),
        "accepts_sms_marketing": pa.array((some.phone >= 0) & (rng.random(size) < 0.3)),
        "created_at": created_at,
        "favorite_shelf": only_if(rng.random(size) < 0.2, favorite),
        "loyalty_card": only_if(rng.random(size) < 0.3, joined("LC", text(who, 8))),
    }


def _dates(days: Ints, start: date) -> pa.Array:
    return pa.array((days + (start - date(1970, 1, 1)).days).astype(np.int32)).cast(pa.date32())
