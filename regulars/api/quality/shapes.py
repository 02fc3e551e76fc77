"""Data quality as the API shows it."""

from datetime import date

from ninja import Schema
from pydantic import Field

from regulars.api.fields import Amount, PersonId
from regulars.profile.quality.rules import About, Dimension

Score = int | None


class RuleFigure(Schema):
    """How a rule stands: of how many rows it speaks, and how many of them fail it."""

    rule: str = Field(description="The list of customers on the staff pages takes it as the filter `flaw`.")
    label: str
    dimension: Dimension
    about: About
    weight: int
    applied: int
    failed: int
    at_stake: Amount | None = Field(
        description="What the people will probably buy in 12 months, or the net sales of the last 12 months of the"
        " orders or products; null where it is unknown, or without `insight:see`."
    )


class Standing(Schema):
    """The scores of a day, of 100; null where no rule speaks of anything."""

    day: date
    score: Score
    dimensions: dict[Dimension, Score]


class Quality(Standing):
    """How good the data of a store were at its last check, what costs most first."""

    currency: str
    rules: list[RuleFigure]


class Trend(Schema):
    """The days of the last 90 on which the store was looked at, the oldest first."""

    items: list[Standing]


class SourceStanding(Schema):
    """How good is what one file or source has told."""

    source: str
    name: str
    people: int
    score: Score
    dimensions: dict[Dimension, Score]


class Sources(Schema):
    """Those that have told of most people first."""

    items: list[SourceStanding]


class PersonQuality(Schema):
    """How good is what is known of one person, and the rules that fail, the weightiest first."""

    person_id: PersonId
    score: int
    flaws: list[str]
