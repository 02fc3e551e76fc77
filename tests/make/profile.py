"""What is known of people."""

from typing import Any

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query, text
from regulars.base.workspace.models import Circle
from regulars.identity.models import Person
from regulars.profile.models import Profile
from tests.make import identity
from tests.make.identity import SEEN


def of(person: Person, **facts: Any) -> Profile:
    """A profile that can be found by its name."""
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
