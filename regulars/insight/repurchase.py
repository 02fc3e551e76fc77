"""
When people buy for the second time, by the store's own record.

A purchase model holds everybody who bought once for a customer still. Here they are judged by what others did: of all
who had not come back after as many days, how many came back in the days that followed (Kaplan and Meier 1958, with
those who are still being watched counted as long as they were seen).
"""

from dataclasses import dataclass

import numpy as np

from regulars.insight.likelihood import Vector

PRIOR_PEOPLE = 5.0  # the weight of the general curve, in people; it vanishes beside a store of some hundred buyers
PRIOR_SHAPE, PRIOR_DAYS = (
    0.2,
    56.0,
)  # the general curve: (1 + d/56)^-0.2 have not come back after d days; a third within a year


@dataclass(frozen=True)
class SecondOrders:
    """By day since the first purchase: how many were watched, how many came back, and the smoothed hazard."""

    watched: Vector
    came_back: Vector
    hazard: Vector

    def chance(self, days: Vector, *, horizon: int, z: float = 0.0) -> Vector:
        """
        The chance to come back within the horizon, for people who have not in `days`.

        With `z`, the end of its interval that lies so many standard errors above (or below) it.
        """
        start = np.minimum(days.astype(np.intp), self.hazard.size - 1 - horizon)
        sums = np.concatenate([[0.0], np.cumsum(-np.log1p(-self.hazard))])
        doubt = np.concatenate([[0.0], np.cumsum(self.hazard / (1 - self.hazard) / (self.watched + PRIOR_PEOPLE))])
        total = sums[start + 1 + horizon] - sums[start + 1]
        spread = np.sqrt(doubt[start + 1 + horizon] - doubt[start + 1])
        # The interval of ln(total) keeps the chance between 0 and 1 however few people were watched.
        chance: Vector = -np.expm1(-total * np.exp(z * spread / np.maximum(total, 1e-12)))
        return chance

    def passed(self, days: Vector, *, horizon: int) -> Vector:
        """Of those who come back within the horizon from their first purchase, the share who have after `days`."""
        reached = self._reached(0, np.minimum(days, horizon).astype(np.intp))
        share: Vector = reached / self._reached(0, np.array([horizon]))
        return share

    def window(self, days: Vector, *, horizon: int, share: float) -> Vector:
        """For people who have not come back in `days`: after how many more this share of those who will has."""
        ages, codes = np.unique(days.astype(np.intp), return_inverse=True)
        ahead = np.arange(horizon + 1)
        waits = [
            np.searchsorted(reached, share * reached[-1]) for reached in (self._reached(age, ahead) for age in ages)
        ]
        wait: Vector = np.asarray(waits, dtype=float)[codes]
        return wait

    def _reached(self, start: int, ahead: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Vector:
        start = min(start, self.hazard.size - 2)
        sums = np.concatenate([[0.0], np.cumsum(-np.log1p(-self.hazard[start + 1 :]))])
        reached: Vector = -np.expm1(-sums[np.minimum(ahead, sums.size - 1)])
        return reached


def curve(second: SecondOrders, *, longest: int, step: int) -> list[dict[str, float]]:
    """
    The share that has come back so many days after the first purchase.

    With it: how many were watched for as long, and how many have come back by then.
    """
    ends = np.arange(0, min(longest, int(np.flatnonzero(second.watched > 0).max(initial=0))) + 1, step)
    reached = second._reached(0, ends)
    back = np.cumsum(second.came_back)
    return [
        {"days": int(day), "share": float(share), "watched": int(second.watched[day]), "people": int(back[day])}
        for day, share in zip(ends, reached, strict=True)
    ]


def second_orders(waited: Vector, came_back: Vector, *, furthest: int) -> SecondOrders:
    """
    The record of a store. `waited` is days from first to second purchase, or to the present where there is none.

    The curve is drawn to `furthest` days, beyond what was seen by the general curve scaled to this store.
    """
    size = furthest + 1
    days = np.minimum(waited.astype(np.intp), furthest)
    events = np.bincount(days[came_back], minlength=size).astype(float)
    ended = np.bincount(days, minlength=size)
    watched = waited.size - np.concatenate([[0], np.cumsum(ended)[:-1]]).astype(float)
    general = PRIOR_SHAPE / (PRIOR_DAYS + np.arange(size))
    scale = (events.sum() + PRIOR_PEOPLE) / (watched @ general + PRIOR_PEOPLE)
    hazard = (events + PRIOR_PEOPLE * scale * general) / (watched + PRIOR_PEOPLE)
    return SecondOrders(watched=watched, came_back=events, hazard=np.minimum(hazard, 0.999))
