# ruff: noqa: E501
"""The same lines come out of every encoding, separator and form a file may have."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from regulars.collect.kinds import Kind
from regulars.collect.reading.refusals import BadMapping, WrongHeading
from tests.collect.conftest import ReadAll

CHINESE = (
    "订单号,货号,商品名称,数量,下单时间,单价,客户编号,国家\n1001,T1,龙井茶 特级,2,2024年5月1日 15:04,12.50,88,中国\n"
)
TRADITIONAL = (
    "訂單號,貨號,商品名稱,數量,下單時間,單價,客戶編號,國家\n1001,T1,凍頂烏龍茶,2,2024年5月1日 15:04,12.50,88,台灣\n"
)
GERMAN = "Bestellnummer;Artikelnummer;Bezeichnung;Menge;Bestelldatum;Einzelpreis\n1;T1;Grüner Tee für Äpfel;2;31.05.2024;1.250,50\n"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_simplified_chinese_is_read_in_every_encoding(read: ReadAll, encoding: str, packed: bool) -> None:
    result = read(CHINESE.encode(encoding), packed=packed, zone="Asia/Shanghai")

    row = result.rows[0]
    assert (row["title"], row["quantity"], row["unit_price"]) == ("龙井茶 特级", 2, Decimal("12.5"))
    assert (row["placed_on"], row["user_id"], row["country"], row["line_no"]) == (date(2024, 5, 1), "88", "CN", 2)
    assert row["placed_at"].hour == 7


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030"])
def test_traditional_chinese_is_read_in_every_encoding(read: ReadAll, encoding: str) -> None:
    row = read(TRADITIONAL.encode(encoding)).rows[0]

    assert (row["title"], row["country"]) == ("凍頂烏龍茶", "TW")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_german_files_have_semicolons_and_decimal_commas(read: ReadAll, encoding: str) -> None:
    row = read(GERMAN.encode(encoding)).rows[0]

    assert (row["title"], row["unit_price"], row["placed_on"]) == (
        "Grüner Tee für Äpfel", Decimal("1250.5"), date(2024, 5, 31),
    )  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_is_found(read: ReadAll, separator: str) -> None:
    lines = ["order,date,sku,quantity,price", "1,2024-05-01,T1,2,3.5", '2,2024-05-02,"T2",1,4.5']

    result = read("\r\n".join(lines).replace(",", separator))

    assert result.totals.money == Decimal("11.5")


def test_headings_below_a_title_are_found_and_lines_keep_their_number(read: ReadAll) -> None:
    result = read('Sales report\n\nOrder,Date,SKU,Qty,Price\n1,2024-05-01,"T\n1",2,3\n\n2,2024-05-01,T2,1,4\n,,,,\n')

    assert result.column("line_no") == [4, 7]


def test_a_row_with_more_cells_than_headings_is_rejected(read: ReadAll) -> None:
    result = read("Order,Date,SKU,Qty,Price\n1,2024-05-01,T1,2,3,,\n1,2024-05-01,T1,2,3,oops\n1,2024-05-01,T1,2\n")

    assert [(row.line, row.reason) for row in result.rejected] == [(3, "cells"), (4, "no_amount")]
    assert result.totals.read == 3


def test_json_lines_keep_every_digit_and_unpack_items(read: ReadAll) -> None:
    order = {
        "order_id": 7, "created_at": "2024-05-01T10:00:00Z", "customer": {"email": "Li@Example.com"},
        "line_items": [{"sku": "T1", "name": "Tea", "quantity": 2, "price": "0.1"}, {"sku": "T2", "quantity": 1, "price": "12345678901.123456"}],
    }  # fmt: skip

    result = read(json.dumps(order) + "\n", columns={"email": "customer.email"})

    assert result.column("sku") == ["T1", "T2"]
    assert result.totals.money == Decimal("12345678901.323456")
    assert result.rows[0]["email"] == "li@example.com"


@pytest.mark.parametrize("packed", [False, True])
def test_parquet_keeps_its_types(read: ReadAll, packed: bool) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    moment = pa.array([1_714_557_600_000_000], pa.timestamp("us", "UTC"))
    price = pa.array([Decimal("1234567.123456")])
    table = pa.table(
        {"basket_id": [12], "transaction_timestamp": moment, "product_id": ["P"], "quantity": [2], "price": price}
    )
    pq.write_table(table, buffer)

    result = read(buffer.getvalue(), packed=packed)

    assert (result.rows[0]["order_number"], result.totals.money) == ("12", Decimal("2469134.246912"))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("since_1904", "serial"), [(False, 45413.5), (True, 43951.5)])
def test_workbooks_give_dates_from_either_calendar(
    read: ReadAll, since_1904: bool, serial: float, packed: bool
) -> None:
    content = workbook(
        [["Order", "Date", "SKU", "Qty", "Price"], ["1", serial, "T1", 2, 0.1 + 0.2]], since_1904=since_1904
    )

    row = read(content, packed=packed, zone="UTC").rows[0]

    assert (row["placed_at"].isoformat(), row["unit_price"]) == ("2024-05-01T12:00:00+00:00", Decimal("0.3"))


@pytest.mark.parametrize(("since_1904", "serial"), [(False, 45413.5), (True, 43951.5)])
def test_workbook_dates_with_a_date_format_are_the_same(read: ReadAll, since_1904: bool, serial: float) -> None:
    rows: list[list[object]] = [["Order", "Date", "SKU", "Qty", "Price"], ["1", serial, "T1", 2, 3]]

    row = read(workbook(rows, since_1904=since_1904, date_column=1), zone="UTC").rows[0]

    assert row["placed_at"].isoformat() == "2024-05-01T12:00:00+00:00"


def test_a_mapping_names_columns_that_nobody_could_know(read: ReadAll) -> None:
    content = "a,b,c,d,e\n1,2024-05-01,T1,2,3\n"
    mapping = {"order_number": "a", "placed_at": "b", "sku": "c", "quantity": "d", "unit_price": "e"}

    assert read(content, columns=mapping).totals.money == 6
    with pytest.raises(WrongHeading):
        read(content, columns={**mapping, "title": "z"})


def test_columns_without_a_known_heading_are_known_by_content(read: ReadAll) -> None:
    result = read(
        "Order,When,SKU,Qty,Price,Who\n1,2024-05-01,T1,2,3,li@example.com\n2,2024-05-02,T1,2,3,bo@example.com\n"
    )

    assert result.understood["columns"]["email"] == ["Who"]
    assert result.understood["columns"]["placed_at"] == ["When"]


def test_a_mapping_gives_a_column_to_a_custom_field(read: ReadAll) -> None:
    file = read(b"mail,Name,Shoe\na@x.example,Li,41\n", kind=Kind.CUSTOMERS, columns={"custom:shoe_size": "Shoe"})

    [row] = file.rows
    assert json.loads(row["extra"]) == {"custom:shoe_size": "41"}


def test_a_mapping_file_is_json_or_toml(tmp_path: object) -> None:
    from pathlib import Path

    from regulars.collect.reading import mapping

    folder = Path(str(tmp_path))
    (folder / "a.toml").write_text('dates = "dmy"\n[columns]\norder_number = "Nr."\n')
    (folder / "a.json").write_text('{"columns": {"order_number": "Nr."}, "decimal": "comma"}')
    (folder / "bad.json").write_text('{"columns": {"colour": "Nr."}}')

    assert mapping.read(folder / "a.toml", Kind.ORDERS).columns == {"order_number": "Nr."}
    assert mapping.read(folder / "a.json", Kind.ORDERS).answers.decimal == "comma"
    with pytest.raises(BadMapping):
        mapping.read(folder / "bad.json", Kind.ORDERS)


def workbook(rows: list[list[object]], *, since_1904: bool = False, date_column: int | None = None) -> bytes:
    """A small XLSX file, written by hand so that no library's habits are tested."""
    cells = "".join(
        f"<row>{''.join(_cell(value, place == date_column) for place, value in enumerate(row))}</row>" for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><workbookPr date1904="{int(since_1904)}"/>'
        '<sheets><sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{relations}/styles" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0"?>' + text)
    return packed.getvalue()


def _cell(value: object, is_date: bool) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c s="{int(is_date)}"><v>{value!r}</v></c>'
