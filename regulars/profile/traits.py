"""What people say of themselves on a site (`identify`) goes into their profiles and custom fields.

It fills what is blank and renews what it filled before. What staff wrote, or a file stated, stays; the history of a
field says which source its value came from.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from regulars.base.events import operations
from regulars.base.events.event import Logged, plain
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle
from regulars.identity.resolve import LOCK
from regulars.profile import edits, faces, reading
from regulars.profile.intake import BLANK, TEXTS
from regulars.profile.models import Field
from regulars.profile.reading import UnusableValue, Value

ACT = "identify"
# Segment's names of traits, and how they are often written, by what they are called here.
NAMES: Mapping[str, Sequence[str]] = {
    "name": ("name", "fullName", "full_name"),
    "given_name": ("firstName", "first_name", "givenName"),
    "family_name": ("lastName", "last_name", "familyName"),
    "company": ("company",),
    "language": ("language", "locale"),
    "born_on": ("birthday", "birthdate", "birth_date", "dateOfBirth"),
}
PLACES: Mapping[str, Sequence[str]] = {
    "street": ("street", "address1", "line1"),
    "city": ("city",),
    "region": ("state", "region", "province"),
    "postcode": ("postalCode", "postal_code", "zip", "postcode"),
    "country": ("country", "countryCode"),
}
COLUMNS = (*TEXTS, "born_on")
EMPTY = BLANK | {"search": "", "sort_key": ""}
SAID = """
    create temp table said_trait on commit drop as
    select * from unnest(%(people)s::bigint[], %(facts)s::jsonb[]) as g (person_id, facts)
"""
MAKE = f"""
    insert into profile_profile (person_id, {", ".join(EMPTY)})
    select s.person_id, {", ".join(f"r.{name}" for name in EMPTY)}
    from said_trait s
    cross join lateral jsonb_populate_record(null::profile_profile, %(empty)s::jsonb || s.facts) r
    where s.facts <> '{{}}' and not exists (select from profile_profile p where p.person_id = s.person_id)
    order by s.person_id
"""
# Whether the last word on a value came from a site as well, so that a newer one may take its place.
OURS = """
    exists (select from events_operation o
            where o.facts ->> 'act' = '{act}' and o.id = coalesce(
                (select c.operation from events_change c
                 where c."table" = '{table}' and c.key = {row}.id and c.kind = 'updated' and {of_column}
                 order by c.id desc limit 1), {row}.operation))
"""
RENEW = f"""
    update profile_profile p
    set ({", ".join(COLUMNS)}) = (select {", ".join(COLUMNS)} from jsonb_populate_record(p, f.facts))
    from (
        select p.id, jsonb_object_agg(g.name, g.value) as facts
        from said_trait s
        join profile_profile p on p.person_id = s.person_id
        cross join lateral jsonb_each(s.facts) g (name, value)
        where to_jsonb(p) -> g.name is distinct from g.value
          and (coalesce(to_jsonb(p) ->> g.name, '') = ''
               or {
    OURS.format(act=ACT, table="profile_profile", row="p", of_column="(c.new ? g.name or c.personal -> 'new' ? g.name)")
})
        group by p.id
    ) f
    where f.id = p.id
"""
FILL = f"""
    insert into profile_fieldvalue as v (person_id, field_id, text, number, day, words)
    select person, field, text, number, day, words
    from jsonb_to_recordset(%(rows)s::jsonb)
        as g (person bigint, field bigint, text text, number numeric, day date, words varchar[])
    order by person, field
    on conflict (person_id, field_id) do update
    set text = excluded.text, number = excluded.number, day = excluded.day, words = excluded.words
    where (v.text, v.number, v.day, v.words)
              is distinct from (excluded.text, excluded.number, excluded.day, excluded.words)
      and (v.text = '' and v.number is null and v.day is null and v.words = '{{}}'
           or {OURS.format(act=ACT, table="profile_fieldvalue", row="v", of_column="true")})
"""


def take(events: Iterable[Logged], circle: Circle, *, source: str, at: datetime) -> None:
    """Bring what people of a circle have said to one source into what is known of them, in the caller's transaction."""
    fields = {field.key: field for field in Field.objects.filter(circle=circle, archived_at=None)}
    facts: dict[int, dict[str, Any]] = {}
    custom: dict[tuple[int, int], Value] = {}
    for event in events:
        if event.person is None:
            continue
        facts.setdefault(event.person, {}).update(facts_of(event.personal, at=event.happened_at))
        for field, value in said_in(event.personal, fields):
            custom[event.person, field.id] = value
    if not any(facts.values()) and not custom:
        return
    told = {"act": ACT, "people": len(facts), "source": source}
    with operations.doing(OperationKind.SYSTEM, circle=circle, actor=source, at=at, facts=told):
        query.lock(LOCK, circle.id)
        query.run("drop table if exists said_trait")
        query.run(SAID, people=list(facts), facts=[Jsonb(each) for each in facts.values()])
        query.run(RENEW)
        query.run(MAKE, empty=Jsonb(EMPTY))
        if custom:
            query.run(FILL, rows=Jsonb([row(*key, value) for key, value in custom.items()]))
        faces.refresh("select person_id from said_trait")


def facts_of(traits: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """The columns of a profile that traits speak of; what makes no sense is left out."""
    place = traits.get("address")
    found = {name: first(traits, keys) for name, keys in NAMES.items()}
    found |= {name: first(place, keys) for name, keys in PLACES.items()} if isinstance(place, dict) else {}
    if not found["name"]:
        found["name"] = full_name(found["given_name"], found["family_name"])
    kept: dict[str, Any] = {}
    for name, text in found.items():
        try:
            fact = edits.checked(name, day(text) if name == "born_on" else text, at=at)
        except Refusal:
            continue
        if fact:
            kept[name] = plain(fact)
    return kept


def said_in(traits: Mapping[str, Any], fields: Mapping[str, Field]) -> Iterable[tuple[Field, Value]]:
    """The custom fields whose keys traits bear, with what they say."""
    for key, given in traits.items():
        field = fields.get(key.lower())
        words = "; ".join(map(str, given)) if isinstance(given, list) else text_of(given)
        if field is None or not words:
            continue
        try:
            yield field, reading.read(field, words)
        except UnusableValue:
            continue


def row(person: int, field: int, value: Value) -> dict[str, Any]:
    columns = {"text": value.text, "number": value.number, "day": value.day, "words": value.words}
    return {"person": person, "field": field} | {name: plain(held) for name, held in columns.items()}


def first(given: Mapping[str, Any], keys: Iterable[str]) -> str:
    """The first that says something; of a company, which may be an object, its name."""
    return next((words for key in keys if (words := text_of(given.get(key)))), "")


def text_of(value: Any) -> str:
    if isinstance(value, dict):
        return text_of(value.get("name"))
    return str(value).strip() if isinstance(value, str | int | float) else ""


def full_name(given: str, family: str) -> str:
    """Chinese names are written family name first, without a space."""
    if any(faces.HAN[0] <= sign <= faces.HAN[1] for sign in given + family):
        return family + given
    return f"{given} {family}".strip()


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
