"""Learn from what staff decide: whether this circle's pairs are likelier or unlikelier to be one than the model says.

The probability that somebody calls a pair one person is a logistic curve over its evidence in bits (Platt 1999). Drawn
towards the model itself, so that a handful of decisions moves little.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SLOPE_WEIGHS = 5.0
SHIFT_WEIGHS = 0.2
ROUNDS = 30
BIT = math.log(2)
FURTHEST = 40.0


@dataclass(frozen=True, slots=True)
class Leaning:
    """How decisions lean: evidence is stretched by the slope and moved by the shift (in natural logarithms)."""

    slope: float = 1.0
    shift: float = 0.0

    def probability(self, bits: float) -> float:
        """That staff would call a pair of so much evidence one person."""
        return 1 / (1 + math.exp(-(self.slope * scaled(bits) + self.shift)))


def scaled(bits: float) -> float:
    return max(-FURTHEST, min(FURTHEST, bits)) * BIT


def leaning(decisions: Sequence[tuple[float, bool]]) -> Leaning:
    """The leaning that explains decisions best: of each its evidence in bits, and whether the two were one."""
    slope, shift = 1.0, 0.0
    for _round in range(ROUNDS):
        told = Leaning(slope, shift)
        first, second = SLOPE_WEIGHS * (slope - 1), SHIFT_WEIGHS * shift
        across, mixed, down = SLOPE_WEIGHS, 0.0, SHIFT_WEIGHS
        for bits, is_one in decisions:
            x, p = scaled(bits), told.probability(bits)
            first, second = first + (p - is_one) * x, second + (p - is_one)
            weight = p * (1 - p)
            across, mixed, down = across + weight * x * x, mixed + weight * x, down + weight
        size = across * down - mixed * mixed
        step, side = (down * first - mixed * second) / size, (across * second - mixed * first) / size
        slope, shift = max(0.2, slope - step), shift - side
        if abs(step) + abs(side) < 1e-6:
            break
    return Leaning(slope, shift)
