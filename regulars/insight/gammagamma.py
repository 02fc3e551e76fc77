"""
How much people spend at a time: the Gamma-Gamma model of Fader and Hardie (2013).

Each purchase of a person is Gamma(p, ν), and ν differs between people as Gamma(q, v); so what a person spends on
average is known the better the more purchases were seen, and is drawn towards the store's average until then.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import digamma, gammaln, polygamma

from regulars.insight.likelihood import Matrix, Objective, Prior, Vector, best_start, checked, grouped, maximize

BLOCK = 8_192  # as in bgnbd
REHEARSAL = 20_000


@dataclass(frozen=True)
class SpendModel:
    """Fitted Gamma-Gamma; `covariance` is of (p, q, v) and NaN where the data do not determine all three."""

    p: float
    q: float
    v: float
    log_likelihood: float
    covariance: Matrix
    converged: bool

    @property
    def parameters(self) -> Vector:
        return np.array([self.p, self.q, self.v])


def fit_gamma_gamma(x: Any, mean_value: Any, *, weights: Any = None, prior: Prior | None = None) -> SpendModel:
    """
    Fit by maximum likelihood, or by its maximum with a prior on ln(p), ln(q), ln(v).

    `x` counts the purchases that `mean_value` is the mean of. A prior's v is in units of the mean of all purchases.
    :raises ValueError: unless every person has a purchase and a mean above zero.
    """
    x, mean_value = checked("x", x), checked("mean_value", mean_value)
    weights = np.ones(x.size) if weights is None else checked("weights", weights)
    if not x.size or not x.size == mean_value.size == weights.size or not weights.sum():
        raise ValueError("x, mean_value and weights must have one value per person, and there must be a person")
    if np.any(x <= 0) or np.any(mean_value <= 0):
        raise ValueError("each person must have a purchase and a mean value above zero")

    unit = float(np.average(mean_value, weights=weights * x))
    x, z, weights = grouped(x, mean_value / unit, weights=weights)
    thin = slice(None, None, max(1, x.size // REHEARSAL))
    starts = [(p, q, max(q - 1, 0.2) / p) for p, q in ((6.0, 4.0), (1.2, 3.0), (2.0, 1.2), (30.0, 8.0))]
    start = best_start(_objective(x[thin], z[thin], weights[thin]), starts, prior=prior)
    top = maximize(_objective(x, z, weights), start, prior=prior)
    back = np.array([1.0, 1.0, unit])
    p, q, v = (float(value) for value in top.point * back)
    return SpendModel(
        p, q, v,
        log_likelihood=float(top.value - float(weights.sum()) * np.log(unit)),
        covariance=top.covariance * np.outer(back, back),
        converged=top.converged,
    )  # fmt: skip


def expected_value(parameters: Vector, x: Vector, mean_value: Vector) -> tuple[Vector, Vector]:
    """
    What each person spends per purchase on average, and the variance of that belief.

    The variance is capped at the squared mean where too little is known for it to exist.
    """
    p, q, v = parameters
    shape = p * x + q
    mean = p * (v + x * mean_value) / np.maximum(shape - 1, 1e-9)
    return mean, mean**2 / np.maximum(shape - 2, 1.0)


def _objective(x: Vector, z: Vector, w: Vector) -> Objective:
    counts, codes = np.unique(x, return_inverse=True)
    count_weights = np.bincount(codes, weights=w, minlength=counts.size)
    logs = x * np.log(x * z)
    fixed, slope_p = -float(w @ np.log(z)), float(w @ logs)

    def look(point: Vector) -> tuple[float, Vector, Matrix]:
        value, gradient, hessian = _of_counts(point, counts, count_weights)
        value += fixed + point[0] * slope_p
        gradient[0] += slope_p
        for start in range(0, x.size, BLOCK):
            block = slice(start, start + BLOCK)
            part_value, part_gradient, part_hessian = _of_values(point, x[block], z[block], w[block])
            value += part_value
            gradient += part_gradient
            hessian += part_hessian
        return value, gradient, hessian

    return look


def _of_counts(point: Vector, x: Vector, w: Vector) -> tuple[float, Vector, Matrix]:
    """The part that depends on x alone: ln Γ(px+q) - ln Γ(px) - ln Γ(q) + q ln v."""
    p, q, v = point
    people = w.sum()
    value = w @ (gammaln(p * x + q) - gammaln(p * x)) + people * (q * np.log(v) - gammaln(q))
    rise = digamma(p * x + q)
    curve = polygamma(1, p * x + q)
    gradient = np.array([
        w @ (x * (rise - digamma(p * x))), w @ rise + people * (np.log(v) - digamma(q)), people * q / v,
    ])  # fmt: skip
    hessian = np.zeros((3, 3))
    hessian[0, 0] = w @ (x**2 * (curve - polygamma(1, p * x)))
    hessian[0, 1] = hessian[1, 0] = w @ (x * curve)
    hessian[1, 1] = w @ curve - people * polygamma(1, q)
    hessian[1, 2] = hessian[2, 1] = people / v
    hessian[2, 2] = -people * q / v**2
    return float(value), gradient, hessian


def _of_values(point: Vector, x: Vector, z: Vector, w: Vector) -> tuple[float, Vector, Matrix]:
    """The part with the mean value: -(px+q) ln(v + xz)."""
    p, q, v = point
    total = v + x * z
    logs, s = np.log(total), p * x + q
    gradient = np.array([-(w @ (x * logs)), -(w @ logs), -(w @ (s / total))])
    hessian = np.zeros((3, 3))
    hessian[0, 2] = hessian[2, 0] = -(w @ (x / total))
    hessian[1, 2] = hessian[2, 1] = -(w @ (1 / total))
    hessian[2, 2] = w @ (s / total**2)
    return float(-(w @ (s * logs))), gradient, hessian
