"""Further addresses and numbers of an address book belong to the same person, and go with it."""

import json

import pytest

from regulars.base.workspace.models import Store
from regulars.collect.kinds import Kind, State
from regulars.collect.models import Import
from regulars.identity.models import Identifier, Person
from regulars.profile import intake
from tests.make.identity import SEEN
from tests.make.staging import staged

pytestmark = pytest.mark.django_db(transaction=True)
LI = {
    "name": "Li Tan", "email": "li@acme.example", "phone": "+447700900123", "country": "GB",
    "extra": json.dumps(
        {"Further e-mails": "Li@home.example; wu@teahouse.example; none", "Further phones": "home: 020 7946 0002; x"}
    ),
}  # fmt: skip


def book(store: Store, sign: str = "0"):
    """A registered address book whose rows are staged."""
    kept = Import.objects.create(
        store=store, kind=Kind.CUSTOMERS, file_name="book.vcf", path="", sha256=sign * 64, size=1, timezone="UTC",
        currency=store.currency, state=State.STAGED, registered_at=SEEN, preset="vcard",
    )  # fmt: skip
    return staged(kept.id, store, [LI], kind="customers")


def test_all_that_a_card_names_is_of_one_person_but_what_another_has(teahouse: Store, wu: Person):
    intake.merge(book(teahouse), at=SEEN)

    person = Identifier.objects.get(value="li@acme.example").person
    assert sorted(person.identifiers.values_list("value", flat=True)) == [
        "+442079460002", "+447700900123", "li@acme.example", "li@home.example",
    ]  # fmt: skip
    assert Identifier.objects.get(value="wu@teahouse.example").person == wu
    assert Person.objects.count() == 2


def test_undoing_the_book_takes_them_with_it(teahouse: Store):
    brought = book(teahouse)
    intake.merge(brought, at=SEEN)

    intake.undo(brought, by=None, at=SEEN)

    assert not Identifier.objects.exists()
    assert not Person.objects.exists()


def test_a_book_that_comes_again_makes_nobody_anew(teahouse: Store):
    intake.merge(book(teahouse), at=SEEN)
    intake.merge(book(teahouse, "1"), at=SEEN)

    assert (Person.objects.count(), Identifier.objects.count()) == (1, 5)
