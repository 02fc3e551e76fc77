"""
What a fitted BG/NBD model says of the time to come, for people with a history (x, t_x, T).

The published formula for expected purchases holds a hypergeometric function that overflows for frequent buyers and is
undefined at a = 1. Written as a mean over the chance p of leaving, which is Beta(a, b+x) for those still active, it is
a smooth integral, taken here by Gauss-Jacobi quadrature: E[(1 - (1 + pz)^-(r+x)) / p] with z = horizon / (alpha + T).
"""

import numpy as np
from scipy.linalg import eigh_tridiagonal
from scipy.special import expm1, log1p

from regulars.insight.likelihood import Vector

NODES = 48


def chance_active(parameters: Vector, x: Vector, t_x: Vector, T: Vector) -> Vector:
    """
    The chance that a person is still a customer.

    The model cannot tell for those without a repeat purchase (always 1); judge them by `repurchase` instead.
    """
    r, alpha, a, b = parameters
    odds = np.log(a / np.maximum(b + x - 1, 1e-300)) + (r + x) * (np.log(alpha + T) - np.log(alpha + t_x))
    active: Vector = np.where(x > 0, np.exp(-np.logaddexp(0.0, odds)), 1.0)
    return active


def chance_overdue(parameters: Vector, x: Vector, t_x: Vector, T: Vector) -> Vector:
    """The chance that an active person with this history would have bought again before T: silence by own rhythm."""
    r, alpha, _, _ = parameters
    overdue: Vector = -expm1((r + x) * (np.log(alpha + t_x) - np.log(alpha + T)))
    return overdue


def chance_to_buy(parameters: Vector, x: Vector, T: Vector, *, horizon: float) -> Vector:
    """The chance that a person who is active at T buys at least once within the horizon."""
    r, alpha, _, _ = parameters
    chance: Vector = -expm1(-(r + x) * log1p(horizon / (alpha + T)))
    return chance


def next_purchase(parameters: Vector, x: Vector, T: Vector, *, share: float) -> Vector:
    """The time after T by which this share of the people who are active at T has bought again."""
    r, alpha, _, _ = parameters
    wait: Vector = (alpha + T) * expm1(-log1p(-share) / (r + x))
    return wait


def purchases(parameters: Vector, x: Vector, T: Vector, *, horizon: float) -> tuple[Vector, Vector]:
    """The mean and the mean square of the number of purchases within the horizon by people active at T."""
    r, alpha, a, b = parameters
    order = np.lexsort((T, x))
    first = _firsts(x[order], T[order])
    codes = np.empty(x.size, dtype=np.intp)
    codes[order] = np.cumsum(first) - 1
    distinct_x, distinct_T = x[order][first], T[order][first]

    mean, square = np.empty(distinct_x.size), np.empty(distinct_x.size)
    edges = np.flatnonzero(_firsts(distinct_x))
    for start, end in zip(edges, [*edges[1:], distinct_x.size], strict=True):
        same = slice(start, end)
        count = float(distinct_x[start])
        mean[same], square[same] = _moments(r + count, horizon / (alpha + distinct_T[same]), *_beta_nodes(a, b + count))
    return mean[codes], square[codes]


def _firsts(*columns: Vector) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    first = np.ones(columns[0].size, dtype=bool)
    first[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return first


def _moments(s: float, z: Vector, p: Vector, weights: Vector) -> tuple[Vector, Vector]:
    """
    Mean and mean square given the chances p.

    Given p and the rate, purchases follow each other until one is the last; the factorial moment of second order is
    2 (1-p) E[1 - e^-u (1+u)] / p², u = rate · p · horizon, of which the rate is integrated out over its Gamma.
    """
    pz = p[:, None] * z
    safe = np.maximum(pz, 1e-200)
    stay = np.exp(-s * log1p(pz))
    chance = -expm1(-s * log1p(safe)) * z / safe
    small = s * pz < 1e-4  # below it the bracket of `pairs` loses its digits, and two terms of its series suffice
    pairs = np.where(
        small,
        s * (s + 1) * z**2 * (1 - 2 * (s + 2) * pz / 3),
        2 * (1 - stay * (1 + s * pz / (1 + pz))) * (z / safe) ** 2,
    )
    mean: Vector = np.einsum("n,nz->z", weights, chance)
    square: Vector = mean + np.einsum("n,nz->z", weights * (1 - p), pairs)
    return mean, square


def _beta_nodes(a: float, b: float) -> tuple[Vector, Vector]:
    """
    Gauss nodes and weights for the mean over Beta(a, b), from the recurrence of the Jacobi polynomials.

    Golub and Welsch (1969): nodes are the eigenvalues of the Jacobi matrix. SciPy's own overflows for b above 1000.
    """
    n = np.arange(NODES, dtype=float)
    alpha, beta = b - 1, a - 1
    total = 2 * n + alpha + beta
    diagonal = np.empty(NODES)
    diagonal[0] = a / (a + b)
    # On [0, 1]: (1 + (β²-α²) / ((2n+α+β)(2n+α+β+2))) / 2, written without the difference of near-equal numbers.
    diagonal[1:] = (
        2 * n[1:] * (n[1:] + alpha + beta + 1) + (beta + 1) * (alpha + beta)
    ) / (total[1:] * (total[1:] + 2))  # fmt: skip
    below = _squares(n[1:], alpha, beta)
    # This driver works on one thread: matrices so small only make the threads of the others wait for each other.
    values, vectors = eigh_tridiagonal(diagonal, np.sqrt(below), lapack_driver="stev")
    return np.clip(values, 0.0, 1.0), vectors[0] ** 2


def _squares(k: Vector, alpha: float, beta: float) -> Vector:
    total = 2 * k + alpha + beta
    squares = np.empty(k.size)
    # For k = 1 the factors (k+α+β) and (2k+α+β-1) cancel, which matters where α+β = -1.
    squares[0] = (1 + alpha) * (1 + beta) / (total[0] ** 2 * (total[0] + 1))
    rest, sums = k[1:], total[1:]
    squares[1:] = rest * (rest + alpha) * (rest + beta) * (rest + alpha + beta) / (sums**2 * (sums + 1) * (sums - 1))
    return squares
