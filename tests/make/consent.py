"""Words of people on being written to."""

from datetime import datetime

from django.db.models import QuerySet

from regulars.base.workspace.models import Staff, Store
from regulars.identity import crowds
from regulars.identity.models import Person
from regulars.profile import consent, standing
from regulars.profile.consent import Matter, Proof
from regulars.profile.kinds import Manner, Medium, Purpose
from regulars.profile.standing import Held

PHONED = Proof(manner=Manner.PHONE, reason="said so on the phone")


def about(
    medium: Medium | None = Medium.EMAIL, purpose: Purpose = Purpose.MARKETING, store: Store | None = None
) -> Matter:
    return Matter(purpose=purpose, medium=None if purpose != Purpose.MARKETING else medium, store=store)


def given(
    person: Person, at: datetime, matter: Matter | None = None, proof: Proof = PHONED, by: Staff | None = None
) -> None:
    consent.give(crowds.one(person), matter or about(), proof, circle=person.circle, by=by, at=at)


def withdrawn(person: Person, at: datetime, matter: Matter | None = None, proof: Proof = PHONED) -> None:
    consent.withdraw(crowds.one(person), matter or about(), proof, circle=person.circle, by=None, at=at)


def held(person: Person, at: datetime, matter: Matter | None = None, *, store: Store | None = None) -> Held:
    """What holds of a person on a matter."""
    about_it = matter or about()
    found = standing.of([person.canonical_id], store=store, at=at)
    return found[person.canonical_id][about_it.medium.value if about_it.medium else "", about_it.purpose.value]


def everybody(people: list[Person]) -> QuerySet[Person]:
    return Person.objects.filter(id__in=[person.id for person in people])
