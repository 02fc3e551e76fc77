"""What the demo shop was drawn from, so that what learning finds can be compared with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Truth:
    """
    The parameters behind the shop.

    Purchases follow BG/NBD in weeks (Fader, Hardie and Lee 2005): the rate is Gamma(r, rate alpha),
    the chance to leave after each repeat purchase Beta(a, b). The net value of an order in pounds
    is Gamma(p, rate nu), with nu drawn per person from Gamma(q, rate v).
    """

    r: float = 0.55
    alpha: float = 6.0
    a: float = 0.8
    b: float = 4.5
    p: float = 5.0
    q: float = 4.0
    v: float = 24.0
    euros_per_pound: Decimal = Decimal("1.15")
    return_rates: Mapping[str, float] = field(default_factory=dict)

    @property
    def mean_spend(self) -> float:
        """The expected net value of an order of a customer taken at random."""
        return self.p * self.v / (self.q - 1)
