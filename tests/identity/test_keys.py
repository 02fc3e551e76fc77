"""Keys of bulk tables are checked for whole statements, on both sides."""

import pytest
from django.db import IntegrityError, transaction

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.undo import references
from regulars.base.kit import query
from regulars.identity.models import Identifier, Person

pytestmark = pytest.mark.django_db


def identified(store, at, **changed):
    moment = at("2026-06-01")
    person = Person(id=7, circle_id=store.circle_id, canonical_id=7, first_seen_at=moment)
    with operations.doing(OperationKind.EDIT, store=store, at=moment):
        person.save(force_insert=True)
        values = {"person_id": 7, "kind": "email", "value": "li@example.org", "source": "test"} | changed
        return Identifier.objects.create(circle_id=store.circle_id, first_seen_at=moment, **values)


def test_an_identifier_of_nobody_is_refused(teahouse, at):
    with pytest.raises(IntegrityError, match="names what does not exist in identity_person"), transaction.atomic():
        identified(teahouse, at, person_id=8)


def test_a_key_cannot_be_moved_to_nobody(teahouse, at):
    identifier = identified(teahouse, at)

    with pytest.raises(IntegrityError), operations.doing(OperationKind.EDIT, store=teahouse, at=at("2026-06-02")):
        Identifier.objects.filter(id=identifier.id).update(person_id=8)


def test_a_person_who_has_identifiers_stays(teahouse, at):
    identified(teahouse, at)

    with (
        pytest.raises(IntegrityError, match="still names"),
        operations.doing(OperationKind.EDIT, store=teahouse, at=at("2026-06-02")),
    ):
        query.run("delete from identity_person")

    assert Person.objects.count() == 1


def test_undoing_knows_both_kinds_of_keys():
    found = references("identity_person")

    assert {("identity_identifier", "person_id"), ("commerce_order", "person_id")} <= set(found)
    assert ("identity_link", "older_id") in found
