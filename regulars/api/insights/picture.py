"""Runs, findings and scores as the API shows them."""

import math
from typing import Any

from regulars.api.insights import shapes
from regulars.insight import models, sentences
from regulars.insight.kinds import News

NAMED_APART = frozenset({"person_id"})
SCORE_FIELDS = [name for name in shapes.Score.model_fields if name not in NAMED_APART]


def learned(run: models.Run) -> dict[str, Any]:
    """The fields of `shapes.Learned`; the run must have come with its store."""
    return {
        "store_id": run.store.public_id,
        "currency": run.store.currency,
        "as_of": run.as_of,
        "learned_at": run.published_at,
        "code_version": run.code_version,
    }


def score(row: models.Score) -> shapes.Score:
    """A score that has come with its person."""
    values = {name: finite(getattr(row, name)) for name in SCORE_FIELDS}
    return shapes.Score(person_id=row.person.public_id, **values)


def finding(row: models.Finding, *, currency: str) -> shapes.Finding:
    """A finding of a store with that currency, told in the language of the call."""
    return shapes.Finding(
        rule=row.rule,
        key=row.key,
        sentence=sentences.told(row, currency=currency),
        values=row.values,
        stake=row.stake,
        stake_low=row.stake_low,
        stake_high=row.stake_high,
        people=row.people,
        news=News(row.news),
    )


def finite(value: Any) -> Any:
    """The value, or null for a float that JSON cannot say."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
