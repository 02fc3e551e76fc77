"""An undo puts back exactly what has not been changed since, and says what has."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.events import operations, preview, undo
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Change
from regulars.commerce.models import Product
from regulars.profile.models import Profile

pytestmark = pytest.mark.django_db


def edit(store, at, moment="2026-03-01"):
    return operations.doing(OperationKind.EDIT, store=store, at=at(moment))


@pytest.fixture
def oolong(teahouse, at):
    with edit(teahouse, at):
        return Product.objects.create(store=teahouse, sku="OOL", title="Oolong", category="Tea")


def test_a_write_without_an_operation_is_refused(teahouse):
    with pytest.raises(DatabaseError, match="operation"), transaction.atomic():
        Product.objects.create(store=teahouse, sku="OOL")


def test_a_change_without_an_operation_is_refused(oolong):
    with pytest.raises(DatabaseError, match="needs an operation"), transaction.atomic():
        Product.objects.filter(id=oolong.id).update(title="Oolong tea")


def test_a_changed_value_is_put_back(teahouse, oolong, mei, at):
    with edit(teahouse, at) as operation:
        Product.objects.filter(id=oolong.id).update(title="Oolong tea", category="Leaves")

    done = undo.undo(operation, by=mei, at=at("2026-03-02"))

    oolong.refresh_from_db()
    assert (oolong.title, oolong.category) == ("Oolong", "Tea")
    assert (done.restored, done.kept) == (2, [])


def test_a_value_changed_since_is_left_and_named(teahouse, oolong, mei, at):
    with edit(teahouse, at) as operation:
        Product.objects.filter(id=oolong.id).update(title="Oolong tea", category="Leaves")
    with edit(teahouse, at):
        Product.objects.filter(id=oolong.id).update(title="Blue tea")

    done = undo.undo(operation, by=mei, at=at("2026-03-02"))

    oolong.refresh_from_db()
    assert (oolong.title, oolong.category) == ("Blue tea", "Tea")
    assert done.kept == [("commerce_product", "title", oolong.id)]


def test_a_row_made_by_the_operation_is_removed(teahouse, mei, at):
    with edit(teahouse, at) as operation:
        Product.objects.create(store=teahouse, sku="SEN")

    undo.undo(operation, by=mei, at=at("2026-03-02"))

    assert not Product.objects.exists()


def test_a_row_that_others_point_to_stays(teahouse, li, mei, at):
    with edit(teahouse, at) as operation:
        product = Product.objects.create(store=teahouse, sku="SEN")
    with edit(teahouse, at):
        product.costs.create(cost=2, currency="GBP")

    done = undo.undo(operation, by=mei, at=at("2026-03-02"))

    assert Product.objects.get() == product
    assert done.kept == [("commerce_product", "", product.id)]


def test_a_removed_row_comes_back_as_it_was(teahouse, oolong, mei, at):
    with edit(teahouse, at) as operation:
        Product.objects.filter(id=oolong.id).delete()

    undo.undo(operation, by=mei, at=at("2026-03-02"))

    assert Product.objects.get() == oolong
    assert Product.objects.get().title == "Oolong"


def test_an_undo_can_be_undone(teahouse, oolong, mei, at):
    with edit(teahouse, at) as operation:
        Product.objects.filter(id=oolong.id).update(title="Oolong tea")
    done = undo.undo(operation, by=mei, at=at("2026-03-02"))

    undo.undo(done.operation, by=mei, at=at("2026-03-03"))

    oolong.refresh_from_db()
    assert oolong.title == "Oolong tea"


def test_a_removal_that_was_undone_can_be_done_again(teahouse, oolong, mei, at):
    with edit(teahouse, at) as operation:
        Product.objects.filter(id=oolong.id).delete()
    back = undo.undo(operation, by=mei, at=at("2026-03-02"))

    assert preview.of(back.operation).removed == 1
    again = undo.undo(back.operation, by=mei, at=at("2026-03-03"))

    assert (again.removed, Product.objects.exists()) == (1, False)
    undo.undo(again.operation, by=mei, at=at("2026-03-04"))
    assert Product.objects.get() == oolong


def test_nothing_is_undone_twice_or_after_thirty_days(teahouse, mei, at):
    with edit(teahouse, at) as operation:
        pass

    with pytest.raises(undo.TooOldToUndo):
        undo.undo(operation, by=mei, at=at("2026-04-01"))
    undo.undo(operation, by=mei, at=at("2026-03-02"))
    with pytest.raises(undo.AlreadyUndone):
        undo.undo(operation, by=mei, at=at("2026-03-03"))


def test_personal_values_stand_in_the_personal_column_alone(teahouse, li, at):
    with edit(teahouse, at):
        profile = Profile.objects.create(person=li, name="Li Wei", country="CN")
    with edit(teahouse, at):
        Profile.objects.filter(id=profile.id).update(name="Li Na", country="TW")

    change = Change.objects.get(table="profile_profile")

    assert (change.old, change.new) == ({"country": "CN"}, {"country": "TW"})
    assert change.personal == {"old": {"name": "Li Wei"}, "new": {"name": "Li Na"}}


def test_an_operation_inside_another_gives_back_to_it(teahouse, at):
    def current():
        with connection.cursor() as cursor:
            cursor.execute("select current_operation()")
            return cursor.fetchone()[0]

    with edit(teahouse, at) as outer:
        with edit(teahouse, at) as inner:
            assert current() == inner.id
        assert current() == outer.id


values = st.lists(st.sampled_from(["a", "b", "c"]), min_size=2, max_size=6)


@given(titles=values, back=st.integers(0, 5))
def test_undoing_one_of_many_edits_touches_nothing_that_came_later(teahouse, mei, at, titles, back):
    with transaction.atomic():
        with edit(teahouse, at):
            product = Product.objects.create(store=teahouse, sku="X", title="")
        done = []
        for title in titles:
            with edit(teahouse, at) as operation:
                Product.objects.filter(id=product.id).update(title=title)
            done.append(operation)
        chosen = back % len(titles)

        undo.undo(done[chosen], by=mei, at=at("2026-03-02"))

        product.refresh_from_db()
        before = titles[chosen - 1] if chosen else ""
        is_changed_since = titles[chosen] != titles[-1] or titles[chosen] == before
        assert product.title == (titles[-1] if is_changed_since else before)
        transaction.set_rollback(True)
