"""What is known of people."""

from typing import Any

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query, text
from regulars.base.workspace.models import Circle
from regulars.identity import crowds
from regulars.identity.models import Person
from regulars.profile import fields, tags, values
from regulars.profile.kinds import FieldKind
from regulars.profile.models import Field, Profile, Tagging
from tests.make import identity
from tests.make.identity import SEEN


def of(person: Person, *, tags: tuple[str, ...] = (), **facts: Any) -> Profile:
    """A profile that can be found by its name."""
    for name in tags:
        tagged(person, name)
    with operations.doing(OperationKind.SYSTEM, circle=person.circle, at=SEEN):
        return Profile.objects.create(person=person, **{"search": text.fold(facts.get("name", "")), **facts})


def findable(person: Person, words: str) -> None:
    """Let the profile be found by these folded words."""
    with operations.doing(OperationKind.SYSTEM, circle=person.circle, at=SEEN):
        Profile.objects.filter(person=person).update(search=words)


def crowd(circle: Circle, size: int) -> None:
    """Many people, so that the database plans as it does in a real shop."""
    with operations.doing(OperationKind.SYSTEM, circle=circle, at=SEEN):
        people = [identity.person(circle) for _ in range(size)]
        Profile.objects.bulk_create(
            Profile(person=each, name=f"Somebody {place}", search=f"somebody {place}")
            for place, each in enumerate(people)
        )
    query.run("analyze profile_profile, identity_person")


def tagged(person: Person, name: str) -> None:
    tags.put(crowds.one(person), name=name, circle=person.circle, by=None, at=SEEN)


def tags_of(person: Person) -> list[str]:
    return sorted(Tagging.objects.filter(person=person).values_list("tag__name", flat=True))


def field(circle: Circle, name: str, kind: FieldKind = FieldKind.TEXT, **more: Any) -> Field:
    return fields.define(circle, name=name, kind=kind, by=None, at=SEEN, **more)


def says(person: Person, field: Field, given: str) -> None:
    """The custom field of the person has this value."""
    values.put(crowds.one(person), field=field, given=given, by=None, at=SEEN)
