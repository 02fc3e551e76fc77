"""What was learned."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from regulars.base.workspace.models import Store
from regulars.identity.models import Person
from regulars.insight.models import Finding, Result, Run, Score

LEARNED = datetime(2026, 3, 2, 2, 10, tzinfo=UTC)


def run(store: Store, *, at: datetime = LEARNED, as_of: date = date(2026, 3, 1)) -> Run:
    """A published run, whose scores can be added."""
    made = Run.objects.create(
        store=store, as_of=as_of, code_version="1", started_at=at, published_at=at, facts={"people": 0}
    )
    with connection.cursor() as cursor:
        cursor.execute(f"create table insight_score_{made.id} partition of insight_score for values in ({made.id})")
    return made


def score(learned: Run, person: Person, *, stage: str = "repeat", **values: Any) -> Score:
    return Score.objects.create(run=learned, person=person, stage=stage, stage_reason="within_rhythm", **values)


def finding(learned: Run, rule: str, **values: Any) -> Finding:
    return Finding.objects.create(run=learned, rule=rule, news="new", place=0, **values)


def result(learned: Run, technique: str, rows: Any) -> Result:
    return Result.objects.create(run=learned, technique=technique, rows=rows)
