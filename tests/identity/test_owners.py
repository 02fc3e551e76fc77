"""People are given to staff and branches in sets, and get keys by hand."""

import pytest

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Branch
from regulars.identity import crowds, identifiers, owners, suggestions
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Apart, Identifier, Link, Person, Suggestion
from tests.make import identity, workspace

pytestmark = pytest.mark.django_db


def last() -> Operation:
    return Operation.objects.order_by("-id")[0]


def test_a_set_is_given_to_a_colleague_and_undo_gives_each_back(circle, mei, bo, li, wu, at):
    owners.assign(crowds.one(wu), owner=mei, circle=circle, by=mei, at=at("2026-03-01"))

    changed = owners.assign(Person.objects.visible_to(mei), owner=bo, circle=circle, by=mei, at=at("2026-03-02"))

    assert changed == 2
    assert set(Person.objects.values_list("owner", flat=True)) == {bo.id}
    assert query.value("select count(*) from events where name = 'person.assigned'") == 3
    undo.undo(last(), by=mei, at=at("2026-03-03"))
    assert dict(Person.objects.values_list("id", "owner")) == {li.id: None, wu.id: mei.id}


def test_a_set_is_moved_to_a_branch(circle, mei, li, at):
    leeds = Branch.objects.create(circle=circle, name="Leeds")

    owners.move(crowds.one(li), branch=leeds, circle=circle, by=mei, at=at("2026-03-01"))

    assert Person.objects.get().branch == leeds


def test_nobody_is_given_to_a_stranger(circle, mei, li, at):
    stranger = workspace.staff(workspace.store("Elsewhere", circle="Other").circle, Role.AGENT, name="Kim")

    with pytest.raises(owners.NotOfThisCircle):
        owners.assign(crowds.one(li), owner=stranger, circle=circle, by=mei, at=at("2026-03-01"))


def test_a_number_given_on_the_phone_is_claimed_in_its_plain_form(mei, li, at):
    made = identifiers.claim(
        li, kind=IdentifierKind.PHONE, value="020 7946 0018", country="GB", by=mei, at=at("2026-03-01")
    )

    assert (made.value, made.verified_at, made.source) == ("+442079460018", None, "staff")


@pytest.mark.parametrize(
    ("kind", "value", "refusal"),
    [
        (IdentifierKind.EMAIL, "li at teahouse", identifiers.NoSuchAddress),
        (IdentifierKind.PHONE, "12", identifiers.NoSuchNumber),
        (IdentifierKind.USER, "77", identifiers.NotWritable),
        (IdentifierKind.EMAIL, "WU@teahouse.example", identifiers.BelongsToAnother),
    ],
)
def test_a_key_that_cannot_be_is_refused(mei, li, wu, at, kind, value, refusal):
    with pytest.raises(refusal):
        identifiers.claim(li, kind=kind, value=value, by=mei, at=at("2026-03-01"))


def test_a_removed_key_can_be_brought_back(mei, li, at):
    identifiers.remove(Identifier.objects.get(), by=mei, at=at("2026-03-01"))
    assert not Identifier.objects.exists()

    undo.undo(last(), by=mei, at=at("2026-03-02"))

    assert Identifier.objects.get().value == "li@teahouse.example"


@pytest.fixture
def suggestion(circle, li, wu, at):
    from regulars.base.events import operations
    from regulars.base.events.kinds import OperationKind

    with operations.doing(OperationKind.SYSTEM, circle=circle, at=at("2026-03-01")):
        return Suggestion.objects.create(circle=circle, older=li, newer=wu, evidence={}, made_at=at("2026-03-01"))


def test_two_who_are_one_are_merged(suggestion, mei, li, wu, at):
    suggestions.accept(suggestion, by=mei, at=at("2026-03-02"))

    assert Link.objects.count() == 1
    assert Person.objects.get(id=wu.id).canonical_id == li.id
    assert not Suggestion.objects.exists()


def test_two_who_are_two_stay_so_until_that_is_undone(suggestion, mei, at):
    suggestions.reject(suggestion, by=mei, at=at("2026-03-02"))
    assert (Suggestion.objects.count(), Apart.objects.count()) == (0, 1)

    undo.undo(last(), by=mei, at=at("2026-03-03"))

    assert (Suggestion.objects.count(), Apart.objects.count()) == (1, 0)


def test_a_set_of_nobody_changes_nobody(circle, mei, li, at):
    assert owners.assign(Person.objects.none(), owner=mei, circle=circle, by=mei, at=at("2026-03-01")) == 0
    assert identity.Person.objects.get().owner is None
