"""Imports as the API shows them."""

from collections.abc import Sequence
from typing import Literal

from regulars.api.imports import shapes
from regulars.collect import models
from regulars.collect.imports import Rehearsal
from regulars.collect.kinds import Kind, State
from regulars.commerce.models import Merge

QUESTIONS: dict[str, Literal["dates", "decimal", "encoding", "columns"]] = {
    "ask_date_order": "dates",
    "dates_contradict": "dates",
    "ask_decimal_mark": "decimal",
    "unknown_encoding": "encoding",
    "missing_column": "columns",
    "wrong_heading": "columns",
}


def of(rows: Sequence[models.Import]) -> list[shapes.Import]:
    """The imports, which must have come with their stores."""
    merges = Merge.objects.filter(import_id__in=[row.id for row in rows]).select_related("under")
    known = {merge.import_id: merge for merge in merges}
    return [shown(row, known.get(row.id)) for row in rows]


def shown(row: models.Import, merge: Merge | None) -> shapes.Import:
    return shapes.Import(
        id=row.public_id,
        store_id=row.store.public_id,
        kind=Kind(row.kind),
        file_name=row.file_name,
        size=row.size,
        sha256=row.sha256,
        timezone=row.timezone,
        currency=row.currency,
        preset=row.preset,
        state=State(row.state),
        rows_done=row.rows_done,
        rows_total=row.rows_total,
        progress=row.rows_done / row.rows_total if row.rows_total else None,
        totals=row.totals,
        understood=row.understood,
        merged=merge.report if merge is not None else None,
        problem=trouble(row),
        operation_id=merge.under.public_id if merge is not None else None,
        registered_at=row.registered_at,
        staged_at=row.staged_at,
        finished_at=row.finished_at,
        undone_at=merge.undone_at if merge is not None else None,
    )


def trouble(row: models.Import) -> shapes.Trouble | None:
    if not row.problem:
        return None
    return shapes.Trouble(code=row.problem_code, detail=row.problem, question=QUESTIONS.get(row.problem_code))


def rehearsal(found: Rehearsal, *, with_values: bool) -> shapes.Rehearsal:
    rejected = [
        shapes.RejectedRow(
            line=row.line, column=row.column, value=row.value if with_values else None, reason=str(row.reason)
        )
        for row in found.rejected
    ]
    return shapes.Rehearsal(totals=found.totals, understood=found.understood, rejected=rejected)
