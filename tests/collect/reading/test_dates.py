# ruff: noqa: E501
"""Dates are settled over the whole file: proven, asked, or refused, but never guessed."""

from datetime import date

import pytest

from regulars.collect.kinds import DateOrder, Reason
from regulars.collect.reading.plan import Answers
from regulars.collect.reading.refusals import AskDateOrder, DatesContradict
from tests.collect.conftest import Read, ReadAll


def orders(read: ReadAll, *dates: str, zone: str = "Europe/London", answer: DateOrder | None = None) -> Read:
    lines = "".join(f'{number},T1,1,"{text}",1\n' for number, text in enumerate(dates, 1))
    return read("Order,SKU,Qty,Date,Price\n" + lines, zone=zone, answers=Answers(dates=answer))


@pytest.mark.parametrize(
    ("texts", "second"),
    [
        (["13/02/2024", "01/02/2024"], date(2024, 2, 1)),
        (["02/13/2024", "01/02/2024"], date(2024, 1, 2)),
        (["05/05/2024", "5/5/2024"], date(2024, 5, 5)),
        (["2024-02-13", "2024/2/1 7:05"], date(2024, 2, 1)),
        (["03.02.2024", "01.02.2024"], date(2024, 2, 1)),
        (["13-Feb-24", "1-Feb-24"], date(2024, 2, 1)),
        (["February 13, 2024", "Feb 1, 2024 3:05 PM"], date(2024, 2, 1)),
        (["2024年2月13日", "2024年2月1日 下午3:05"], date(2024, 2, 1)),
        (["1707782400", "1706745600"], date(2024, 2, 1)),
        (["1707782400000", "1706745600000"], date(2024, 2, 1)),
        (["45335", "45323.5"], date(2024, 2, 1)),
        (["20240213", "20240201"], date(2024, 2, 1)),
        (["31/1/24 11:59 pm", "1/2/24 12:01 am"], date(2024, 2, 1)),
    ],
)
def test_the_whole_column_tells_how_a_date_is_written(read: ReadAll, texts: list[str], second: date) -> None:
    assert orders(read, *texts).rows[1]["placed_on"] == second


@pytest.mark.parametrize("texts", [["01/02/2024", "03/04/2024"], ["01-02-24"], ["10.11.12"], ["09/10/11 10:00"]])
def test_what_stays_open_is_asked(read: ReadAll, texts: list[str]) -> None:
    with pytest.raises(AskDateOrder, match="--dates"):
        orders(read, *texts)


def test_an_answer_settles_what_is_open(read: ReadAll) -> None:
    assert orders(read, "01/02/2024", answer=DateOrder.MONTH_FIRST).rows[0]["placed_on"] == date(2024, 1, 2)
    assert orders(read, "01/02/03", answer=DateOrder.YEAR_FIRST).rows[0]["placed_on"] == date(2001, 2, 3)


def test_dates_in_two_orders_are_refused_and_with_an_answer_rejected(read: ReadAll) -> None:
    with pytest.raises(DatesContradict):
        orders(read, "13/02/2024", "02/13/2024")

    result = orders(read, "13/02/2024", "02/13/2024", answer=DateOrder.DAY_FIRST)

    assert [(row.line, row.reason) for row in result.rejected] == [(3, Reason.BAD_DATE)]


def test_another_date_column_of_the_file_tells_the_order(read: ReadAll) -> None:
    result = read("Order,SKU,Qty,Date,Price,Cancelled at\n1,T,1,01/02/2024,1,\n2,T,1,02/02/2024,1,25/02/2024\n")

    assert result.rows[0]["placed_on"] == date(2024, 2, 1)


def test_impossible_dates_are_rejected_with_their_reason(read: ReadAll) -> None:
    result = orders(
        read, "2024-05-01", "0000-01-01", "9999-12-31", "1969-12-31", "2024-02-30", "soon", "", "2026-03-03 12:01"
    )

    assert [row.reason for row in result.rejected] == [
        "early_date", "late_date", "early_date", "bad_date", "bad_date", "no_date", "late_date",
    ]  # fmt: skip
    assert result.totals.accepted == 1


def test_offsets_and_zones_give_the_moment_and_the_store_its_day(read: ReadAll) -> None:
    result = orders(
        read, "2024-05-01 23:30:00 +0200", "2024-05-01T23:30:00Z", "2024-05-01 23:30 GMT+8", "2024-05-01 23:30 Asia/Tokyo",
        "2024-05-01 23:30 CST", zone="Asia/Shanghai",
    )  # fmt: skip

    assert [row["placed_at"].strftime("%d %H:%M") for row in result.rows] == [
        "01 21:30",
        "01 23:30",
        "01 15:30",
        "01 14:30",
    ]
    assert result.column("placed_on") == [date(2024, 5, 2), date(2024, 5, 2), date(2024, 5, 1), date(2024, 5, 1)]
    assert [row.reason for row in result.rejected] == ["bad_zone"]


def test_times_that_come_twice_or_never_are_settled_and_counted(read: ReadAll) -> None:
    result = orders(read, "2023-10-29 01:30", "2024-03-31 01:30", "2024-03-31 02:30", "2023-10-29 02:00")

    assert [row["placed_at"].strftime("%H:%M") for row in result.rows] == ["00:30", "01:30", "01:30", "02:00"]
    assert (result.totals.ambiguous_times, result.totals.shifted_times) == (1, 1)
