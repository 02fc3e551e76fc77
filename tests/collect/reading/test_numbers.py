# ruff: noqa: E501
"""Numbers are read as the whole column is written, and no digit is lost."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.collect.kinds import DecimalMark
from regulars.collect.reading.plan import Answers
from regulars.collect.reading.refusals import AskDecimalMark
from tests.collect.conftest import Read, ReadAll


def prices(read: ReadAll, *texts: str, answer: DecimalMark | None = None) -> Read:
    lines = "".join(f'{number},T1,1,2024-05-01,"{text}"\n' for number, text in enumerate(texts, 1))
    return read("Order,SKU,Qty,Date,Price\n" + lines, answers=Answers(decimal=answer))


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1,234.50", "2,000"], ["1234.5", "2000"]),
        (["1.234,50", "2.000"], ["1234.5", "2000"]),
        (["1 234,50", "7"], ["1234.5", "7"]),
        (["1'234.50", "0.125"], ["1234.5", "0.125"]),
        (["1.125", "2.250"], ["1.125", "2.25"]),
        (["£3.10", "$ 4", "5 EUR", "USD 6.5", "¥1,000", "100元", "NT$7"], ["3.1", "4", "5", "6.5", "1000", "100", "7"]),
        (["(3.10)", "4.00-", "-5", "−6.5"], ["-3.1", "-4", "-5", "-6.5"]),
        (["１２．５０", "３"], ["12.5", "3"]),
        (["1.5E-3", "12345678901234.123456"], ["0.0015", "12345678901234.123456"]),
    ],
)
def test_amounts_are_read_as_they_are_written(read: ReadAll, texts: list[str], values: list[str]) -> None:
    assert prices(read, *texts).column("unit_price") == [Decimal(value) for value in values]


def test_what_could_be_thousands_or_decimals_is_asked(read: ReadAll) -> None:
    with pytest.raises(AskDecimalMark, match="1,234"):
        prices(read, "1,234", "5,678")

    assert prices(read, "1,234", answer=DecimalMark.COMMA).column("unit_price") == [Decimal("1.234")]


def test_amounts_that_are_none_are_rejected_with_their_reason(read: ReadAll) -> None:
    result = prices(read, "1.00", "NaN", "inf", "1e400", "9" * 40, "1,5", "free", "", "123456789012345")

    assert [row.reason for row in result.rejected] == [
        "bad_amount", "bad_amount", "bad_amount", "large_amount", "bad_amount", "bad_amount", "no_amount", "large_amount",
    ]  # fmt: skip
    assert result.rejected[3].value == "9" * 40


def test_a_product_of_quantity_and_price_that_is_too_large_is_rejected(read: ReadAll) -> None:
    result = read("Order,SKU,Qty,Date,Price\n1,T,99999999,2024-05-01,99999999.5\n2,T,1,2024-05-01,1\n")

    assert [row.reason for row in result.rejected] == ["large_amount"]


def test_more_than_six_decimals_are_rounded_and_the_difference_reported(read: ReadAll) -> None:
    result = prices(read, "0.0000005", "0.0000015", "1.00000000049")

    assert result.column("unit_price") == [Decimal(0), Decimal("0.000002"), Decimal(1)]
    assert result.totals.money == Decimal("1.00000200049")
    assert result.totals.rounding == Decimal("0.00000000049")


@given(st.lists(st.decimals(-99_999_999, 99_999_999, places=8), min_size=1, max_size=20))
def test_money_in_is_money_staged_and_rounding(read: ReadAll, amounts: list[Decimal]) -> None:
    result = prices(read, *(format(amount, "f") for amount in amounts))

    kept = [amount.quantize(Decimal("0.000001"), ROUND_HALF_EVEN) for amount in amounts]
    assert result.column("unit_price") == kept
    assert (result.totals.money, result.totals.money_staged) == (sum(amounts), sum(kept))
