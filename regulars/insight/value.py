"""
What every buyer is expected to bring in the next 90 and 365 days.

Purchases follow BG/NBD, their value Gamma-Gamma; those who bought once are judged by the store's own time to second
order. Each estimate has the range in which it will lie four times in five. The priors below are what shops of many
kinds look like; they decide in a shop of fifty buyers, and count for nothing in one of some thousands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from regulars.insight import future, gammagamma, lifetime, repurchase
from regulars.insight.likelihood import Matrix, Prior, Vector, grouped

if TYPE_CHECKING:
    import pyarrow as pa

HORIZONS = (90, 365)
FEWEST_BUYERS = 50
FEWEST_WHO_CAME_BACK = 5
SHORTEST_HISTORY = 60  # days from the first purchase of the store to the present
Z = 1.2816  # four times in five

# Logarithms of r, alpha in weeks, a, b; spreads wide enough for grocers and for furniture (e^±2 is a factor of seven).
PURCHASE_PRIOR = Prior(centers=(-0.5, 2.1, -0.6, 0.9), spreads=(1.0, 1.2, 1.2, 1.2))
# Logarithms of p, q and of v in units of the mean purchase.
SPEND_PRIOR = Prior(centers=(1.2, 1.2, -0.4), spreads=(1.0, 0.8, 1.2))
SHARE_STRENGTH = 3.0  # purchases of the average buyer that a person's own share of returns or margin starts from


@dataclass(frozen=True)
class Models:
    """What was fitted to a store; `doubt` is the relative error that a test on held-out days has shown."""

    purchases: lifetime.PurchaseModel
    spend: lifetime.SpendModel
    second: repurchase.SecondOrders
    doubt: float = 0.0


@dataclass(frozen=True)
class Buyers:
    """Facts as vectors; times in days. `mean_value` is of an occasion."""

    occasions: Vector
    age: Vector
    last: Vector
    second_after: Vector
    mean_value: Vector

    @property
    def history(self) -> tuple[Vector, Vector, Vector]:
        """x, t_x and T in weeks."""
        return self.occasions - 1, self.last / 7, self.age / 7


@dataclass(frozen=True)
class Outlook:
    """For each buyer: the chance to buy, and mean, variance and doubt of purchases' number and value."""

    chance: Vector
    purchases: Vector
    value: Vector
    variance: Vector
    doubt: Vector

    def range(self) -> tuple[Vector, Vector]:
        """
        Four times in five the value lies in here.

        Nothing at all has its own chance; what is above nothing is taken for log-normal of the same mean and variance.
        """
        chance = np.clip(self.chance, 1e-9, 1.0)
        mean = np.maximum(self.value, 1e-12) / chance
        square = (self.variance + self.doubt**2 + self.value**2) / chance
        spread = np.sqrt(np.log(np.maximum(square / mean**2, 1 + 1e-9)))
        center = np.log(mean) - spread**2 / 2
        low, high = (_log_normal(center, spread, (share - (1 - chance)) / chance) for share in (0.1, 0.9))
        return low, high


def buyers(facts: "pa.Table", *, as_of: date) -> Buyers:
    """The facts of `facts.people` as vectors."""
    first, last = (facts.column(name).cast("int32").to_numpy() for name in ("first_on", "last_on"))
    occasions = facts.column("occasions").to_numpy().astype(float)
    second = facts.column("second_after").cast("float64").fill_null(float("nan")).to_numpy()
    return Buyers(
        occasions=occasions,
        age=((as_of - date(1970, 1, 1)).days - first).astype(float),
        last=(last - first).astype(float),
        second_after=second,
        mean_value=facts.column("spent").cast("float64").to_numpy() / occasions,
    )


def why_unknown(buyers: Buyers) -> str | None:
    """The reason why nothing can be said of this store yet, if there is one."""
    if buyers.age.size < FEWEST_BUYERS:
        return "too_few_buyers"
    if buyers.age.max() < SHORTEST_HISTORY:
        return "too_short_history"
    if np.count_nonzero(buyers.occasions > 1) < FEWEST_WHO_CAME_BACK:
        return "too_few_came_back"
    return None


def fit(buyers: Buyers, *, doubt: float = 0.0) -> Models:
    """Fit the three models to a store of which `why_unknown` says nothing."""
    x, t_x, T, weights = grouped(*buyers.history, weights=np.ones(buyers.age.size))
    came_back = np.isfinite(buyers.second_after)
    return Models(
        purchases=lifetime.fit_bgnbd(x, t_x, T, weights=weights, prior=PURCHASE_PRIOR),
        spend=lifetime.fit_gamma_gamma(buyers.occasions, buyers.mean_value, prior=SPEND_PRIOR),
        second=repurchase.second_orders(
            np.where(came_back, buyers.second_after, buyers.age), came_back,
            furthest=int(buyers.age.max()) + HORIZONS[-1] + 1,
        ),
        doubt=doubt,
    )  # fmt: skip


def outlook(models: Models, buyers: Buyers, *, horizon: int, kept: Vector | None = None) -> Outlook:
    """What the buyers will do within `horizon` days; `kept` is the share of sales that does not come back."""
    x, t_x, T = buyers.history
    cell_x, cell_T, cells = _cells(x, T)
    parameters = models.purchases.parameters
    means, squares = future.purchases(parameters, cell_x, cell_T, horizon=horizon / 7)
    chances = future.chance_to_buy(parameters, cell_x, cell_T, horizon=horizon / 7)

    once = x == 0
    active = future.chance_active(parameters, x, t_x, T)
    came = models.second.chance(buyers.age[once], horizon=horizon)
    # The model's number of purchases given that there is one, times the chance that there is one by the store's record.
    active[once] = came / chances[cells[once]]
    mean, square, chance = active * means[cells], active * squares[cells], active * chances[cells]

    worth, worth_variance = gammagamma.expected_value(models.spend.parameters, buyers.occasions, buyers.mean_value)
    worth_square = worth**2 + worth_variance
    value = mean * worth
    variance = mean * worth_square / models.spend.p + square * worth_square - value**2
    unsure = _purchase_doubt(models, x, t_x, T, cells, (cell_x, cell_T), mean, horizon=horizon)
    unsure[once] = _second_doubt(models, buyers.age[once], came, horizon=horizon)
    relative = np.sqrt(unsure**2 + _spend_doubt(models, buyers, worth) ** 2 + models.doubt**2)
    share = np.ones_like(value) if kept is None else kept
    return Outlook(
        chance=np.minimum(chance, 1.0), purchases=mean, value=value * share,
        variance=np.maximum(variance, 0.0) * share**2, doubt=value * share * relative,
    )  # fmt: skip


def chance_to_buy(models: Models, buyers: Buyers, *, horizon: int) -> Vector:
    """The chance of `outlook` alone, which takes a small part of its time."""
    x, t_x, T = buyers.history
    parameters, once = models.purchases.parameters, x == 0
    active = future.chance_active(parameters, x, t_x, T)
    chance = active * future.chance_to_buy(parameters, x, T, horizon=horizon / 7)
    chance[once] = models.second.chance(buyers.age[once], horizon=horizon)
    return np.minimum(chance, 1.0)


def own_share(part: Vector, whole: Vector, mean_value: Vector) -> Vector:
    """
    What part of a buyer's sales came back, or was margin, drawn towards the store's share while little was bought.

    The store's share stands in with the weight of three purchases of the person's own size.
    """
    total = whole.sum()
    store = part.sum() / total if total > 0 else 0.0
    strength = SHARE_STRENGTH * mean_value
    share: Vector = (part + strength * store) / np.maximum(whole + strength, 1e-12)
    return share


def _cells(x: Vector, T: Vector) -> tuple[Vector, Vector, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """The distinct pairs of x and T, and for each buyer the number of the pair. Days and counts are whole numbers."""
    days = np.rint(T * 7).astype(np.int64)
    width = int(days.max()) + 1
    keys, codes = np.unique(x.astype(np.int64) * width + days, return_inverse=True)
    return (keys // width).astype(float), (keys % width) / 7, codes


def _log_normal(center: Vector, spread: Vector, share: Vector) -> Vector:
    inside = share > 0
    quantile = np.zeros_like(center)
    quantile[inside] = np.exp(center[inside] + spread[inside] * ndtri(share[inside]))
    return quantile


def _purchase_doubt(
    models: Models, x: Vector, t_x: Vector, T: Vector, cells: np.ndarray[tuple[int], np.dtype[np.intp]],
    distinct: tuple[Vector, Vector], mean: Vector, *, horizon: int,
) -> Vector:  # fmt: skip
    """The relative error of expected purchases that comes from the four parameters (delta method)."""

    def logarithm(parameters: Vector) -> Vector:
        means, _ = future.purchases(parameters, *distinct, horizon=horizon / 7)
        active = future.chance_active(parameters, x, t_x, T)
        result: Vector = np.log(np.maximum(active * means[cells], 1e-300))
        return result

    return _delta(logarithm, models.purchases.parameters, models.purchases.covariance, np.log(np.maximum(mean, 1e-300)))


def _spend_doubt(models: Models, buyers: Buyers, worth: Vector) -> Vector:
    def logarithm(parameters: Vector) -> Vector:
        result: Vector = np.log(gammagamma.expected_value(parameters, buyers.occasions, buyers.mean_value)[0])
        return result

    return _delta(logarithm, models.spend.parameters, models.spend.covariance, np.log(worth))


def _second_doubt(models: Models, days: Vector, chance: Vector, *, horizon: int) -> Vector:
    high = models.second.chance(days, horizon=horizon, z=1.0)
    relative: Vector = high / np.maximum(chance, 1e-12) - 1
    return relative


def _delta(logarithm: Callable[[Vector], Vector], parameters: Vector, covariance: Matrix, here: Vector) -> Vector:
    """The standard error of a logarithm by its slopes. A direction that the data leave open counts as one unit wide."""
    total = np.zeros_like(here)
    known = np.nan_to_num(covariance / np.outer(parameters, parameters), nan=0.0)
    sizes, directions = np.linalg.eigh(known)
    if np.isnan(covariance).any():
        sizes, directions = np.ones(parameters.size), np.eye(parameters.size)
    for size, direction in zip(sizes, directions.T, strict=True):
        slope = (logarithm(parameters * np.exp(1e-4 * direction)) - here) / 1e-4
        total += max(size, 0.0) * slope**2
    error: Vector = np.sqrt(total)
    return error
