"""Undoing imports in any order leaves what the remaining ones alone would have made."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.commerce import history, retraction, withdrawal
from regulars.commerce.models import Order
from regulars.identity.models import Identifier, Person, Suggestion
from tests.make.staging import staged, unstage

pytestmark = pytest.mark.django_db

BUYERS = st.sampled_from([{}, {"user_id": "li", "email": "li@example.org"}, {"email": "wu@example.org"}])
DAYS = {"1": 1, "2": 2, "C1": 3}
ROW = st.fixed_dictionaries(
    {
        "order_number": st.sampled_from(sorted(DAYS)),
        "sku": st.sampled_from(["CUP", "TEA"]),
        "quantity": st.sampled_from([1, 2, -1]),
        "unit_price": st.sampled_from([5, 6]),
    },
    optional={
        "title": st.sampled_from(["Tea cup", "Cup"]),
        "line_tax": st.sampled_from([0, 1]),
        "unit_cost": st.sampled_from([None, 2]),
        "channel": st.sampled_from([None, "web", "shop"]),
        "payment_state": st.sampled_from([None, "paid", "pending"]),
        "order_shipping": st.sampled_from([None, 3]),
        "order_refunded": st.sampled_from([None, 4]),
        "city": st.sampled_from([None, "London", "Leeds"]),
    },
)
OF_LINES = ("sku", "title", "quantity", "unit_price", "line_tax", "unit_cost")
FILE = st.lists(st.tuples(ROW, BUYERS), min_size=1, max_size=5)


class Stopped(Exception):
    pass


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    """What is taken back in many parts has to come out as in one."""
    monkeypatch.setattr(retraction, "ORDERS_AT_ONCE", 1)
    monkeypatch.setattr(retraction, "ROWS_AT_ONCE", 2)


def complete(file: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Rows as files have them: an order's header is the same on each of its rows."""
    heads: dict[str, dict[str, Any]] = {}
    rows = []
    for row, buyer in file:
        line = {name: row[name] for name in OF_LINES if name in row}
        number = row["order_number"]
        head = {name: value for name, value in row.items() if name not in line} | buyer
        day = f"2026-03-{DAYS[number]:02d}"
        heads.setdefault(number, head | {"placed_at": f"{day} 10:00+00", "placed_on": day})
        rows.append(line | heads[number])
    return rows


def merge(number, store, rows, at, kind="orders"):
    history.merge(staged(number, store, rows, kind=kind), at=at("2026-06-01"))


def undo(number, store, at):
    return history.undo(staged(number, store, []), by=None, at=at("2026-06-02"))


def begin_to_undo(number, store, at, *, parts):
    """Be stopped after some transactions of an undoing, as by a kill."""
    take, left = withdrawal.take, iter(range(parts))

    def stopping(*given, **named):
        if next(left, None) is None:
            raise Stopped
        return take(*given, **named)

    with pytest.MonkeyPatch.context() as patch, suppress(Stopped):
        patch.setattr(withdrawal, "take", stopping)
        undo(number, store, at)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(FILE, min_size=2, max_size=4),
    gone=st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True),
    parts=st.lists(st.integers(0, 14), min_size=4, max_size=4),
)
def test_undoing_some_imports_is_as_if_they_had_never_been(teahouse, at, state, files, gone, parts):
    gone = [number for number in gone if number < len(files)]
    left = [number for number in range(len(files)) if number not in gone]
    for number in left:
        merge(number, teahouse, complete(files[number]), at)
    expected = state(teahouse)
    for number in reversed(left):
        undo(number, teahouse, at)
    assert not any(state(teahouse).values())
    for number in range(len(files)):
        merge(number + 10, teahouse, complete(files[number]), at)

    for number in gone:
        begin_to_undo(number + 10, teahouse, at, parts=parts[number])
    for number in reversed(gone):
        undo(number + 10, teahouse, at)

    assert state(teahouse) == expected
    for number in left:
        undo(number + 10, teahouse, at)
    assert not any(state(teahouse).values())
    forget(range(20))


def forget(numbers: range) -> None:
    """Undone imports are known by their number, which the next example uses again."""
    with connection.cursor() as cursor:
        cursor.execute("delete from commerce_merge")
    for number in numbers:
        unstage(number)


def test_undoing_twice_does_nothing_more(teahouse, at):
    merge(1, teahouse, [{"order_number": "1", "user_id": "li"}], at)

    first, second = undo(1, teahouse, at), undo(1, teahouse, at)

    assert (first.orders_removed, first.lines_removed, first.people_removed, first.identifiers_removed) == (1, 1, 1, 1)
    assert (second.orders_removed, second.lines_removed, second.people_removed) == (0, 0, 0)


def test_an_undoing_that_was_stopped_goes_on_and_counts_all_of_it(teahouse, at, state):
    merge(1, teahouse, [{"order_number": str(number), "user_id": str(number)} for number in range(5)], at)
    begin_to_undo(1, teahouse, at, parts=6)
    assert 0 < Order.objects.count() < 5

    with pytest.raises(history.merging.WasUndone):
        merge(1, teahouse, [{"order_number": "1"}], at)
    done = undo(1, teahouse, at)

    assert (done.orders_removed, done.lines_removed, done.events, done.people_removed) == (5, 5, 5, 5)
    assert not any(state(teahouse).values())


def test_an_import_that_was_undone_is_not_merged_again(teahouse, at):
    merge(1, teahouse, [{"order_number": "1"}], at)
    undo(1, teahouse, at)

    with pytest.raises(history.merging.WasUndone):
        merge(1, teahouse, [{"order_number": "1"}], at)


def test_what_somebody_changed_since_stays(teahouse, at):
    merge(1, teahouse, [{"order_number": "1", "channel": "web"}, {"order_number": "2"}], at)
    with operations.doing(OperationKind.EDIT, store=teahouse, at=at("2026-06-01")):
        Order.objects.filter(number="1").update(note="Called her.")

    done = undo(1, teahouse, at)

    assert (done.orders_removed, done.lines_removed) == (1, 1)
    assert Order.objects.get().note == "Called her."
    assert Order.objects.get().lines.count() == 1


def test_an_address_goes_to_the_person_whom_the_remaining_import_names(teahouse, at):
    merge(1, teahouse, [{"order_number": "1", "user_id": "a", "email": "tea@example.org"}], at)
    merge(2, teahouse, [{"order_number": "2", "user_id": "b", "email": "tea@example.org"}], at)
    assert Suggestion.objects.exists()

    undo(1, teahouse, at)

    person = Person.objects.get()
    assert set(person.identifiers.values_list("value", flat=True)) == {"b", "tea@example.org"}
    assert not Suggestion.objects.exists()


def test_a_person_is_kept_by_a_link_that_somebody_made(teahouse, at, li):
    merge(1, teahouse, [{"order_number": "1", "user_id": "b"}], at)
    person = Identifier.objects.get(value="b").person
    with operations.doing(OperationKind.MERGE, store=teahouse, at=at("2026-06-01")), connection.cursor() as cursor:
        cursor.execute(
            "insert into identity_link (circle_id, older_id, newer_id, evidence, made_at)"
            " values (%s, %s, %s, '{}', now())",
            [teahouse.circle_id, li.id, person.id],
        )

    undo(1, teahouse, at)

    assert Person.objects.filter(id=person.id).exists()
    assert not Order.objects.exists()


def test_products_and_costs_go_with_the_import_that_named_them(teahouse, at, state):
    merge(1, teahouse, [{"order_number": "1"}], at)
    expected = state(teahouse)
    rows = [{"sku": "CUP", "title": "Porcelain", "cost": 2}, {"sku": "POT", "title": "Pot"}]
    merge(2, teahouse, rows, at, kind="products")

    undo(2, teahouse, at)

    assert state(teahouse) == expected
