"""A person is split by hand: identifiers move to a new one, and orders follow those by which they came."""

import pytest

from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.commerce.models import Order
from regulars.identity.models import Apart, Identifier, Person
from regulars.profile import intake, reversals, splitting
from regulars.profile.models import Profile
from tests.make.staging import staged

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed(teahouse, at):
    """Two people who ordered under one address, so that they were taken for one."""
    rows = [
        {"order_number": "1", "email": "family@example.org", "phone": "+441132960018", "name": "Ann Berg"},
        {"order_number": "2", "phone": "+441132960018", "name": "Tom Berg"},
        {"order_number": "3", "email": "family@example.org", "name": "Ann Berg"},
    ]
    intake.merge(staged(1, teahouse, rows), at=at("2026-06-01"))
    return Person.objects.get()


def orders_of(person):
    return sorted(Order.objects.filter(person=person).values_list("number", flat=True))


def test_orders_follow_the_identifier_by_which_they_came(mixed, mei, at):
    phone = Identifier.objects.get(kind="phone")

    made = splitting.split(mixed, [phone], name="Tom Berg", by=mei, at=at("2026-06-02"))

    assert (orders_of(mixed), orders_of(made)) == (["1", "3"], ["2"])
    assert made.public_id.startswith("per_")
    assert Profile.objects.get(person=made).name == "Tom Berg"
    assert "+441132960018" in Profile.objects.get(person=made).search
    assert "+441132960018" not in Profile.objects.get(person=mixed).search
    assert Apart.objects.get().newer == made
    assert query.value("select count(*) from events where name = 'person.split'") == 1


def test_a_split_is_undone_to_what_was(mixed, mei, at):
    before = (orders_of(mixed), Profile.objects.get().search)
    splitting.split(mixed, [Identifier.objects.get(kind="phone")], name="", by=mei, at=at("2026-06-02"))

    last = Operation.objects.order_by("-id")[0]
    reversals.put_back(last, by=mei, actor="", at=at("2026-06-03"))

    assert Person.objects.get() == mixed
    assert (orders_of(mixed), Profile.objects.get().search) == before
    assert set(Identifier.objects.values_list("person", flat=True)) == {mixed.id}
    assert not Apart.objects.exists()


def test_a_later_file_goes_to_whom_the_identifier_belongs_now(teahouse, mixed, mei, at):
    made = splitting.split(mixed, [Identifier.objects.get(kind="phone")], name="", by=mei, at=at("2026-06-02"))

    rows = [{"order_number": "4", "phone": "+441132960018"}, {"order_number": "2", "phone": "+441132960018"}]
    intake.merge(staged(2, teahouse, rows), at=at("2026-06-03"))

    assert (orders_of(mixed), orders_of(made)) == (["1", "3"], ["2", "4"])


def test_something_has_to_move_and_something_to_stay(mixed, mei, at):
    for chosen in ([], list(Identifier.objects.all())):
        with pytest.raises(splitting.NothingToSplit):
            splitting.split(mixed, chosen, name="", by=mei, at=at("2026-06-02"))
