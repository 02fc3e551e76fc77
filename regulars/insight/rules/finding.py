"""What a rule finds, and what it looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, Any

from regulars.insight import evidence
from regulars.insight.value import Z

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

FEWEST_PEOPLE = 5  # a sentence about fewer is gossip


@dataclass(frozen=True)
class Range:
    """A sum of money, and the range in which it lies four times in five; the ends are None for what is known."""

    money: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Finding:
    """
    One fact: `values` fill the sentence of its rule, `behind` says who or what it is about.

    `key` tells findings of one rule apart (a product, a cohort); `behind` is {"people": filter}, {"product": id},
    {"pair": [id, id]}, {"cohort": month} or empty.
    """

    rule: str
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    stake: Range | None = None
    people: int | None = None
    behind: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """A set of people in numbers."""

    people: int
    stake: Range
    spent: float
    chance: float


@dataclass(frozen=True)
class Ground:
    """What the rules look at: the scores by person and the results by technique, as of a day."""

    engine: "Engine"
    scores: "pa.Table"
    results: Mapping[str, list[dict[str, Any]]]
    as_of: date

    def group(self, people: evidence.Filter) -> Group | None:
        """The people of a filter with what they are expected to bring in 90 days; None if they are too few to name."""
        sql = f"""
            select count(*) as people,
                   sum(cast(value_90 as double)) as value,
                   sum(value_90_variance)        as variance,
                   sum(value_90_doubt)           as doubt,
                   sum(cast(spent as double))    as spent,
                   avg(chance_90)                as chance
            from scores where {evidence.where(people)}
        """
        row = self.engine.run(sql, scores=self.scores).to_pylist()[0]
        if row["people"] < FEWEST_PEOPLE or row["value"] is None:
            return None
        # Chance evens out between people, so variances add up. Doubt in the model does not, so its errors add up.
        spread = Z * sqrt(row["variance"] + row["doubt"] ** 2)
        stake = Range(row["value"], max(row["value"] - spread, 0.0), row["value"] + spread)
        return Group(people=row["people"], stake=stake, spent=row["spent"], chance=row["chance"])

    def first(self, technique: str) -> dict[str, Any]:
        """The only row of a result of one row; empty if the technique found nothing."""
        rows = self.results.get(technique) or [{}]
        return rows[0]
