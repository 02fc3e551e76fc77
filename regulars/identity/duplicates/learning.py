"""Learn what each agreement is worth among these very people, and reckon the probability of each pair from it.

The shares among true pairs (m) are drawn from what is expected towards what is found, by expectation and maximization
(Dempster, Laird and Rubin 1977) with the expected shares as a prior: where few people have doubles, the prior speaks.
Counted among random pairs, strangers' agreement (u) holds the true pairs among them too; they are taken out again.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    type Numbers = np.ndarray[Any, np.dtype[np.float64]]

PRIOR_PAIRS = 60.0
"""So many true pairs the expected shares weigh."""
ROUNDS = 40
ENOUGH = 1e-4
LEAST = 1e-7
RELATIVES = -5.0
"""The most bits that speak for two who live together."""
LEFT = 0.02
"""Of a counted agreement at least this share is left to strangers."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: per field the shares of its levels, best first, the last being that it differs."""

    prior: float
    shares: dict[str, list[float]]
    chances: dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Seen:
    """The compared pairs: per field the level (0 is best, -1 unknown) and, in bits, how much rarer its value is."""

    levels: "dict[str, np.ndarray[Any, np.dtype[np.int8]]]"
    rarity: "dict[str, Numbers]"
    related: "np.ndarray[Any, np.dtype[np.bool_]]"
    possible: float


def learned(seen: Seen, expected: dict[str, list[float]], counted: dict[str, list[float]], *, start: float) -> Weights:
    """The weights that explain the pairs best, given what was expected of them."""
    weights = Weights(start, expected, counted)
    for _round in range(ROUNDS):
        before = weights
        weights = improved(seen, before, expected, counted)
        if moved(before, weights) < ENOUGH:
            break
    return weights


def improved(
    seen: Seen, weights: Weights, expected: dict[str, list[float]], counted: dict[str, list[float]]
) -> Weights:
    import numpy as np

    likely = probabilities(seen, weights)
    prior = min(0.5, (likely.sum() + 1) / (seen.possible + 1))
    shares, chances = {}, {}
    for field, levels in seen.levels.items():
        size = len(expected[field])
        found = np.bincount(levels[levels >= 0], weights=likely[levels >= 0], minlength=size)
        mixed = (found + PRIOR_PAIRS * np.asarray(expected[field])) / (found.sum() + PRIOR_PAIRS)
        among = np.asarray(counted[field])
        alone = np.maximum.reduce([among - prior * mixed, LEFT * among, np.full(size, LEAST)])
        shares[field], chances[field] = mixed.tolist(), alone.tolist()
    return Weights(float(prior), shares, chances)


def moved(before: Weights, after: Weights) -> float:
    pairs = (zip(before.shares[field], after.shares[field], strict=True) for field in after.shares)
    return max(abs(a - b) for shares in pairs for a, b in shares)


def probabilities(seen: Seen, weights: Weights) -> "Numbers":
    """Of each pair that it is one person."""
    import numpy as np

    return np.asarray(1 / (1 + np.exp2(-np.clip(total(seen, weights), -60, 60))), dtype=np.float64)


def total(seen: Seen, weights: Weights) -> "Numbers":
    """All evidence of each pair in bits; relatives, who share all but their own name and birthday, are two."""
    import numpy as np

    bits = np.sum(list(evidence(seen, weights).values()), axis=0) + np.log2(weights.prior / (1 - weights.prior))
    return np.asarray(np.where(seen.related, np.minimum(bits, RELATIVES), bits), dtype=np.float64)


def evidence(seen: Seen, weights: Weights) -> "dict[str, Numbers]":
    """Per field, in bits, how much it speaks for each pair being one."""
    import numpy as np

    found = {}
    for field, levels in seen.levels.items():
        worth = np.log2(np.asarray(weights.shares[field]) / np.asarray(weights.chances[field]))
        found[field] = np.where(levels >= 0, worth[levels] + seen.rarity.get(field, 0.0), 0.0)
    return found
