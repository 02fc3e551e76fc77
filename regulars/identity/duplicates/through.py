"""Pairs that follow from others: who is one with somebody is one with whoever that one is, unless they differ too much.

Two records of a person that share little, an old address here and a new one there, meet in a third that has both.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulars.identity.duplicates.deciding import BIT

MOST_NEIGHBORS = 30
SUREST = 0.999


@dataclass(frozen=True, slots=True)
class Way:
    """By whom two are connected, and how likely both steps are right."""

    by: int
    probability: float


def ways(links: Sequence[tuple[int, int, float]]) -> dict[tuple[int, int], Way]:
    """The best way between each two who are linked to the same third, and not to each other; likeliest links first."""
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for older, newer, probability in links:
        for one, other in ((older, newer), (newer, older)):
            if len(near[one]) < MOST_NEIGHBORS:
                near[one].append((other, probability))
    known = {(older, newer) for older, newer, _probability in links}
    found: dict[tuple[int, int], Way] = {}
    for by, others in near.items():
        for place, (one, first) in enumerate(others):
            for other, second in others[place + 1 :]:
                pair = (min(one, other), max(one, other))
                way = Way(by, min(first * second, SUREST))
                if pair not in known and (pair not in found or found[pair].probability < way.probability):
                    found[pair] = way
    return found


def likely(
    found: Mapping[tuple[int, int], Way], against: Mapping[tuple[int, int], float]
) -> dict[tuple[int, int], Way]:
    """The same with what speaks against each pair itself, in bits of 0 or less, taken into account."""
    known = ((pair, way) for pair, way in found.items() if pair in against)
    return {pair: Way(way.by, lowered(way.probability, against[pair])) for pair, way in known}


def lowered(probability: float, bits: float) -> float:
    return 1 / (1 + (1 - probability) / probability * math.exp(-bits * BIT))
