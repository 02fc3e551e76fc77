"""Parcels and reasons of returns come in with orders, and the staff's note is nobody's but theirs."""

import pytest

from regulars.commerce import history, notes
from regulars.commerce.models import Order
from tests.make.staging import staged

pytestmark = pytest.mark.django_db
ROW = {"order_number": "1", "user_id": "li", "sku": "CUP", "quantity": 1, "unit_price": 5}


def test_a_later_file_adds_the_parcel_and_its_undoing_takes_it_away(teahouse, at):
    history.merge(staged(1, teahouse, [ROW]), at=at("2026-06-01"))
    sent = staged(2, teahouse, [ROW | {"parcel_number": "JD0146", "parcel_carrier": "Hermes"}])
    history.merge(sent, at=at("2026-06-02"))
    assert Order.objects.values_list("parcel_number", "carrier").get() == ("JD0146", "Hermes")

    history.undo(sent, by=None, at=at("2026-06-03"))

    assert Order.objects.values_list("parcel_number", "carrier").get() == ("", "")


def test_an_import_leaves_the_staff_note_alone(teahouse, mei, at):
    history.merge(staged(1, teahouse, [ROW | {"return_reason": "Too small"}]), at=at("2026-06-01"))
    notes.write(Order.objects.get(), "Rang twice.", by=mei, at=at("2026-06-02"))

    history.merge(
        staged(2, teahouse, [ROW | {"note": "Leave at the door", "return_reason": "Broken"}]), at=at("2026-06-03")
    )

    assert Order.objects.values_list("staff_note", "note", "return_reason").get() == (
        "Rang twice.", "Leave at the door", "Broken",
    )  # fmt: skip
