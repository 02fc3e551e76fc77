"""Note which events a source sends and what they hold, within bounds, and hold names within bounds as well."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb

from regulars.base.kit import query
from regulars.collect import vocabulary
from regulars.collect.messages import Arrival
from regulars.collect.models import EventShape, Source

MOST_NAMES = 500
MOST_PROPERTIES = 200
REST = f"{vocabulary.OTHER}other"
"""The name of events whose own name would be one too many; it stays in the property `event`."""
LONGEST_KEY = 100
NOTE = """
    insert into collect_eventshape as s (source_id, name, properties, seen, first_at, last_at)
    select %(source)s, name, properties, seen, %(at)s, %(at)s
    from unnest(%(name)s::text[], %(properties)s::jsonb[], %(seen)s::bigint[]) as g (name, properties, seen)
    on conflict (source_id, name) do update set
        properties = excluded.properties, seen = s.seen + excluded.seen, last_at = excluded.last_at
"""


def within_bounds(source: Source, arrivals: Sequence[Arrival], *, at: datetime) -> list[Arrival]:
    """The arrivals with names of which a source has no more than 500, and what they hold noted down."""
    known = {shape.name: shape.properties for shape in EventShape.objects.filter(source=source)}
    room = MOST_NAMES - len(known)
    fresh = dict.fromkeys(arrival.name for arrival in arrivals if arrival.name not in known)
    allowed = known.keys() | set(list(fresh)[: max(0, room)])
    kept = [arrival if arrival.name in allowed else replace(arrival, name=REST) for arrival in arrivals]
    shapes: dict[str, dict[str, str]] = {}
    seen: dict[str, int] = {}
    for arrival in kept:
        shape = shapes.setdefault(arrival.name, dict(known.get(arrival.name, {})))
        seen[arrival.name] = seen.get(arrival.name, 0) + 1
        for key, value in arrival.properties.items():
            _note(shape, key[:LONGEST_KEY].replace("\0", ""), value)
    if shapes:
        columns = {
            "name": list(shapes),
            "properties": [Jsonb(shape) for shape in shapes.values()],
            "seen": [seen[name] for name in shapes],
        }
        query.run(NOTE, columns | {"source": source.id, "at": at})
    return kept


def _note(shape: dict[str, str], key: str, value: Any) -> None:
    """The type of a value; `mixed` once a property has held more than one."""
    kind = _kind(value)
    before = shape.get(key)
    if before is None:
        if len(shape) < MOST_PROPERTIES:
            shape[key] = kind
    elif before != kind and kind != "nothing":
        shape[key] = kind if before == "nothing" else "mixed"


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case int() | float() | Decimal():
            return "number"
        case str() | datetime():
            return "text"
        case list():
            return "list"
        case _:
            return "object"
