"""People and their identifiers."""

from datetime import UTC, datetime

from django.db import connection

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.workspace.models import Circle
from regulars.identity.kinds import SHARED_KINDS, IdentifierKind
from regulars.identity.models import Identifier, Link, Person

SEEN = datetime(2024, 1, 1, tzinfo=UTC)


def person(circle: Circle, **identifiers: str) -> Person:
    """A person with claimed identifiers, such as `email="li@teahouse.example"`."""
    with operations.doing(OperationKind.SYSTEM, circle=circle, at=SEEN):
        with connection.cursor() as cursor:
            cursor.execute("select nextval(pg_get_serial_sequence('identity_person', 'id'))")
            key = cursor.fetchone()[0]
        made = Person.objects.create(id=key, canonical_id=key, circle=circle, first_seen_at=SEEN)
        for name, value in identifiers.items():
            kind = IdentifierKind(name)
            Identifier.objects.create(
                circle=circle,
                person=made,
                kind=kind,
                scope="" if kind in SHARED_KINDS else "teahouse",
                value=value,
                source="test",
                first_seen_at=SEEN,
            )
    return made


def merge(older: Person, newer: Person) -> Link:
    """The two are one human being from now on."""
    with operations.doing(OperationKind.MERGE, circle=older.circle, at=SEEN):
        link = Link.objects.create(circle=older.circle, older=older, newer=newer, evidence={}, made_at=SEEN)
        Person.objects.filter(canonical=newer.canonical_id).update(canonical=older.canonical_id)
    return link
