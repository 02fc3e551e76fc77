"""A few people for the global search: by any part of what is known, by an order's number, or nearly so."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.profile.models import Profile
from regulars.web.customers import names, search, typos
from regulars.web.layout.hits import Hit

FEW = 8
ENOUGH = 200


def hits(typed: str, store: Store | None, staff: Staff) -> Sequence[Hit]:
    """Those who are meant by what was typed; where nobody is, those who nearly are."""
    found = search.hits(typed, store=store, staff=staff, most=ENOUGH)
    if found:
        return shown(found, staff)[:FEW]
    return shown(typos.near(typed, staff=staff), staff, in_order=True)[:FEW]


def named(ids: Sequence[str], store: Store | None, staff: Staff) -> Sequence[Hit]:
    """The people of these public ids, as far as they may be seen."""
    return shown(Person.objects.filter(public_id__in=ids).values_list("id", flat=True), staff)


def shown(ids: Iterable[int], staff: Staff, *, in_order: bool = False) -> list[Hit]:
    """Three statements whoever is found: people, profiles, and identifiers of the nameless."""
    wanted = list(ids)[:ENOUGH]
    people = list(Person.objects.visible_to(staff).canonical_only().filter(id__in=wanted))
    profiles = {profile.person_id: profile for profile in Profile.objects.filter(person__in=[p.id for p in people])}
    nameless = [person.id for person in people if not (profile := profiles.get(person.id)) or not profile.name]
    called = names.by_identifier(nameless[:FEW], staff) if nameless else {}
    made = [hit(person, profiles.get(person.id), called.get(person.id)) for person in people]
    if in_order:
        place = {id: number for number, id in enumerate(wanted)}
        order = {person.public_id: place[person.id] for person in people}
        return sorted(made, key=lambda each: order[each.id])
    return sorted(made, key=lambda each: str(each.words).casefold())


def hit(person: Person, profile: Profile | None, called: str | None) -> Hit:
    words = (profile and (profile.name or profile.company)) or called or person.public_id
    below = ", ".join(part for part in (profile.city, profile.country) if part) if profile else ""
    return Hit(person.public_id, words, reverse("person", args=[person.public_id]), below)
