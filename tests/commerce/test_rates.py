"""Orders in other currencies are valued by known rates, and stay apart without one."""

from datetime import date
from decimal import Decimal

import pytest

from regulars.commerce import history, rates
from regulars.commerce.models import Order
from tests.make.staging import staged

pytestmark = pytest.mark.django_db


@pytest.fixture
def _euros(teahouse, at):
    history.merge(staged(1, teahouse, [{"order_number": "1", "currency": "EUR"}]), at=at("2026-06-01"))


@pytest.mark.usefixtures("_euros")
def test_an_order_is_valued_at_the_last_rate_before_its_day(teahouse, at):
    for day, rate in ((20, "0.9"), (27, "0.8")):
        rates.give("EUR", "GBP", on=date(2026, 2, day), rate=Decimal(rate), source="ECB")

    assert rates.revalue(teahouse, by=None, at=at("2026-06-01")) == 1

    order = Order.objects.get()
    assert (order.store_value, order.rate, order.rate_source) == (4, Decimal("0.8"), "ECB")
    assert order.rate_on == date(2026, 2, 27)
    assert rates.revalue(teahouse, by=None, at=at("2026-06-01")) == 0


@pytest.mark.usefixtures("_euros")
def test_a_rate_that_is_too_old_values_nothing(teahouse, at):
    rates.give("EUR", "GBP", on=date(2026, 2, 1), rate=Decimal("0.9"), source="ECB")

    assert rates.revalue(teahouse, by=None, at=at("2026-06-01")) == 0
    assert Order.objects.get().store_value is None


def test_a_rate_below_zero_is_refused():
    with pytest.raises(rates.NoRate):
        rates.give("EUR", "GBP", on=date(2026, 2, 1), rate=Decimal(-1), source="ECB")
