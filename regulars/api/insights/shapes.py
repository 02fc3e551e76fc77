"""What was learned of a store, as the API shows it."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from regulars.api.fields import Amount, PersonId, StoreId, Text
from regulars.api.listing import Listed, Window
from regulars.insight.kinds import News, RfmGroup, Stage, StageReason, Unknown


class Learned(Schema):
    """From what, when and by which code something was learned."""

    store_id: StoreId
    currency: str = Field(description="Of every amount in the answer.")
    as_of: date = Field(description="Everything up to the end of this day, in the store's time zone, was known.")
    learned_at: datetime
    code_version: str


class Finding(Schema):
    """A fact worth a decision. `values` holds the numbers in its sentence, with their evidence."""

    rule: str = Field(description="The rule that found it.")
    key: str = Field(description="What it is about, where the rule finds several things; else empty.")
    sentence: str = Field(description="In the language of `Accept-Language`.")
    values: dict[str, Any]
    stake: Amount | None = Field(description="Money at stake; null where there is none to name.")
    stake_low: Amount | None
    stake_high: Amount | None
    people: int | None = Field(description="How many people stand behind it; `/insights/scores` lists them.")
    news: News


class Findings(Learned):
    """New or changed findings first, each part by money at stake."""

    items: list[Finding]


class Score(Schema):
    """All that is known of one person in one store. What cannot be known is null, and `unknown` says why."""

    person_id: PersonId
    stage: Stage = Field(description="Where the person stands by their own rhythm.")
    stage_reason: StageReason
    unknown: Unknown | None = Field(description="Why there is no estimate.")
    first_on: date | None
    last_on: date | None
    days_away: int | None
    orders: int | None
    occasions: int | None = Field(description="Days with an order.")
    spent: Amount | None
    margin: Amount | None
    discount: Amount | None
    returned: Amount | None
    return_rate: float | None
    discounted_share: float | None = Field(description="Share of orders with a discount.")
    recency: int | None = Field(ge=1, le=5, description="5 is best; equal facts score equally.")
    frequency: int | None = Field(ge=1, le=5)
    money: int | None = Field(ge=1, le=5)
    rfm_group: RfmGroup | None
    sales_share: float | None = Field(description="Share of the store's sales.")
    share_before: float | None = Field(description="Share of sales made by those who spent more.")
    alive: float | None = Field(description="Chance of still being a customer; null for those who bought once.")
    overdue: float | None = Field(description="Share of comparable buyers who would have bought again by now.")
    gap_days: float | None = Field(description="The person's mean time between purchases.")
    chance_90: float | None = Field(description="Chance of buying in 90 days.")
    chance_365: float | None
    purchases_90: float | None
    purchases_365: float | None
    value_90: Amount | None = Field(description="Expected net sales in 90 days, with a range.")
    value_90_low: Amount | None
    value_90_high: Amount | None
    value_365: Amount | None
    value_365_low: Amount | None
    value_365_high: Amount | None
    margin_365: Amount | None
    next_from: date | None = Field(description="Half of those who order again do so from this day …")
    next_on: date | None
    next_to: date | None = Field(description="… to this one.")


class Scores(Learned, Listed):
    """A page of scores."""

    items: list[Score]


class PersonScores(Learned):
    """The scores of one person in one store; null where they were unknown to it when it was learned."""

    score: Score | None


class ScoresOfPerson(Schema):
    """The scores of one person in every store of the circle that has learned."""

    items: list[PersonScores]


class Techniques(Learned):
    """The curves and tables that a store has."""

    techniques: list[str]


class Curve(Learned):
    """The rows of one technique: a curve, a table, the parameters of a model."""

    technique: str
    rows: Any = Field(description="Mostly a list of objects; its keys depend on the technique.")


class ScoresWindow(Window):
    store: StoreId
    stage: Stage | None = None
    rfm_group: RfmGroup | None = None
    rule: Text | None = Field(None, description="Only the people behind the finding of this rule …")
    key: Text | None = Field(None, description="… and this key, where it has one.")
