"""The history of what is known of a person: each value, since when, from where, and by whom.

Reads what the change keeper holds. A field's first value came with the row that holds it, or was blank then.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.identity.models import Person
from regulars.profile.models import Field, FieldValue, Profile

COLUMNS = ("text", "number", "day", "words")
BLANK: tuple[Any, ...] = (None, "", [], {})
CHANGES = """
    select key, operation, old || coalesce(personal -> 'old', '{}'), new || coalesce(personal -> 'new', '{}')
    from events_change
    where "table" = %(table)s and key = any(%(keys)s) and kind = 'updated'
    order by id desc limit 1000
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a field was given; `by` is empty where no member of staff did it, `source` names a file's import."""

    value: Any
    since: datetime
    kind: str
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one row."""

    key: int
    operation: int
    old: Mapping[str, Any]
    new: Mapping[str, Any]


def of(person: Person) -> dict[str, list[Told]]:
    """Of each field of the profile, what it says and said, the newest first; of the oldest profile that says it."""
    rows = Profile.objects.filter(person__canonical=person.canonical_id).order_by("person")
    histories = told("profile_profile", rows.values())
    found: dict[str, list[Told]] = {}
    for history in histories:
        for name, values in history.items():
            found.setdefault(name, values)
    return found


def of_fields(person: Person, fields: Iterable[Field]) -> dict[int, list[Told]]:
    """By custom field, what it says and said of a person, the newest first; of the oldest person who says something."""
    rows = FieldValue.objects.filter(person__canonical=person.canonical_id, field__in=[field.id for field in fields])
    stored = list(rows.order_by("person").values())
    found: dict[int, list[Told]] = {}
    for row, history in zip(stored, told("profile_fieldvalue", stored), strict=True):
        said = [each for name in COLUMNS for each in history.get(name, [])]
        if said:
            found.setdefault(row["field_id"], sorted(said, key=lambda each: each.since, reverse=True))
    return found


def told(table: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, list[Told]]]:
    """Of each row, the history of its columns; three statements, however many rows."""
    stored = list(rows)
    keys = [row["id"] for row in stored]
    turns = [
        Turn(key, operation, json.loads(old), json.loads(new))
        for key, operation, old, new in query.rows(CHANGES, table=table, keys=keys)
    ]
    wanted = {row["operation"] for row in stored} | {turn.operation for turn in turns}
    operations = Operation.objects.select_related("by__account").in_bulk(wanted)
    return [history(row, [turn for turn in turns if turn.key == row["id"]], operations) for row in stored]


def history(
    row: Mapping[str, Any], turns: Sequence[Turn], operations: Mapping[int, Operation]
) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for name, value in row.items():
        changes = [turn for turn in turns if name in turn.new]
        first = changes[-1].old.get(name) if changes else value
        values = [entry(turn.new[name], operations.get(turn.operation)) for turn in changes]
        values += [] if first in BLANK else [entry(first, operations.get(row["operation"]))]
        if kept := [item for item in values if item is not None]:
            found[name] = kept
    return found


def entry(value: Any, operation: Operation | None) -> Told | None:
    if operation is None:
        return None
    by = str(operation.by.account) if operation.by is not None else ""
    source = f"import:{operation.facts['import']}" if "import" in operation.facts else ""
    return Told(value, operation.begun_at, operation.kind, by, source)
