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
from regulars.collect.models import Source
from regulars.identity.models import Person
from regulars.profile.models import Field, FieldValue, Profile

FEED, SOURCE = "feed", "source:"
COLUMNS = ("text", "number", "day", "words")
BLANK: tuple[Any, ...] = (None, "", [], {})
PROFILE, VALUE = "profile_profile", "profile_fieldvalue"
CHANGES = """
    select c."table", c.key, c.operation, c.old || coalesce(c.personal -> 'old', '{}'),
           c.new || coalesce(c.personal -> 'new', '{}')
    from jsonb_each(%(keys)s::jsonb) k (name, ids)
    cross join lateral (
        select * from events_change
        where "table" = k.name and key = any(array(select jsonb_array_elements_text(k.ids)::bigint))
          and kind = 'updated'
        order by id desc limit 1000
    ) c
    order by c.id desc
"""


@dataclass(frozen=True, slots=True)
class Told:
    """
    A value that a field was given; `by` is empty where no member of staff did it.

    `source` names a file's import, or the source that said so by itself.
    """

    value: Any
    since: datetime
    kind: str
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one row."""

    table: str
    key: int
    operation: int
    old: Mapping[str, Any]
    new: Mapping[str, Any]


def of(person: Person) -> dict[str, list[Told]]:
    """Of each field of the profile, what it says and said, the newest first; of the oldest profile that says it."""
    return everything(person, [])[0]


def of_fields(person: Person, fields: Iterable[Field]) -> dict[int, list[Told]]:
    """By custom field, what it says and said of a person, the newest first; of the oldest person who says something."""
    return everything(person, fields)[1]


def everything(person: Person, fields: Iterable[Field]) -> tuple[dict[str, list[Told]], dict[int, list[Told]]]:
    """The histories of the profile by field, and of the custom fields by their id; four statements."""
    profiles = Profile.objects.filter(person__canonical=person.canonical_id).order_by("person")
    wanted = [field.id for field in fields]
    said = FieldValue.objects.filter(person__canonical=person.canonical_id, field__in=wanted).order_by("person")
    stored: dict[str, list[Mapping[str, Any]]] = {PROFILE: [*profiles.values()]}
    stored[VALUE] = [*said.values()] if wanted else []
    histories = told(stored)
    of_profile: dict[str, list[Told]] = {}
    for each in histories[PROFILE]:
        for name, entries in each.items():
            of_profile.setdefault(name, entries)
    return of_profile, of_values(stored[VALUE], histories[VALUE])


def of_values(
    stored: Sequence[Mapping[str, Any]], histories: Sequence[Mapping[str, list[Told]]]
) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    for row, history in zip(stored, histories, strict=True):
        said = [each for name in COLUMNS for each in history.get(name, [])]
        if said:
            found.setdefault(row["field_id"], sorted(said, key=lambda each: each.since, reverse=True))
    return found


def told(stored: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[dict[str, list[Told]]]]:
    """By table, of each row the history of its columns; two statements, and one where sources have spoken."""
    keys = {table: [row["id"] for row in rows] for table, rows in stored.items()}
    turns = [
        Turn(table, key, operation, json.loads(old), json.loads(new))
        for table, key, operation, old, new in query.rows(CHANGES, keys=json.dumps(keys))
    ]
    wanted = {row["operation"] for rows in stored.values() for row in rows} | {turn.operation for turn in turns}
    operations = Operation.objects.select_related("by__account").in_bulk(wanted)
    name_sources([operation for operation in operations.values() if FEED in operation.facts])
    by_row: dict[tuple[str, int], list[Turn]] = {}
    for turn in turns:
        by_row.setdefault((turn.table, turn.key), []).append(turn)
    return {
        table: [history(row, by_row.get((table, row["id"]), []), operations) for row in rows]
        for table, rows in stored.items()
    }


def name_sources(operations: Sequence[Operation]) -> None:
    """Let what sources said be said by their names, not by their numbers; nothing of this is stored."""
    numbers = {operation.actor.removeprefix(SOURCE) for operation in operations}
    names = dict(Source.objects.filter(public_id__in=numbers).values_list("public_id", "name")) if numbers else {}
    for operation in operations:
        number = operation.actor.removeprefix(SOURCE)
        operation.actor = SOURCE + names.get(number, number)


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
    if FEED in operation.facts:
        source = operation.actor
    return Told(value, operation.begun_at, operation.kind, by, source)
