"""Gather what is known of some people, over everybody merged into them, in three queries."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from regulars.api import fields, reach
from regulars.api.keys import sees_contact_details
from regulars.api.people.shapes import Identifier, Person
from regulars.base.kit import query
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey
from regulars.identity import models as identity
from regulars.identity.kinds import IdentifierKind
from regulars.profile import values
from regulars.profile.models import Field, Profile
from regulars.profile.reading import Value

SHOWN = ("name", "given_name", "family_name", "company", "city", "region", "country", "language")
WITH_EXPORT = ("street", "postcode", "note")
READ = """
    select p.canonical_id, p.id, p.public_id, p.first_seen_at,
           (select to_jsonb(f) from profile_profile f where f.person_id = p.id and %(sees)s),
           (select coalesce(jsonb_agg(to_jsonb(i)), '[]') from identity_identifier i
            where i.person_id = p.id and %(sees)s and %(in_full)s),
           (select coalesce(jsonb_agg(t.name), '[]') from profile_tagging g join profile_tag t on t.id = g.tag_id
            where g.person_id = p.id)
    from identity_person p
    where p.canonical_id = any(%(people)s) and p.circle_id = %(circle)s
    order by p.id
"""


@dataclass(slots=True)
class Found:
    """What is stored of one human being: everybody who is the same, the oldest first, and what each has."""

    originals: list[identity.Person] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    identifiers: list[identity.Identifier] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)


def of(people: Sequence[identity.Person], *, key: ApiKey) -> list[Person]:
    """The people (canonical ones) as the API shows them to a key."""
    canonical = [person.id for person in people]
    stored, kinds = found(canonical, key=key), list(reach.fields(key).filter(archived_at=None).order_by("place"))
    said = values.of(canonical, kinds)
    return [picture(p, stored[p.id], plain(kinds, said.get(p.id, {})), key=key) for p in people]


def found(canonical: Sequence[int], *, key: ApiKey) -> dict[int, Found]:
    """One statement; a key that may not see people is told the tags alone."""
    stored: dict[int, Found] = defaultdict(Found)
    asked = {"people": list(canonical), "circle": key.circle_id, "sees": key.may(Act.SEE, Thing.PEOPLE)}
    for whose, id, public_id, first_seen_at, profile, identifiers, tags in query.rows(
        READ, asked | {"in_full": sees_contact_details(key)}
    ):
        known = stored[whose]
        known.tags |= set(json.loads(tags))
        if not asked["sees"]:
            continue
        known.originals.append(identity.Person(id=id, public_id=public_id, first_seen_at=first_seen_at))
        known.profiles += [profile_of(json.loads(profile))] if profile else []
        known.identifiers += [identifier_of(row) for row in json.loads(identifiers)]
    return stored


def profile_of(row: dict[str, Any]) -> Profile:
    return Profile(**row | {"born_on": parse_date(row["born_on"] or "")})


def identifier_of(row: dict[str, Any]) -> identity.Identifier:
    moments = {name: parse_datetime(row[name] or "") for name in ("first_seen_at", "verified_at")}
    return identity.Identifier(**row | moments)


def plain(kinds: Sequence[Field], said: Mapping[int, Value]) -> dict[str, Any]:
    """Values of custom fields as the API writes them."""
    return {name: written(value) for name, value in values.plain(kinds, said).items()}


def written(value: object) -> object:
    match value:
        case Decimal():
            return fields.exact(value)
        case date():
            return value.isoformat()
        case _:
            return value


def picture(person: identity.Person, known: Found, custom: dict[str, Any], *, key: ApiKey) -> Person:
    """One person; where several profiles say something, the oldest person's word counts."""
    profiles = known.profiles
    said: dict[str, Any] = {name: first_text(profiles, name) for name in SHOWN}
    if sees_contact_details(key):
        said |= contact_details(profiles, sorted(known.identifiers, key=lambda each: each.id))
    return Person(
        id=person.public_id,
        first_seen_at=min([person.first_seen_at, *(original.first_seen_at for original in known.originals)]),
        tags=sorted(known.tags, key=str.lower),
        fields=custom,
        owner_id=person.owner.public_id if person.owner else None,
        branch_id=person.branch.public_id if person.branch else None,
        accepts_email=first(profile.accepts_email for profile in profiles),
        accepts_sms=first(profile.accepts_sms for profile in profiles),
        merged_ids=[original.public_id for original in known.originals if original.id != person.id],
        **said,
    )


def contact_details(profiles: Sequence[Profile], known: Sequence[identity.Identifier]) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    for profile in reversed(profiles):
        attributes |= profile.attributes
    return {
        "emails": [item.value for item in known if item.kind == IdentifierKind.EMAIL],
        "phones": [item.value for item in known if item.kind == IdentifierKind.PHONE],
        "born_on": first(profile.born_on for profile in profiles),
        "attributes": attributes,
        "identifiers": [shown(item) for item in known],
        **{name: first_text(profiles, name) for name in WITH_EXPORT},
    }


def shown(identifier: identity.Identifier) -> Identifier:
    return Identifier(
        kind=IdentifierKind(identifier.kind),
        scope=identifier.scope,
        value=identifier.value,
        is_verified=identifier.verified_at is not None,
        first_seen_at=identifier.first_seen_at,
    )


def first[Value](values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value is not None), None)


def first_text(profiles: Sequence[Profile], name: str) -> str:
    return next((text for profile in profiles if (text := getattr(profile, name))), "")
