"""Gather what is known of some people, over everybody merged into them, in six queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.api import fields, reach
from regulars.api.keys import sees_contact_details
from regulars.api.people.shapes import Identifier, Person
from regulars.base.workspace.models import ApiKey
from regulars.identity import models as identity
from regulars.identity.kinds import IdentifierKind
from regulars.profile import tags, values
from regulars.profile.models import Field, Profile, Tag
from regulars.profile.reading import Value

SHOWN = ("name", "given_name", "family_name", "company", "city", "region", "country", "language")
WITH_EXPORT = ("street", "postcode", "note")


def of(people: Sequence[identity.Person], *, key: ApiKey) -> list[Person]:
    """The people (canonical ones) as the API shows them to a key."""
    canonical = [person.id for person in people]
    merged = originals(canonical, key=key)
    owner = {original.id: original.canonical_id for group in merged.values() for original in group}
    profiles: dict[int, list[Profile]] = defaultdict(list)
    for profile in Profile.objects.filter(person__in=owner).order_by("person"):
        profiles[owner[profile.person_id]].append(profile)
    known: dict[int, list[identity.Identifier]] = defaultdict(list)
    if sees_contact_details(key):
        for identifier in identity.Identifier.objects.filter(person__in=owner).order_by("id"):
            known[owner[identifier.person_id]].append(identifier)
    borne, kinds = tags.of(canonical), list(reach.fields(key).filter(archived_at=None).order_by("place"))
    said = values.of(canonical, kinds)
    return [
        picture(
            p, merged[p.id], profiles[p.id], known[p.id], borne.get(p.id, []), plain(kinds, said.get(p.id, {})), key=key
        )
        for p in people
    ]  # fmt: skip


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


def originals(canonical: Iterable[int], *, key: ApiKey) -> dict[int, list[identity.Person]]:
    """Everybody who is the same human being as one of these, the oldest (the canonical one) first."""
    groups: dict[int, list[identity.Person]] = defaultdict(list)
    for person in reach.people(key).filter(canonical__in=canonical).order_by("id"):
        groups[person.canonical_id].append(person)
    return groups


def picture(
    person: identity.Person,
    merged: Sequence[identity.Person],
    profiles: Sequence[Profile],
    known: Sequence[identity.Identifier],
    borne: Sequence[Tag],
    custom: dict[str, Any],
    *,
    key: ApiKey,
) -> Person:
    """One person; where several profiles say something, the oldest person's word counts."""
    said: dict[str, Any] = {name: first_text(profiles, name) for name in SHOWN}
    if sees_contact_details(key):
        said |= contact_details(profiles, known)
    return Person(
        id=person.public_id,
        first_seen_at=min([person.first_seen_at, *(original.first_seen_at for original in merged)]),
        tags=[tag.name for tag in borne],
        fields=custom,
        owner_id=person.owner.public_id if person.owner else None,
        branch_id=person.branch.public_id if person.branch else None,
        accepts_email=first(profile.accepts_email for profile in profiles),
        accepts_sms=first(profile.accepts_sms for profile in profiles),
        merged_ids=[original.public_id for original in merged if original.id != person.id],
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
