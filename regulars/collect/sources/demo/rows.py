"""Columns of equal length that are cut, joined and reordered together."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]


class Rows:
    """The base of dataclasses whose every field is an array with one entry per row."""

    def __len__(self) -> int:
        return len(next(iter(self.columns().values())))

    def columns(self) -> dict[str, NDArray[Any]]:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]

    def take(self, chosen: Ints | Bools | slice) -> Self:
        """Give the rows at these positions, or where the mask is true."""
        return type(self)(**{name: values[chosen] for name, values in self.columns().items()})

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """Set parts under one another, in the order given."""
        columns = [part.columns() for part in parts]
        return cls(**{name: np.concatenate([part[name] for part in columns]) for name in columns[0]})


def positions_within(sizes: Ints) -> Ints:
    """Number the members of consecutive groups from 0: sizes 2, 3 give 0, 1, 0, 1, 2."""
    starts = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) - np.repeat(starts, sizes)


def drawn(rng: np.random.Generator, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Draw positions with probabilities in proportion to the weights."""
    cumulative = np.cumsum(np.asarray(weights, dtype=float))
    picked: Ints = np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right")
    return np.minimum(picked, len(cumulative) - 1)
