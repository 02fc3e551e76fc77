"""Draw when each customer buys and for how much.

First purchases follow growth, season and weekday; repeat purchases follow BG/NBD exactly, so that
a fit of the model can be held against the truth. Season shows in *what* is bought (`catalog`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from regulars.collect.sources.demo.rows import Bools, Floats, Ints, Rows, drawn, positions_within
from regulars.collect.sources.demo.truth import Truth

NOBODY = -1
CHUNK = 100_000
"""Customers drawn at a time: part of what a seed means, so a change gives another shop."""

WALK_IN_SHARE = 0.03
CANCELED_SHARE = 0.012
TWICE_A_DAY_SHARE = 0.015
"""Orders after which something was forgotten: another on the same day, which is no new occasion."""

BY_MONTH = (0.95, 0.9, 0.95, 0.9, 0.9, 0.85, 0.85, 0.9, 1.1, 1.05, 1.5, 1.6)
BY_WEEKDAY = (1.05, 1.0, 0.95, 1.0, 0.95, 0.9, 1.15)
BY_HOUR = (4, 2, 1, 1, 1, 2, 5, 12, 20, 26, 30, 30, 32, 30, 26, 26, 27, 30, 36, 44, 50, 46, 30, 14)


@dataclass(frozen=True, slots=True)
class Rhythms(Rows):
    """One row per buyer: what drives this person, and whether they would still buy."""

    rate: Floats
    dropout: Floats
    nu: Floats
    first_day: Ints
    is_alive: Bools


@dataclass(frozen=True, slots=True)
class Occasions(Rows):
    """One row per time that somebody orders; `day` counts from the first day of the shop."""

    buyer: Ints
    day: Ints
    target: Floats
    is_first: Bools
    is_canceled: Bools


def draw(truth: Truth, customers: int, *, start: date, days: int, seed: int) -> tuple[Rhythms, Occasions]:
    """Draw all rhythms and occasions; occasions come unordered in time."""
    appeal = _appeal(start, days)
    rhythms, occasions = [], []
    for number, (first, size) in enumerate(_cut(customers)):
        rng = np.random.default_rng([seed, 1, number])
        some_rhythms, some_occasions = _draw_some(rng, truth, first, size, appeal)
        rhythms.append(some_rhythms)
        occasions += [some_occasions, _canceled(rng, some_occasions)]
        occasions.append(_walk_ins(rng, truth, len(some_occasions), appeal))
    return Rhythms.join(rhythms), Occasions.join(occasions)


def seconds_of_day(rng: np.random.Generator, hours_ahead: Ints) -> Ints:
    """Draw times on the shop's clock for people whose own clock is so many hours ahead of it."""
    hour = (drawn(rng, BY_HOUR, len(hours_ahead)) - hours_ahead) % 24
    return hour * 3600 + rng.integers(0, 3600, len(hours_ahead))


def _cut(customers: int) -> Iterator[tuple[int, int]]:
    for first in range(0, customers, CHUNK):
        yield first, min(CHUNK, customers - first)


def _appeal(start: date, days: int) -> Floats:
    """How many new customers each day brings, in proportion."""
    dates = [start + timedelta(days=n) for n in range(days)]
    season = np.array([BY_MONTH[day.month - 1] * BY_WEEKDAY[day.weekday()] for day in dates])
    return season * np.linspace(1.0, 1.7, days)


def _draw_some(
    rng: np.random.Generator, truth: Truth, first: int, size: int, appeal: Floats
) -> tuple[Rhythms, Occasions]:
    days = len(appeal)
    rate = rng.gamma(truth.r, 1 / truth.alpha, size)
    dropout = rng.beta(truth.a, truth.b, size)
    nu = rng.gamma(truth.q, 1 / truth.v, size)
    born = drawn(rng, appeal, size) + rng.random(size)
    left = days - born
    chances = rng.poisson(rate * left / 7)
    lasting = rng.geometric(np.maximum(dropout, 1e-9))

    owner = np.repeat(np.arange(size), chances)
    share = np.sort(owner + rng.random(len(owner))) - owner
    stayed = positions_within(chances) < lasting[owner]
    owner, share = owner[stayed], share[stayed]

    first_day = born.astype(np.int32)
    again = _on_days_of_their_own(owner, (born[owner] + share * left[owner]).astype(np.int64), first_day)
    buyer = np.concatenate([np.arange(size), owner])
    day = np.minimum(np.concatenate([first_day, again]), days - 1)
    twice = np.flatnonzero(rng.random(len(buyer)) < TWICE_A_DAY_SHARE)
    buyer, day = np.append(buyer, buyer[twice]), np.append(day, day[twice])
    occasions = Occasions(
        buyer=(buyer + first).astype(np.int32),
        day=day.astype(np.int32),
        target=rng.gamma(truth.p, 1, len(buyer)) / nu[buyer],
        is_first=np.arange(len(buyer)) < size,
        is_canceled=np.zeros(len(buyer), dtype=bool),
    )
    return Rhythms(rate, dropout, nu, first_day, chances < lasting), occasions


def _on_days_of_their_own(owner: Ints, day: Ints, first_day: Ints) -> Ints:
    """
    Move repeat purchases that fell on the day of the one before to the next free day.

    Learning counts days, so what fell together would be lost, and busy buyers would seem slower.
    """
    rank = 1 + positions_within(np.bincount(owner, minlength=len(first_day)))
    # One running maximum for all: each owner has a range of numbers of their own.
    base = owner * 1_000_000
    earliest = np.maximum(day - rank, first_day[owner])
    found: Ints = np.maximum.accumulate(base + earliest) - base + rank
    return found


def _canceled(rng: np.random.Generator, occasions: Occasions) -> Occasions:
    """Failed attempts beside true orders: they are no purchases, so the rhythm stays as drawn."""
    chosen = occasions.take(rng.random(len(occasions)) < CANCELED_SHARE)
    return Occasions(chosen.buyer, chosen.day, chosen.target, chosen.is_first, np.ones(len(chosen), dtype=bool))


def _walk_ins(rng: np.random.Generator, truth: Truth, orders: int, appeal: Floats) -> Occasions:
    """Orders that name nobody at all: the market stall and the till."""
    size = round(orders * WALK_IN_SHARE)
    never = np.zeros(size, dtype=bool)
    return Occasions(
        buyer=np.full(size, NOBODY, dtype=np.int32),
        day=drawn(rng, appeal, size).astype(np.int32),
        target=rng.gamma(truth.p, 1, size) / rng.gamma(truth.q, 1 / truth.v, size),
        is_first=never,
        is_canceled=never,
    )
