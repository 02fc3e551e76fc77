"""Let go of the picked people and identifiers that only one import stood behind; `others` are the imports that stay.

`picked_row` holds the ids of those that are looked at (see `supports.pick`).
"""

from collections.abc import Sequence

from django.db import connection

from regulars.base.events.undo import references
from regulars.base.kit import query
from regulars.commerce.kinds import Supported

PERSON, IDENTIFIER, BLOCKED_VALUE = Supported.PERSON.value, Supported.IDENTIFIER.value, Supported.BLOCKED_VALUE.value

# An identifier whose owner only this import knew goes to the first person with whom another import saw it.
REHOME = """
    update identity_identifier i set person_id = h.person_id
    from (
        select distinct on (s.row_id) s.row_id, p.id as person_id
        from commerce_support s join identity_person p on p.id = (s.said -> 'people' ->> 0)::bigint
        where s.kind = {identifier} and s.import_id = any(%(others)s) and s.said is not null
          and s.row_id in (select row_id from picked_row)
        order by s.row_id, s.import_id
    ) h
    where i.id = h.row_id
      and not exists (select from commerce_support s
                      where s.kind = {person} and s.import_id = any(%(others)s) and s.row_id = i.person_id)
      and i.person_id in (select row_id from {facts} where kind = {person})
"""
UNSUPPORTED = """
    delete from {table} t
    where t.id in (select row_id from picked_row)
      and not exists (select from commerce_support s
                      where s.kind = {kind} and s.import_id = any(%(others)s) and s.row_id = t.id)
      and (t.operation in (select id from events_operation where kind = 'import') or is_undone(t.operation))
"""
# What was suggested goes with its evidence: an identifier of the one that no other import has seen with the other.
BASELESS = """
    delete from identity_suggestion g
    where (g.older_id in (select row_id from picked_row) or g.newer_id in (select row_id from picked_row))
      and (g.operation in (select id from events_operation where kind = 'import') or is_undone(g.operation))
      and not exists (
          select from commerce_support s join identity_identifier i on i.id = s.row_id
          where s.kind = {identifier} and s.import_id = any(%(others)s) and s.said is not null
            and (i.person_id = g.older_id and s.said -> 'people' @> to_jsonb(g.newer_id)
                 or i.person_id = g.newer_id and s.said -> 'people' @> to_jsonb(g.older_id)))
"""
DOOMED = """
    create temp table doomed on commit drop as
    select p.id from identity_person p
    where p.id in (select row_id from picked_row)
      and not exists (select from commerce_support s
                      where s.kind = {person} and s.import_id = any(%(others)s) and s.row_id = p.id)
      and (p.operation in (select id from events_operation where kind = 'import') or is_undone(p.operation))
      and p.id not in (select c.key from events_change c join events_operation o on o.id = c.operation
                       where c."table" = 'identity_person' and c.kind = 'updated' and o.kind not in ('import', 'undo')
                         and not is_undone(o.id))
"""
HELD = "delete from doomed d using {child} c where c.{column} = d.id"
HELD_BY_PEOPLE = "delete from doomed d using identity_person c where c.canonical_id = d.id and c.id <> d.id"
SEEN = """
    update identity_person p set first_seen_at = s.seen_at
    from (
        select row_id, min((said ->> 'seen_at')::timestamptz) as seen_at
        from commerce_support where kind = {person} and import_id = any(%(others)s) and said ? 'seen_at'
          and row_id in (select row_id from picked_row)
        group by row_id
    ) s
    join (
        select row_id, min((said ->> 'seen_at')::timestamptz) as seen_at from {facts}
        where kind = {person} and row_id in (select row_id from picked_row) group by row_id
    ) mine on mine.row_id = s.row_id
    where p.id = s.row_id and p.first_seen_at < s.seen_at and p.first_seen_at = mine.seen_at
"""


def identifiers(facts: str, *, others: Sequence[int]) -> int:
    """Remove the picked identifiers that no other import has, and say how many there were."""
    values = {"others": list(others)}
    query.run(REHOME.format(facts=facts, identifier=IDENTIFIER, person=PERSON), **values)
    return query.run(UNSUPPORTED.format(table="identity_identifier", kind=IDENTIFIER), **values)


def blocked_values(*, others: Sequence[int]) -> None:
    query.run(UNSUPPORTED.format(table="identity_blockedvalue", kind=BLOCKED_VALUE), others=list(others))


def people(facts: str, *, others: Sequence[int]) -> int:
    """Remove the people whom no other import knows and whom nothing else holds; suggestions about them go too."""
    values = {"others": list(others)}
    query.run("drop table if exists doomed")
    query.run(SEEN.format(facts=facts, person=PERSON), **values)
    query.run(BASELESS.format(identifier=IDENTIFIER), **values)
    query.run(DOOMED.format(person=PERSON), **values)
    for child, column in references("identity_person"):
        if child == "identity_person":
            query.run(HELD_BY_PEOPLE)
        elif child != "identity_suggestion":
            name = connection.ops.quote_name
            query.run(HELD.format(child=name(child), column=name(column)))
    query.run(
        "delete from identity_suggestion"
        " where older_id in (select id from doomed) or newer_id in (select id from doomed)"
    )
    return query.run("delete from identity_person where id in (select id from doomed)")
