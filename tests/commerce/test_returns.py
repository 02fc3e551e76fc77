"""Returns find the purchases they came from, as going through a person's stack of purchases would."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.commerce import history
from regulars.commerce.models import ReturnMatch
from tests.make.staging import staged, unstage

pytestmark = pytest.mark.django_db

MOVES = st.lists(
    st.fixed_dictionaries(
        {
            "user_id": st.sampled_from(["li", "wu", None]),
            "sku": st.sampled_from(["CUP", "TEA"]),
            "quantity": st.sampled_from([1, 2, 3, 5, -1, -2, -4]),
            "unit_price": st.sampled_from([5, 6]),
            "day": st.integers(1, 9),
        }
    ),
    min_size=1,
    max_size=14,
)


def orders_of(moves):
    """Each move as an order of its own, numbered in the order in which they were drawn."""
    return [
        {name: value for name, value in move.items() if name != "day"}
        | {
            "order_number": f"{number:03d}",
            "order_kind": "return" if move["quantity"] < 0 else "sale",
            "placed_at": f"2026-03-{move['day']:02d} 10:00+00",
        }
        for number, move in enumerate(moves)
    ]


def oracle(rows):
    """One return after the other takes from the latest earlier purchase, first at its price, then at any."""
    ordered = sorted(rows, key=lambda row: (row["placed_at"], row["quantity"] < 0, row["order_number"]))
    left = {row["order_number"]: abs(row["quantity"]) for row in rows}
    found = {}
    for same_price in (True, False):
        for place, back in enumerate(ordered):
            if back["quantity"] > 0 or back["user_id"] is None:
                continue
            for bought in reversed(ordered[:place]):
                fits = bought["quantity"] > 0 and (bought["user_id"], bought["sku"]) == (back["user_id"], back["sku"])
                if not fits or (same_price and bought["unit_price"] != back["unit_price"]):
                    continue
                taken = min(left[back["order_number"]], left[bought["order_number"]])
                if taken:
                    key = (back["order_number"], bought["order_number"])
                    found[key] = found.get(key, 0) + taken
                    left[back["order_number"]] -= taken
                    left[bought["order_number"]] -= taken
    return found


def matches():
    rows = ReturnMatch.objects.values_list("returned__order__number", "bought__order__number", "quantity")
    return {(returned, bought): int(quantity) for returned, bought, quantity in rows}


@pytest.mark.django_db(transaction=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, cut=st.integers(0, 14))
def test_returns_are_matched_as_a_stack_however_the_files_come(teahouse, at, moves, cut):
    rows = orders_of(moves)
    files = [part for part in (rows[cut:], rows[:cut]) if part]
    for number, part in enumerate(files):
        history.merge(staged(number, teahouse, part), at=at("2026-06-01"))

    assert matches() == oracle(rows)

    for number in range(len(files)):
        history.undo(staged(number, teahouse, []), by=None, at=at("2026-06-02"))
    assert matches() == {}
    with connection.cursor() as cursor:
        cursor.execute("delete from commerce_merge")
    for number in range(2):
        unstage(number)


def merged(number, store, rows, at):
    return history.merge(staged(number, store, rows), at=at("2026-06-01"))


def test_a_return_without_buyer_is_matched_by_the_number_of_its_invoice(teahouse, at):
    back = {"order_number": "C1", "order_kind": "return", "quantity": -1, "placed_at": "2026-03-05 10:00+00"}

    report = merged(1, teahouse, [{"order_number": "1", "quantity": 3}, back], at)

    assert matches() == {("C1", "1"): 1}
    assert (report.return_lines, report.return_lines_matched, report.units_unmatched) == (1, 1, 0)


def test_one_return_spans_several_purchases_and_the_rest_is_unmatched(teahouse, at):
    li = {"user_id": "li"}
    rows = [
        li | {"order_number": "1", "placed_at": "2026-03-01 10:00+00"},
        li | {"order_number": "2", "placed_at": "2026-03-02 10:00+00", "quantity": 2},
        li | {"order_number": "3", "placed_at": "2026-03-03 10:00+00", "quantity": -4, "order_kind": "return"},
    ]

    report = merged(1, teahouse, rows, at)

    assert matches() == {("3", "2"): 2, ("3", "1"): 1}
    assert report.units_unmatched == Decimal(1)


def test_a_discount_line_is_no_return(teahouse, at):
    rows = [{"order_number": "1"}, {"order_number": "1", "sku": "D", "line_kind": "manual", "quantity": -1}]

    report = merged(1, teahouse, rows, at)

    assert report.return_lines == 0


def test_an_order_that_moves_to_somebody_else_takes_no_returns_along(teahouse, at):
    first = [
        {"order_number": "1", "user_id": "li", "sku": "TEA", "quantity": 1, "placed_at": "2026-03-01 10:00+00"},
        {"order_number": "C2", "user_id": "li", "sku": "TEA", "quantity": -1, "placed_at": "2026-03-02 10:00+00"},
    ]
    history.merge(staged(1, teahouse, first), at=at("2026-06-01"))
    assert ReturnMatch.objects.count() == 1

    history.merge(staged(2, teahouse, [first[0] | {"user_id": "wu"}]), at=at("2026-06-02"))

    assert ReturnMatch.objects.count() == 0
