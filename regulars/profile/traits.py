"""What people say of themselves on a site (`identify`) or in a form goes into their profiles and custom fields.

It is kept as what the site's source says, as a hint: it fills what is blank, its newest word counts, and what staff
wrote or a file or platform states goes before it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from regulars.base.events import operations
from regulars.base.events.event import Logged, plain
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.collect.kinds import SourceKind
from regulars.commerce import feeds, supports
from regulars.commerce.feeds import Feed
from regulars.commerce.kinds import Supported
from regulars.commerce.report import MergeReport
from regulars.identity.resolve import LOCK
from regulars.profile import edits, faces, intake, reading
from regulars.profile.models import Field
from regulars.profile.reading import UnusableValue, Value

NAME = "person.identified"
SAYS = frozenset({SourceKind.EVENTS, SourceKind.FORMS})
"""Kinds of sources by which people speak of themselves."""
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
MAKE = """
    create temp table said_trait on commit drop as
    select * from unnest(%(people)s::bigint[], %(facts)s::jsonb[]) as g (person_id, facts)
"""
FORMER = """
    create temp table former_profile on commit drop as
    select s.row_id, s.rank, coalesce(s.said, '{{}}') || coalesce(s.personal, '{{}}') as words, p.person_id
    from {facts} s join profile_profile p on p.id = s.row_id
    where s.kind = {profile} and p.person_id in (select person_id from said_trait)
"""
# What was not said again still holds.
TOGETHER = "update said_trait s set facts = f.words || s.facts from former_profile f where f.person_id = s.person_id"
ANEW = "delete from {facts} where kind = {profile} and row_id in (select row_id from former_profile)"
SAID = f"""
    select s.person_id, {", ".join(f"r.{name}" for name in intake.BLANK)}
    from said_trait s cross join lateral jsonb_populate_record(null::profile_profile, s.facts) r
    where s.facts <> '{{}}'
"""
# A custom field takes a newer word where the last one came from the same site.
FILL = """
    insert into profile_fieldvalue as v (person_id, field_id, text, number, day, words)
    select person, field, text, number, day, words
    from jsonb_to_recordset(%(rows)s::jsonb)
        as g (person bigint, field bigint, text text, number numeric, day date, words varchar[])
    order by person, field
    on conflict (person_id, field_id) do update
    set text = excluded.text, number = excluded.number, day = excluded.day, words = excluded.words
    where (v.text, v.number, v.day, v.words)
              is distinct from (excluded.text, excluded.number, excluded.day, excluded.words)
      and (v.text = '' and v.number is null and v.day is null and v.words = '{}'
           or current_operation() = coalesce(
                (select c.operation from events_change c
                 where c."table" = 'profile_fieldvalue' and c.key = v.id and c.kind = 'updated'
                 order by c.id desc limit 1), v.operation))
"""


def hear(events: Sequence[Logged], *, at: datetime) -> None:
    """Bring what a batch of events says of people into what is known of them."""
    for source in feeds.named([event.source for event in events]):
        mine = [e for e in events if e.source == f"source:{source.public_id}" and e.person is not None]
        if source.kind in SAYS:
            take(Feed(source, "customers"), mine, at=at)


def take(feed: Feed, events: Iterable[Logged], *, at: datetime) -> None:
    """The same for one source, in the caller's transaction."""
    fields = {field.key: field for field in Field.objects.filter(circle=feed.store.circle, archived_at=None)}
    facts: dict[int, dict[str, Any]] = {}
    custom: dict[tuple[int, int], Value] = {}
    for event in sorted(events, key=lambda event: event.happened_at):
        person = event.person or 0
        facts.setdefault(person, {}).update(facts_of(event.personal, at=event.happened_at))
        custom |= {(person, field.id): value for field, value in said_in(event.personal, fields)}
    if not any(facts.values()) and not custom:
        return
    work = feeds.begin(feed, at=at)
    with operations.under(work.under):
        query.lock(LOCK, feed.store.circle_id)
        query.run("drop table if exists said_trait, former_profile")
        query.run(MAKE, people=list(facts), facts=[Jsonb(each) for each in facts.values()])
        names = {"facts": supports.facts(feed.id), "profile": Supported.PROFILE.value}
        query.run(FORMER.format(**names))
        query.run(TOGETHER)
        query.run(ANEW.format(**names))
        intake.store(feed, work, SAID, MergeReport(), rank=supports.HINT, former="former_profile")
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
