"""What is known of people."""

from typing import Any

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import text
from regulars.identity.models import Person
from regulars.profile.models import Profile
from tests.make.identity import SEEN


def of(person: Person, **facts: Any) -> Profile:
    """A profile that can be found by its name."""
    with operations.doing(OperationKind.SYSTEM, circle=person.circle, at=SEEN):
        return Profile.objects.create(person=person, **{"search": text.fold(facts.get("name", "")), **facts})


def findable(person: Person, words: str) -> None:
    """Let the profile be found by these folded words."""
    with operations.doing(OperationKind.SYSTEM, circle=person.circle, at=SEEN):
        Profile.objects.filter(person=person).update(search=words)
