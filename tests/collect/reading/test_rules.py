"""What comes by itself is told apart exactly as it would be in a file."""

import csv
import io
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.collect.reading import rules
from tests.collect.conftest import ReadAll

HEADINGS = (
    "Order number",
    "Email",
    "Created at",
    "Order status",
    "Payment status",
    "SKU",
    "Title",
    "Quantity",
    "Unit price",
)
STATES = ("", "paid", "wc-failed", "WC-failed", "Cancelled", "voided", "已取消", "Refund", "unpaid?")
CODES = ("", "POST", "post", "M", "S", "D", "PADS", "TEST01", "GIFT_2x", "C2", "T-1", "BANK CHARGES", "84029")
TITLES = (
    "", "Tea", "POSTAGE", "Postage stamp mug", "M", "post", "Manual", "T-shirt M", "Samples", "Shipping: flat rate",
    "Gift card – £20", "运费", "Adjust bad debt", "坏账", "Discount (spring)", "Bank charges", "Knee pads", "İşaret",
)  # fmt: skip
LINES = st.tuples(
    st.sampled_from(CODES), st.sampled_from(TITLES), st.integers(-3, 3), st.sampled_from(["0", "0.01", "2.50", "-2.50"])
)
ORDERS = st.tuples(
    st.sampled_from(STATES), st.sampled_from(STATES), st.booleans(), st.lists(LINES, min_size=1, max_size=4)
)


def as_file(orders: list[Any]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for number, (state, paid, has_buyer, lines) in enumerate(orders):
        email = f"buyer{number}@tea.example" if has_buyer else ""
        writer.writerows((f"R{number}", email, "2026-02-01 10:00:00", state, paid, *line) for line in lines)
    return text.getvalue()


def as_records(orders: list[Any]) -> list[tuple[str, str]]:
    kinds = []
    for state, paid, has_buyer, lines in orders:
        moved = [(Decimal(quantity), Decimal(price), title) for _, title, quantity, price in lines]
        is_void = rules.is_cancelled(state, paid)
        of_order = rules.order_kind(moved, is_void=is_void, has_buyer=has_buyer)
        kinds += [
            (of_order, rules.line_kind(sku, title, quantity=Decimal(n), unit_price=Decimal(price), has_buyer=has_buyer))
            for sku, title, n, price in lines
        ]
    return kinds


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ORDERS, min_size=30, max_size=60))
def test_records_and_files_go_by_the_same_rules(read: ReadAll, orders: list[Any]) -> None:
    found = read(as_file(orders))

    assert found.rejected == []
    assert list(zip(found.column("order_kind"), found.column("line_kind"), strict=True)) == as_records(orders)
