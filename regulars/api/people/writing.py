"""Write down what is known of a person: facts, fields, tags, owner, keys, preferences, attempts to contact them."""

from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext_lazy
from ninja import Query

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import PersonId, Text
from regulars.api.idempotency import once
from regulars.api.keys import ApiKeyWith, KeyRequest, sees_contact_details
from regulars.api.listing import Window
from regulars.api.people import changes, picture, routes, shapes
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.contact import attempts
from regulars.contact.models import Attempt
from regulars.identity import crowds, identifiers, owners
from regulars.identity.models import Person
from regulars.profile import edits, preferences, reading, tags, values

router = routes.router
EDIT = ApiKeyWith(Act.EDIT, Thing.PEOPLE)


class NoSuchField(Refusal):
    message = gettext_lazy("There is no custom field “%(key)s”, or this key may not see it.")
    status = 422


class Author(TypedDict):
    by: Staff | None
    actor: str
    at: Any


def author(request: KeyRequest) -> Author:
    """Who does it, as verbs want to know it: the key, and the member of staff who made it."""
    return {"by": request.auth.made_by, "actor": request.auth.public_id, "at": request.now}


def fetched(request: KeyRequest, id: str) -> Person:
    """The person of an id as the human being they are now."""
    return one(reach.people(request.auth).select_related("canonical__circle"), id).canonical


def shown(request: KeyRequest, person: Person) -> shapes.Person:
    fresh = Person.objects.select_related("owner", "branch").get(id=person.id)
    return picture.of([fresh], key=request.auth)[0]


@router.patch("/{id}", auth=EDIT, response=shapes.Person)
def edit_person(request: KeyRequest, id: PersonId, given: changes.Facts) -> shapes.Person:
    """Say what a profile is to say. Files imported later do not override it."""
    person = fetched(request, id)
    edits.edit(person, given.dict(exclude_unset=True), **author(request))
    return shown(request, person)


@router.patch("/{id}/fields", auth=EDIT, response=shapes.Person)
def set_fields(request: KeyRequest, id: PersonId, given: changes.Fields) -> shapes.Person:
    """Set or empty custom fields of a person: all of them or none."""
    person, known = fetched(request, id), {field.key: field for field in reach.fields(request.auth)}
    unknown = [key for key in given.fields if key not in known]
    if unknown:
        raise NoSuchField(key=unknown[0])
    said = {known[key]: "" if value is None else reading.given(value) for key, value in given.fields.items()}
    values.fill(crowds.one(person), said, circle=person.circle, **author(request))
    return shown(request, person)


@router.post("/{id}/tags", auth=EDIT, response=shapes.Person)
@once(status=200)
def tag_person(request: KeyRequest, id: PersonId, given: changes.TagName) -> shapes.Person:
    """Give a person a tag; one that does not exist yet is made."""
    person = fetched(request, id)
    tags.put(crowds.one(person), name=given.name, circle=person.circle, **author(request))
    return shown(request, person)


@router.delete("/{id}/tags", auth=EDIT, response=shapes.Person)
def untag_person(request: KeyRequest, id: PersonId, name: Text) -> shapes.Person:
    """Take a tag from a person; if they do not bear it, nothing happens."""
    person = fetched(request, id)
    tag = tags.named(person.circle, name)
    if tag is not None:
        tags.take(crowds.one(person), tag=tag, **author(request))
    return shown(request, person)


@router.patch("/{id}/assignment", auth=EDIT, response=shapes.Person)
def assign_person(request: KeyRequest, id: PersonId, given: changes.Assignment) -> shapes.Person:
    """Give a person to a member of staff, to a branch, or to nobody."""
    person, said = fetched(request, id), given.dict(exclude_unset=True)
    alone = crowds.one(person)
    with transaction.atomic():
        if "owner_id" in said:
            owner = one(reach.staff(request.auth), given.owner_id) if given.owner_id else None
            owners.assign(alone, owner=owner, circle=person.circle, **author(request))
        if "branch_id" in said:
            branch = one(reach.branches(request.auth), given.branch_id) if given.branch_id else None
            owners.move(alone, branch=branch, circle=person.circle, **author(request))
    return shown(request, person)


@router.post("/{id}/identifiers", auth=EDIT, response=shapes.Person)
@once(status=200)
def claim_identifier(request: KeyRequest, id: PersonId, given: changes.Claim) -> shapes.Person:
    """Note a key of a person as claimed. One that somebody else has is refused."""
    person = fetched(request, id)
    identifiers.claim(person, kind=given.kind, value=given.value, country=given.country, **author(request))
    return shown(request, person)


@router.get("/{id}/preferences", response=changes.Preferences)
def list_preferences(request: KeyRequest, id: PersonId) -> changes.Preferences:
    """What a customer said they like."""
    return told(request, fetched(request, id))


@router.put("/{id}/preferences", auth=EDIT, response=changes.StatedPreference)
def state_preference(request: KeyRequest, id: PersonId, given: changes.Preference) -> changes.StatedPreference:
    """Write down what a customer said, in the place of what they said of the same thing before."""
    said = preferences.state(fetched(request, id), **given.dict(), **author(request))
    return changes.preference(said, with_value=sees_contact_details(request.auth))


@router.delete("/{id}/preferences", auth=EDIT, response=changes.Preferences)
def withdraw_preference(request: KeyRequest, id: PersonId, key: Text) -> changes.Preferences:
    """Forget what a customer said of something; the answer is what remains."""
    person = fetched(request, id)
    preferences.withdraw(person, key=key, **author(request))
    return told(request, person)


def told(request: KeyRequest, person: Person) -> changes.Preferences:
    sees = sees_contact_details(request.auth)
    return changes.Preferences(items=[changes.preference(row, with_value=sees) for row in preferences.of(person)])


@router.get("/{id}/attempts", response=changes.Attempts)
def list_attempts(request: KeyRequest, id: PersonId, window: Query[Window]) -> changes.Attempts:
    """When somebody tried to contact the person, and what came of it."""
    tried = Attempt.objects.filter(person__canonical=fetched(request, id)).select_related("staff")
    rows, following = listing.page(tried, window)
    return changes.Attempts(items=[changes.attempt(row) for row in rows], next=following)


@router.post("/{id}/attempts", auth=EDIT, response=changes.Attempt)
@once(status=200)
def note_attempt(request: KeyRequest, id: PersonId, given: changes.NewAttempt) -> changes.Attempt:
    """Write down an attempt to contact a person; who wants no contact is in nobody's list again."""
    made = attempts.note(fetched(request, id), **given.dict(), **author(request))
    return changes.attempt(made)
