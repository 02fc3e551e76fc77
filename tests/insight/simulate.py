"""Draw customers from the models themselves, so that the truth is known."""

import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float64]


def histories(
    size: int, *, r: float, alpha: float, a: float, b: float, longest: float = 39.0, ahead: float = 0.0, seed: int = 1
) -> tuple[Vector, Vector, Vector, Vector]:
    """x, t_x, T of people who began at different times, and what each buys in the time `ahead` of T."""
    draw = np.random.default_rng(seed)
    rate, leave = draw.gamma(r, 1 / alpha, size), draw.beta(a, b, size)
    T = np.ceil(draw.uniform(longest / 2, longest, size) * 7) / 7
    x, last, later, now = (np.zeros(size) for _ in range(4))
    active = np.ones(size, dtype=bool)
    while active.any():
        now = now + draw.exponential(1 / np.maximum(rate, 1e-300))
        seen = active & (now <= T)
        x[seen] += 1
        last[seen] = now[seen]
        later[active & (now > T) & (now <= T + ahead)] += 1
        active &= (now <= T + ahead) & (draw.random(size) > leave)
    return x, np.minimum(np.ceil(last * 7) / 7, T), T, later


def spending(size: int, *, p: float, q: float, v: float, seed: int = 2) -> tuple[Vector, Vector]:
    """Numbers of purchases and their mean values."""
    draw = np.random.default_rng(seed)
    x = 1.0 + draw.poisson(2.0, size)
    return x, draw.gamma(p * x, 1 / draw.gamma(q, 1 / v, size)) / x
