"""Learn what each agreement is worth among these very people, and reckon the probability of each pair from it.

The shares among true pairs (m) are drawn from what is expected towards what is found, by expectation and maximization
(Dempster, Laird and Rubin 1977) with the expected shares as a prior: where few people have doubles, the prior speaks.
Counted among random pairs, strangers' agreement (u) holds the true pairs among them too; they are taken out again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    type Numbers = np.ndarray[Any, np.dtype[np.float64]]
    type Levels = np.ndarray[Any, np.dtype[np.int8]]
    type Shares = Mapping[str, Sequence[float]]

PRIOR_PAIRS = 200.0
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
    following: dict[str, list[float]]
    """The chances of strangers who agree in what a field follows from."""


@dataclass(frozen=True, slots=True)
class Seen:
    """
    The compared pairs: per field the level (0 is best, -1 unknown) and, in bits, how much rarer its value is.

    `following` are, of fields that follow from others, the pairs that agree in these; `identifying` those fields whose
    first level counts in full all the same.
    """

    levels: "dict[str, Levels]"
    rarity: "dict[str, Numbers]"
    following: "dict[str, np.ndarray[Any, np.dtype[np.bool_]]]"
    identifying: frozenset[str]
    related: "np.ndarray[Any, np.dtype[np.bool_]]"
    possible: float


def learned(seen: Seen, expected: "Shares", counted: "Shares", among: "Shares", *, start: float) -> Weights:
    """
    The weights that explain the pairs best, given what was expected of them.

    :param among: of fields that follow from others, how many pairs that agree in these are at each level.
    """
    first, usual = ({field: [*each] for field, each in given.items()} for given in (counted, expected))
    weights = Weights(start, usual, first, {field: first[field] for field in among})
    for _round in range(ROUNDS):
        before = weights
        weights = improved(seen, before, expected, counted, among)
        if moved(before, weights) < ENOUGH:
            break
    return weights


def improved(seen: Seen, weights: Weights, expected: "Shares", counted: "Shares", among: "Shares") -> Weights:
    import numpy as np

    likely = probabilities(seen, weights)
    prior = min(0.5, (likely.sum() + 1) / (seen.possible + 1))
    shares, chances, following = {}, {}, {}
    for field, levels in seen.levels.items():
        found = at_levels(levels, likely, len(expected[field]))
        shares[field] = (found + PRIOR_PAIRS * np.asarray(expected[field])) / (found.sum() + PRIOR_PAIRS)
        chances[field] = of_strangers(np.asarray(counted[field]), prior * shares[field])
    for field, pairs in among.items():
        true = at_levels(seen.levels[field], likely * seen.following[field], len(expected[field])).sum()
        total = sum(pairs) + PRIOR_PAIRS
        alike = (np.asarray(pairs) + PRIOR_PAIRS * np.asarray(chances[field])) / total
        following[field] = of_strangers(alike, min(1, true / total) * shares[field])
    return Weights(float(prior), *({field: each.tolist() for field, each in found.items()}
                                   for found in (shares, chances, following)))  # fmt: skip


def at_levels(levels: "Levels", likely: "Numbers", size: int) -> "Numbers":
    import numpy as np

    return np.bincount(levels[levels >= 0], weights=likely[levels >= 0], minlength=size)


def of_strangers(all_pairs: "Numbers", true: "Numbers") -> "Numbers":
    """The shares of all pairs at each level, without those of true pairs."""
    import numpy as np

    alone = np.maximum.reduce([all_pairs - true, LEFT * all_pairs, np.full(len(all_pairs), LEAST)])
    return np.asarray(alone, dtype=np.float64)


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
        bits = worth(weights.shares[field], weights.chances[field])[levels] + seen.rarity.get(field, 0.0)
        if field in seen.following:
            follows = seen.following[field] & ~((levels == 0) & (field in seen.identifying))
            bits = np.where(follows, worth(weights.shares[field], weights.following[field])[levels], bits)
        found[field] = np.where(levels >= 0, bits, 0.0)
    return found


def worth(shares: "Sequence[float]", chances: "Sequence[float]") -> "Numbers":
    import numpy as np

    return np.asarray(np.log2(np.asarray(shares) / np.asarray(chances)), dtype=np.float64)
