"""
How often and how long people buy: the BG/NBD model of Fader, Hardie and Lee (2005), "Counting Your Customers" the
Easy Way.

While active a person buys at a rate drawn from Gamma(r, alpha), and after each purchase leaves for good with a chance
drawn from Beta(a, b). History is (x, t_x, T): repeat purchases, time of the last one and of observation, both since the
first purchase, in any unit of time.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import digamma, expit, gammaln, polygamma

from regulars.insight.likelihood import Matrix, Objective, Prior, Vector, best_start, checked, grouped, maximize

BLOCK = (
    8_192  # rows at a time: they stay in the processor's cache, and below the 10,000 at which OpenBLAS starts threads
)
REHEARSAL = 20_000  # distinct histories on which the starts are compared


@dataclass(frozen=True)
class PurchaseModel:
    """Fitted BG/NBD; `covariance` is of (r, alpha, a, b) and NaN where the data do not determine all four."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    covariance: Matrix
    converged: bool

    @property
    def parameters(self) -> Vector:
        return np.array([self.r, self.alpha, self.a, self.b])


@dataclass(frozen=True)
class _Histories:
    """Distinct histories with their numbers; those without a repeat purchase need only T."""

    counts: Vector
    count_weights: Vector
    once_T: Vector
    once_weights: Vector
    x: Vector
    t_x: Vector
    T: Vector
    weights: Vector

    def thinned(self) -> "_Histories":
        """Every n-th history, for comparing starts at little cost."""
        step = max(1, self.x.size // REHEARSAL)
        return _histories_of(
            np.concatenate([np.zeros(self.once_T.size), self.x[::step]]),
            np.concatenate([np.zeros(self.once_T.size), self.t_x[::step]]),
            np.concatenate([self.once_T, self.T[::step]]),
            np.concatenate([self.once_weights, self.weights[::step] * step]),
        )


def fit_bgnbd(x: Any, t_x: Any, T: Any, *, weights: Any = None, prior: Prior | None = None) -> PurchaseModel:
    """
    Fit by maximum likelihood, or by its maximum with a prior on ln(r), ln(alpha), ln(a), ln(b).

    `weights` says how many people share a history. :raises ValueError: on an impossible history or none at all.
    """
    x, t_x, T = checked("x", x), checked("t_x", t_x), checked("T", T)
    weights = np.ones(x.size) if weights is None else checked("weights", weights)
    if not x.size or not x.size == t_x.size == T.size == weights.size or not weights.sum():
        raise ValueError("x, t_x, T and weights must have one value per person, and there must be a person")
    if np.any(t_x > T):
        raise ValueError("t_x must not be after T")

    # In units of the mean time the parameters are near one, whatever unit the caller has.
    unit = float(np.average(T, weights=weights)) or 1.0
    histories = _histories_of(x, np.where(x > 0, t_x, 0.0) / unit, T / unit, weights)
    scaled = None if prior is None else _in_units_of(prior, unit)
    rate = max(float(weights @ x), 0.5) / float(weights.sum())
    starts = [(r, r / rate, a, b) for r in (0.3, 1.5) for a, b in ((0.6, 2.5), (0.05, 1.0))]
    start = best_start(_objective(histories.thinned()), starts, prior=scaled)
    top = maximize(_objective(histories), start, prior=scaled)
    back = np.array([1.0, unit, 1.0, 1.0])
    r, alpha, a, b = (float(value) for value in top.point * back)
    return PurchaseModel(
        r, alpha, a, b,
        log_likelihood=float(top.value - float(weights @ x) * np.log(unit)),
        covariance=top.covariance * np.outer(back, back),
        converged=top.converged,
    )  # fmt: skip


def likelihood_of(x: Vector, t_x: Vector, T: Vector) -> Objective:
    """The log-likelihood of these histories as a function of (r, alpha, a, b), with its slopes and curvature."""
    return _objective(_histories_of(x, t_x, T, np.ones(x.size)))


def _in_units_of(prior: Prior, unit: float) -> Prior:
    r, alpha, a, b = prior.centers
    return Prior(centers=(r, alpha - float(np.log(unit)), a, b), spreads=prior.spreads)


def _histories_of(x: Vector, t_x: Vector, T: Vector, weights: Vector) -> _Histories:
    x, t_x, T, weights = grouped(x, t_x, T, weights=weights)
    counts, count_weights = grouped(x, weights=weights)
    again = x > 0
    return _Histories(
        counts=counts, count_weights=count_weights,
        once_T=T[~again], once_weights=weights[~again],
        x=x[again], t_x=t_x[again], T=T[again], weights=weights[again],
    )  # fmt: skip


def _objective(histories: _Histories) -> Objective:
    def look(point: Vector) -> tuple[float, Vector, Matrix]:
        value, gradient, hessian = _of_counts(point, histories.counts, histories.count_weights)
        parts = [_of_once(point, histories.once_T, histories.once_weights)]
        for start in range(0, histories.x.size, BLOCK):
            block = slice(start, start + BLOCK)
            parts.append(
                _of_times(point, histories.x[block], histories.t_x[block], histories.T[block], histories.weights[block])
            )
        for part_value, part_gradient, part_hessian in parts:
            value += part_value
            gradient += part_gradient
            hessian += part_hessian
        return value, gradient, hessian

    return look


def _of_counts(point: Vector, x: Vector, w: Vector) -> tuple[float, Vector, Matrix]:
    """The part that depends on x alone: ln Γ(r+x)/Γ(r) + r ln α + ln B(a, b+x)/B(a, b)."""
    r, alpha, a, b = point
    people = w.sum()
    value = w @ (gammaln(r + x) - gammaln(r) + gammaln(a + b) - gammaln(a + b + x) + gammaln(b + x) - gammaln(b))
    value += people * r * np.log(alpha)
    both = digamma(a + b) - digamma(a + b + x)
    gradient = np.array([
        w @ (digamma(r + x) - digamma(r)) + people * np.log(alpha),
        people * r / alpha,
        w @ both,
        w @ (both + digamma(b + x) - digamma(b)),
    ])  # fmt: skip
    curve = polygamma(1, a + b) - polygamma(1, a + b + x)
    hessian = np.zeros((4, 4))
    hessian[0, 0] = w @ (polygamma(1, r + x) - polygamma(1, r))
    hessian[0, 1] = hessian[1, 0] = people / alpha
    hessian[1, 1] = -people * r / alpha**2
    hessian[2, 2] = hessian[2, 3] = hessian[3, 2] = w @ curve
    hessian[3, 3] = w @ (curve + polygamma(1, b + x) - polygamma(1, b))
    return float(value), gradient, hessian


def _of_once(point: Vector, T: Vector, w: Vector) -> tuple[float, Vector, Matrix]:
    """The part of those without a repeat purchase: -r ln(α+T)."""
    r, alpha, _, _ = point
    late = 1 / (alpha + T)
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    logs = float(w @ np.log(alpha + T))
    gradient[:2] = -logs, -r * (w @ late)
    hessian[0, 1] = hessian[1, 0] = -(w @ late)
    hessian[1, 1] = r * (w @ late**2)
    return -r * logs, gradient, hessian


def _of_times(point: Vector, x: Vector, t_x: Vector, T: Vector, w: Vector) -> tuple[float, Vector, Matrix]:
    """
    The part of those who came back: ln( (α+T)^-(r+x) + a/(b+x-1) (α+t_x)^-(r+x) ).

    `gone` is the share of the second term, the chance that the person left after the last purchase.
    """
    r, alpha, a, b = point
    s, k = r + x, 1 / (b + x - 1)
    log_T, log_t = np.log(alpha + T), np.log(alpha + t_x)
    late, last = 1 / (alpha + T), 1 / (alpha + t_x)
    odds = np.log(a * k) + s * (log_T - log_t)
    gone = expit(odds)
    stays, v = w * (1 - gone), w * gone * (1 - gone)
    goes = w * gone
    d_r, d_alpha = log_T - log_t, s * (late - last)

    value = w @ (np.logaddexp(0.0, odds) - s * log_T)
    gradient = np.array([
        -(stays @ log_T + goes @ log_t), -(stays @ (s * late) + goes @ (s * last)), goes.sum() / a, -(goes @ k),
    ])  # fmt: skip
    hessian = np.empty((4, 4))
    hessian[0, 0] = v @ d_r**2
    hessian[0, 1] = -(stays @ late + goes @ last) + v @ (d_r * d_alpha)
    hessian[1, 1] = stays @ (s * late**2) + goes @ (s * last**2) + v @ d_alpha**2
    hessian[0, 2], hessian[0, 3] = (v @ d_r) / a, -(v @ (d_r * k))
    hessian[1, 2], hessian[1, 3] = (v @ d_alpha) / a, -(v @ (d_alpha * k))
    hessian[2, 2], hessian[2, 3] = (v.sum() - goes.sum()) / a**2, -(v @ k) / a
    hessian[3, 3] = (goes + v) @ k**2
    lower = np.tril_indices(4, -1)
    hessian[lower] = hessian.T[lower]
    return float(value), gradient, hessian
