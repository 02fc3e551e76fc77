"""Columns of parcels and returns are known by their headings."""

import pytest

from tests.collect.conftest import ReadAll


@pytest.mark.parametrize(
    "headings",
    [
        "Order,Date,SKU,Qty,Price,Tracking Number,Carrier,Return reason",
        "订单号,下单时间,货号,数量,单价,快递单号,快递公司,退货原因",
        "訂單編號,訂單日期,貨號,數量,單價,追蹤編號,物流商,退貨原因",
    ],
)
def test_parcels_carriers_and_reasons_are_known_in_three_scripts(headings: str, read: ReadAll) -> None:
    [row] = read(f"{headings}\n1,2026-02-13,T,1,5,JD0146,Hermes,Too small\n").rows

    assert (row["parcel_number"], row["parcel_carrier"], row["return_reason"]) == ("JD0146", "Hermes", "Too small")
