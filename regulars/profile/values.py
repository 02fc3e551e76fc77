"""Set and empty custom fields of people, one or a million at once, and read them back.

A value is a row with a column for each kind of thing, so that each is kept, undone and told in the history by itself,
and one index per column serves every field, however many an admin defines.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from psycopg import sql

from regulars.base.events import log, operations
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff
from regulars.identity import acts, crowds
from regulars.identity.models import Person
from regulars.profile import faces, reading
from regulars.profile.events import FieldSet
from regulars.profile.kinds import FREE_TEXT
from regulars.profile.models import Field, FieldValue
from regulars.profile.reading import Value

CHANGE = """
    update profile_fieldvalue v set text = %(text)s, number = %(number)s, day = %(day)s, words = %(words)s
    from chosen_person c
    where v.person_id = c.id and v.field_id = %(field)s
      and (v.text, v.number, v.day, v.words)
          is distinct from (%(text)s::text, %(number)s::numeric, %(day)s::date, %(words)s::varchar[])
"""
ADD = """
    insert into profile_fieldvalue (person_id, field_id, text, number, day, words)
    select id, %(field)s, %(text)s, %(number)s, %(day)s, %(words)s from chosen_person c
    where not exists (select from profile_fieldvalue v where v.person_id = c.id and v.field_id = %(field)s)
    order by id
"""
# A value that is emptied stays as a row, so that the history of the field hangs together.
EMPTY = """
    update profile_fieldvalue v set text = '', number = null, day = null, words = '{}'
    from identity_person o join chosen_person c on c.id = o.canonical_id
    where o.id = v.person_id and v.field_id = %(field)s
      and (v.text <> '' or v.number is not null or v.day is not null or v.words <> '{}')
"""
TELL = """
    select 'record', null::bigint, person_id, %(name)s::text, %(at)s::timestamptz, %(at)s::timestamptz, 'regulars',
           %(actor)s::text, 'live', jsonb_build_object('field', %(key)s::text), '{}'::jsonb
    from profile_fieldvalue
    where field_id = %(field)s
      and (operation = current_operation()
           or id in (select key from events_change
                     where operation = current_operation() and "table" = 'profile_fieldvalue'))
    order by person_id
"""


class IsArchived(Refusal):
    message = gettext_lazy("The field “%(field)s” is archived. Bring it back before you fill it.")


def put(
    people: QuerySet[Person],
    *,
    field: Field,
    given: str,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> int:
    """
    Set a field of people to what a text says, or empty it; how many values changed.

    :raises Refusal: what `fill` raises.
    """
    return fill(people, {field: given}, circle=field.circle, by=by, at=at, actor=actor)


def fill(
    people: QuerySet[Person],
    said: Mapping[Field, str],
    *,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> int:
    """
    Set several fields, each to what its text says, under one operation; how many values changed.

    :raises UnusableValue: if a text does not fit its field.
    :raises IsArchived: if a field is.
    """
    if not said:
        return 0
    read = {field: checked(field, given) for field, given in said.items()}
    with acts.undisturbed(circle):
        count = crowds.gather(people.filter(circle=circle))
        facts = {"people": count, "field": ", ".join(field.name for field in read)}
        with acts.doing("set_field", circle, by=by, actor=actor, at=at, **facts) as operation:
            return sum(write(field, value, actor=operation.actor, at=at) for field, value in read.items())


def checked(field: Field, given: str) -> Value:
    if field.archived_at is not None:
        raise IsArchived(field=field.name)
    return reading.read(field, given)


def write(field: Field, value: Value, *, actor: str, at: datetime) -> int:
    """Write the value of a field for everybody in `chosen_person` and tell of it; in the caller's operation."""
    changed = store(field, value)
    told = {"name": FieldSet.name, "at": at, "actor": actor, "key": field.key, "field": field.id}
    log.append_select(sql.SQL(TELL), told)
    if field.kind in FREE_TEXT:
        faces.refresh("select id from chosen_person")
    return changed


def store(field: Field, value: Value) -> int:
    """Write the value for everybody in `chosen_person`; the canonical person's word goes before that of the merged."""
    if value.is_blank:
        return query.run(EMPTY, field=field.id)
    columns = {"text": value.text, "number": value.number, "day": value.day, "words": value.words}
    changed = query.run(CHANGE, field=field.id, **columns)
    return changed + query.run(ADD, field=field.id, **columns)


def of(people: Iterable[int], fields: Iterable[Field]) -> dict[int, dict[int, Value]]:
    """By canonical person and field, what the oldest of those who are this person says; one statement."""
    wanted = [field.id for field in fields]
    rows = FieldValue.objects.filter(person__canonical__in=list(people), field__in=wanted).order_by("-person")
    found: dict[int, dict[int, Value]] = {}
    for row in rows.select_related("person") if wanted else ():
        value = Value(row.text, row.number, row.day, row.words)
        if not value.is_blank:
            found.setdefault(row.person.canonical_id, {})[row.field_id] = value
    return found


def plain(fields: Iterable[Field], values: Mapping[int, Value]) -> dict[str, object]:
    """The values of one person by key, as plain kinds; fields that say nothing are left out."""
    said = {field.key: reading.written(field, values[field.id]) for field in fields if field.id in values}
    return {key: value for key, value in said.items() if value is not None}
