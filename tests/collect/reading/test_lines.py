# ruff: noqa: E501
"""Sales, returns, adjustments, postage and gifts are told apart; products stay products."""

from decimal import Decimal
from pathlib import Path

import pytest

from regulars.collect.reading.plan import Answers
from tests.collect.conftest import Read, ReadAll

HEADINGS = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"


def lines(read: ReadAll, *rows: str) -> Read:
    return read(HEADINGS + "".join(f"{row}\n" for row in rows))


def line(
    sku: str, title: str, price: str = "2.5", number: str = "489434", quantity: str = "1", customer: str = "7"
) -> str:
    return f'{number},{sku},"{title}",{quantity},2009-12-01 07:45:00,{price},{customer},EIRE'


@pytest.mark.parametrize(
    ("sku", "title", "kind"),
    [
        ("POST", "POSTAGE", "postage"), ("POST", "", "postage"), ("DOT", "DOTCOM POSTAGE", "postage"), ("C2", "CARRIAGE", "postage"),
        ("", "Shipping: Flat rate", "postage"), ("", "运费", "postage"), ("", "運費", "postage"),
        ("BANK CHARGES", "Bank Charges", "fee"), ("AMAZONFEE", "AMAZON FEE", "fee"), ("", "手续费", "fee"),
        ("M", "Manual", "manual"), ("D", "Discount", "manual"), ("ADJUST", "Adjustment by john on 26/01/2010", "manual"),
        ("TEST001", "This is a test product.", "manual"), ("S", "SAMPLES", "sample"),
        ("gift_0001_20", "Dotcomgiftshop Gift Voucher £20.00", "gift_card"), ("", "Gift Card - $50", "gift_card"), ("", "礼品卡", "gift_card"),
        ("84029", "POSTAGE STAMP MUG", "merchandise"), ("M", "T-shirt blue M", "merchandise"), ("S", "Socks, small", "merchandise"),
        ("2213", "SHIPPING CONTAINER TOY", "merchandise"), ("G1", "GIFT CARD BOX RED", "merchandise"),
        ("22", "SAMPLER CROSS STITCH", "merchandise"), ("C2", "Candle, two wicks", "merchandise"), ("9", "DISCO BALL", "merchandise"),
        ("7", "运费补差价链接礼盒", "merchandise"), ("PADS", "Knee pads", "merchandise"),
    ],
)  # fmt: skip
def test_a_line_is_told_by_its_code_and_whole_title(read: ReadAll, sku: str, title: str, kind: str) -> None:
    assert lines(read, line(sku, title)).column("line_kind") == [kind]


def test_orders_are_sales_returns_adjustments(read: ReadAll) -> None:
    result = lines(
        read,
        line("T1", "Tea", number="489434", quantity="3"),
        line("T1", "Tea", number="C489449", quantity="-1"),
        line("B", "Adjust bad debt", number="A506401", price="-53594.36", customer=""),
        line("T1", "damaged", number="489464", price="0", quantity="-96", customer=""),
        line("T1", "Tea", number="489500", price="0"),
        line("T2", "Tea", number="489500"),
    )

    assert result.column("order_kind") == ["sale", "return", "adjustment", "adjustment", "sale", "sale"]
    assert result.column("line_kind") == ["merchandise", "merchandise", "manual", "correction", "sample", "merchandise"]
    assert result.rows[3]["note"] == "damaged"
    assert result.totals.money == Decimal("-53588.36") + Decimal("-0.5") + Decimal("2")


def test_a_shop_whose_order_numbers_begin_with_c_sells_all_the_same(read: ReadAll) -> None:
    result = lines(read, line("T1", "Tea", number="C1001"), line("T1", "Tea", number="C1002"))

    assert result.column("order_kind") == ["sale", "sale"]


def test_exactly_repeated_lines_are_kept(read: ReadAll) -> None:
    assert len(lines(read, line("T1", "Tea"), line("T1", "Tea")).rows) == 2


def test_formulas_in_names_are_only_text(read: ReadAll) -> None:
    assert lines(read, line("T1", "=HYPERLINK(1)")).column("title") == ["=HYPERLINK(1)"]


def test_currencies_are_checked_and_default_to_the_stores(read: ReadAll) -> None:
    result = read(
        "Order,SKU,Qty,Date,Price,Currency\n1,T,1,2024-05-01,1,eur\n2,T,1,2024-05-01,1,\n3,T,1,2024-05-01,1,ABC\n"
    )

    assert result.column("currency") == ["EUR", "GBP"]
    assert [row.reason for row in result.rejected] == ["bad_currency"]


def test_line_totals_without_prices_add_up_to_the_last_digit(read: ReadAll) -> None:
    result = read("Order,SKU,Qty,Date,Amount\n1,T,3,2024-05-01,10.00\n1,U,0,2024-05-01,5\n", answers=Answers())

    net = sum(row["quantity"] * row["unit_price"] - row["line_discount"] for row in result.rows)
    assert net == result.totals.money == 15


def test_the_real_file_adds_up(read: ReadAll, shared_data: Path) -> None:
    result = read(shared_data / "online_retail" / "online_retail_2009_2010.csv.gz")

    totals, kinds = result.totals, result.column("order_kind")
    assert (totals.read, totals.rejected, totals.money) == (525_461, 0, Decimal("9539484.634"))
    assert (totals.without_buyer, totals.buyers, totals.orders) == (107_927, 4_383, 28_816)
    assert sum(number.startswith("C") for number in result.column("order_number")) == 10_206
    assert kinds.count("return") == 10_205
    assert sum(row["unit_price"] == 0 for row in result.rows) == 3_687
    assert sum(row["order_kind"] == "adjustment" and row["unit_price"] < 0 for row in result.rows) == 3
