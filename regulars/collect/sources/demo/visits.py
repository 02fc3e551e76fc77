"""Draw what people do in the web shop: sessions that end in an order, and more that do not.

The tag was put in 90 days before the last day, as shops do late. Most visitors are anonymous; some
become known when they sign in or type an e-mail address at the checkout.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.collect.sources.demo import people
from regulars.collect.sources.demo.baskets import MERCHANDISE, RETURN, Lines, Orders, Shop
from regulars.collect.sources.demo.catalog import assortment
from regulars.collect.sources.demo.columns import joined, label, moment, only_if, text
from regulars.collect.sources.demo.orders_file import order_number
from regulars.collect.sources.demo.rows import Bools, Ints, Rows, drawn, positions_within

TRACKED_DAYS = 90
DAY = 86_400
TRACKED_SHARE = 0.85
IDLE_PER_ORDER = 2.5
STRANGER_SHARE = 0.75

NAMES = (
    "page.viewed", "product.searched", "product.viewed", "cart.added", "checkout.started", "purchase.completed",
)  # fmt: skip
PAGE, SEARCH, PRODUCT, CART, CHECKOUT, PURCHASE = range(6)

LANDINGS: tuple[tuple[int, str, str, dict[str, str]], ...] = (
    (30, "/", "https://search.example/", {}),
    (20, "/", "", {}),
    (14, "/teas", "", {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "monthly-leaf"}),
    (10, "/teaware", "https://pictures.example/", {"utm_source": "pictures", "utm_medium": "social"}),
    (9, "/matcha", "", {"utm_source": "search", "utm_medium": "cpc", "utm_campaign": "matcha"}),
    (
        6,
        "/zh-hant/teas",
        "",
        {"utm_source": "messenger", "utm_medium": "social", "utm_campaign": "mid-autumn"},
    ),
    (6, "/stories/how-to-whisk", "https://search.example/", {}),
    (5, "/sale", "", {"utm_source": "deals", "utm_medium": "affiliate", "utm_campaign": "vouchers"}),
)
SEARCHES = (
    (20, "matcha", 9), (14, "jasmine", 3), (12, "oolong", 15), (10, "teapot", 2), (9, "whisk", 2),
    (8, "gift", 7), (7, "烏龍", 5), (6, "礼盒", 1), (6, "decaf", 0), (5, "yerba mate", 0), (4, "kombucha", 0),
    (3, "tea pot glas", 0),
)  # fmt: skip
AGENTS = ("Mozilla/5.0 (iPhone) Demo", "Mozilla/5.0 (Windows) Demo", "Mozilla/5.0 (Android) Demo")
# RFC 5737 keeps these nets for documents.
NETS = ("192.0.2", "198.51.100", "203.0.113")


@dataclass(frozen=True, slots=True)
class _Sessions(Rows):
    """`person` is -1 for strangers, who have an id of their own."""

    person: Ints
    stranger: Ints
    ends: Ints
    is_known: Bools
    buys: Bools
    order: Ints
    """The number of the order it ends in, else 0."""


@dataclass(frozen=True, slots=True)
class _Steps(Rows):
    session: Ints
    name: Ints
    detail: Ints


def table(
    rng: np.random.Generator, shop: Shop, orders: Orders, lines: Lines, *, start: date, first_id: int
) -> pa.Table:
    """Give the web events around these orders, in order of time; message ids count from `first_id`."""
    bought = _tracked(rng, shop, orders)
    sessions = _Sessions.join([_buying(rng, shop, orders.take(bought)), _idle(rng, shop, orders, bought)])
    steps = _Steps.join([_basket_steps(bought, lines), *_idle_steps(rng, shop, sessions), _ends(sessions)])
    steps = steps.take(np.lexsort((steps.name, steps.session)))
    sizes = np.bincount(steps.session, minlength=len(sessions))
    pace = rng.integers(12, 80, len(sessions))
    from_end = sizes[steps.session] - positions_within(sizes)
    at = sessions.ends[steps.session] - from_end * pace[steps.session]
    order = np.argsort(at, kind="stable")
    return _written(shop, sessions, steps.take(order), moment(np.maximum(at[order], 0), start), first_id)


def _tracked(rng: np.random.Generator, shop: Shop, orders: Orders) -> Ints:
    """The orders that came out of a session we saw."""
    online = np.isin(orders.channel, [people.CHANNELS.index("web"), people.CHANNELS.index("app")])
    recent = orders.placed >= (len(shop.month) - TRACKED_DAYS) * DAY
    seen = rng.random(len(orders)) < TRACKED_SHARE
    return np.flatnonzero(online & recent & seen & (orders.kind != RETURN))


def _buying(rng: np.random.Generator, shop: Shop, bought: Orders) -> _Sessions:
    in_app = bought.channel == people.CHANNELS.index("app")
    return _Sessions(
        person=bought.buyer,
        stranger=np.zeros(len(bought), dtype=np.int64),
        ends=bought.placed,
        is_known=~shop.people.is_guest[bought.buyer] & (in_app | (rng.random(len(bought)) < 0.4)),
        buys=np.ones(len(bought), dtype=bool),
        order=bought.number,
    )


def _idle(rng: np.random.Generator, shop: Shop, orders: Orders, bought: Ints) -> _Sessions:
    """Sessions without an order, at about the hours at which others buy."""
    size = round(len(bought) * IDLE_PER_ORDER)
    model = bought[rng.integers(0, len(bought), size)] if size else bought[:0]
    is_stranger = rng.random(size) < STRANGER_SHARE
    person = np.where(is_stranger, -1, orders.buyer[model])
    ends = orders.placed[model] + rng.integers(-2 * DAY, 3600, size)
    known = ~is_stranger & ~shop.people.is_guest[person] & (rng.random(size) < 0.3)
    return _Sessions(
        person=person,
        stranger=rng.integers(0, 2**40, size),
        ends=np.minimum(ends, len(shop.month) * DAY - 1),
        is_known=known,
        buys=np.zeros(size, dtype=bool),
        order=np.zeros(size, dtype=np.int64),
    )


def _basket_steps(bought: Ints, lines: Lines) -> _Steps:
    """A buyer has looked at what is in the basket, and put it there."""
    session = np.searchsorted(bought, lines.order)
    session = np.minimum(session, max(len(bought) - 1, 0))
    seen = (bought[session] == lines.order) if len(bought) else np.zeros(len(lines), dtype=bool)
    seen &= lines.kind == MERCHANDISE
    put = [_Steps(session[seen], np.full(int(seen.sum()), name), lines.product[seen]) for name in (PRODUCT, CART)]
    return _Steps.join(put)


def _idle_steps(rng: np.random.Generator, shop: Shop, sessions: _Sessions) -> list[_Steps]:
    """Everybody lands on a page; many look at products, some search, a few leave a full cart."""
    everyone = np.arange(len(sessions))
    size = len(everyone)
    landing = drawn(rng, [weight for weight, *_ in LANDINGS], size)
    searching = everyone[rng.random(size) < 0.22]
    looks = np.where(sessions.buys, 0, rng.poisson(1.6, size))
    looking = np.repeat(everyone, looks)
    seen = drawn(rng, shop.catalog.appeal.mean(axis=1), len(looking))
    leaving = np.flatnonzero((looks > 0) & (rng.random(size) < 0.3))
    left = drawn(rng, shop.catalog.appeal.mean(axis=1), len(leaving))
    terms = drawn(rng, [weight for weight, *_ in SEARCHES], len(searching))
    return [
        _Steps(everyone, np.full(size, PAGE), landing),
        _Steps(searching, np.full(len(searching), SEARCH), terms),
        _Steps(looking, np.full(len(looking), PRODUCT), seen),
        _Steps(leaving, np.full(len(leaving), CART), left),
    ]


def _ends(sessions: _Sessions) -> _Steps:
    buying = np.flatnonzero(sessions.buys)
    checkout = _Steps(buying, np.full(len(buying), CHECKOUT), np.zeros(len(buying), dtype=np.int64))
    return _Steps.join(
        [checkout, _Steps(buying, np.full(len(buying), PURCHASE), np.zeros(len(buying), dtype=np.int64))]
    )


def _written(shop: Shop, sessions: _Sessions, steps: _Steps, at: pa.Array, first_id: int) -> pa.Table:
    person = sessions.person[steps.session]
    who = people.keys(shop.people, person)
    is_checkout = steps.name == CHECKOUT
    says_who = sessions.is_known[steps.session] | (is_checkout & ~shop.people.is_guest[person])
    device = joined("d", text(person, 9))
    stranger = joined("s", text(sessions.stranger[steps.session], 13))
    email = joined('{"email":"', who["email"], '"}')
    typed = is_checkout & (person >= 0)
    return pa.table(
        {
            "message_id": joined("demo-", text(first_id + np.arange(len(steps)), 10)),
            "anonymous_id": pc.if_else(pa.array(person >= 0), device, stranger),
            "user_id": only_if(says_who, who["user_id"]),
            "name": label(NAMES, steps.name),
            "happened_at": at,
            "properties": _properties(steps, sessions.order[steps.session]),
            "personal": pc.if_else(pa.array(typed), email, _origin(steps.session)),
        }
    )


def _properties(steps: _Steps, order: Ints) -> pa.Array:
    pools = _property_pools()
    starts = np.cumsum([0, *map(len, pools)])
    pooled = label([entry for pool in pools for entry in pool], starts[steps.name] + steps.detail)
    bought = joined('{"order":"', order_number(order), '"}')
    return pc.if_else(pa.array(steps.name == PURCHASE), bought, pooled)


@cache
def _property_pools() -> Sequence[Sequence[str]]:
    """What can stand in `properties`, as JSON, by event name; a purchase names its order."""
    wares = assortment().products
    goods = [
        {"sku": sku, "title": title, "price": f"{price / 100:.2f}", "currency": "GBP"}
        for sku, title, price in zip(wares.sku.tolist(), wares.title.tolist(), wares.price.tolist(), strict=True)
    ]
    pages = [{"url": url, "referrer": referrer, **source} for _, url, referrer, source in LANDINGS]
    terms = [{"query": query, "results": results} for _, query, results in SEARCHES]
    pools: list[Sequence[Mapping[str, object]]] = [pages, terms, goods, goods, [{}], [{}]]
    return [[json.dumps(entry, ensure_ascii=False) for entry in pool] for pool in pools]


def _origin(session: Ints) -> pa.Array:
    """Address and browser of a session, from nets kept for documents."""
    pool = [
        json.dumps({"ip": f"{net}.{host}", "user_agent": agent})
        for net in NETS
        for agent in AGENTS
        for host in range(1, 255)
    ]
    return label(pool, session * 7919 % len(pool))
