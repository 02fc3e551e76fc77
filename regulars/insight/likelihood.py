"""
Maximize a likelihood over positive parameters.

Newton steps are taken on the logarithms of the parameters, so that none can become negative and all have one scale.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Objective = Callable[[Vector], tuple[float, Vector, Matrix]]
"""Log-likelihood, gradient and Hessian at a point of positive parameters."""

FURTHEST = 14.0  # no parameter leaves e^-14 … e^14 of its start: beyond it the likelihood is flat to the last digit
LONGEST_STEP = 2.0
MOST_STEPS = 100  # a regular likelihood takes about ten
ENOUGH = 1e-9  # the gain in log-likelihood that a further step could bring
FLATTEST = 1e-7  # a curvature (per unit of logarithm) below this says nothing about the parameter


@dataclass(frozen=True)
class Prior:
    """Beliefs held before any data: each logarithm of a parameter is normal around its center."""

    centers: tuple[float, ...]
    spreads: tuple[float, ...]


@dataclass(frozen=True)
class Maximum:
    """Where the likelihood is highest; `value` is without the prior, `covariance` NaN where the data do not tell."""

    point: Vector
    value: float
    covariance: Matrix
    converged: bool


@dataclass(frozen=True)
class _Place:
    at: Vector
    value: float
    gain: float
    slope: Vector
    curve: Matrix


def best_start(objective: Objective, starts: Sequence[Sequence[float]], *, prior: Prior | None = None) -> Vector:
    """Climb from every start and return the logarithms of the highest place reached."""
    places = [_climb(objective, np.log(np.asarray(start, dtype=float)), prior) for start in starts]
    return max(places, key=lambda place: place.gain).at


def maximize(objective: Objective, start: Vector, *, prior: Prior | None = None) -> Maximum:
    """Climb from the logarithms `start` to the top and measure the curvature there."""
    place = _climb(objective, start, prior)
    point = np.exp(place.at)
    information = -place.curve
    told = np.linalg.eigvalsh(information)[0] > FLATTEST and bool(np.all(np.abs(place.at - start) < FURTHEST))
    covariance = np.full_like(information, np.nan)
    if told:
        covariance = np.linalg.inv(information) * np.outer(point, point)
    return Maximum(point=point, value=place.value, covariance=covariance, converged=bool(told))


def grouped(*columns: Vector, weights: Vector) -> tuple[Vector, ...]:
    """The distinct rows in sorted order, and how often each occurs as the last column. Nothing is rounded."""
    order = np.lexsort(columns[::-1])
    ordered = [column[order] for column in columns]
    new = np.ones(order.size, dtype=bool)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in ordered])
    starts = np.flatnonzero(new)
    return *(column[starts] for column in ordered), np.add.reduceat(weights[order], starts)


def _climb(objective: Objective, start: Vector, prior: Prior | None) -> _Place:
    here = _look(objective, start, prior)
    for _ in range(MOST_STEPS):
        step = _newton_step(here)
        if here.slope @ step < ENOUGH:
            break
        there = _go(objective, here, step, start, prior)
        # Past the last digit of the sum there is nothing to gain, only noise to follow.
        if there.gain - here.gain <= 1e-13 * abs(here.gain):
            break
        here = there
    return here


def _look(objective: Objective, at: Vector, prior: Prior | None) -> _Place:
    point = np.exp(at)
    value, gradient, hessian = objective(point)
    slope = gradient * point
    curve = hessian * np.outer(point, point) + np.diag(slope)
    gain = value
    if prior is not None:
        spread = np.asarray(prior.spreads)
        away = (at - np.asarray(prior.centers)) / spread
        gain -= 0.5 * float(away @ away)
        slope = slope - away / spread
        curve = curve - np.diag(spread**-2)
    return _Place(at=at, value=value, gain=gain, slope=slope, curve=curve)


def _newton_step(here: _Place) -> Vector:
    # Off the top the likelihood need not be concave: taking each curvature by its size keeps the step uphill.
    sizes, directions = np.linalg.eigh(-here.curve)
    sizes = np.maximum(np.abs(sizes), 1e-9 * max(1.0, float(np.abs(sizes).max())))
    step: Vector = directions @ ((directions.T @ here.slope) / sizes)
    longest = float(np.abs(step).max())
    return step * (LONGEST_STEP / longest) if longest > LONGEST_STEP else step


def _go(objective: Objective, here: _Place, step: Vector, start: Vector, prior: Prior | None) -> _Place:
    length, expected = 1.0, float(here.slope @ step)
    there = here
    while length > 1e-4:
        there = _look(objective, np.clip(here.at + length * step, start - FURTHEST, start + FURTHEST), prior)
        if np.isfinite(there.gain) and there.gain >= here.gain + 1e-4 * length * expected:
            return there
        length /= 3
    return there


def checked(name: str, values: Any) -> Vector:
    """The values as a vector of floats. :raises ValueError: if one is negative or no number."""
    vector = np.ascontiguousarray(values, dtype=np.float64).ravel()
    if not np.all(np.isfinite(vector)) or np.any(vector < 0):
        raise ValueError(f"{name} must hold finite numbers that are not negative")
    return vector
