"""Unpack orders whose items share one cell, or stand in numbered columns, into one row per item.

Three ways of writing an item are known: JSON objects, `name:Tea|sku:T1|quantity:2|total:9.80` with `;` between items
(WooCommerce export plugins), and plain text, which is one item by that title.
"""

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from regulars.collect.reading import headings

if TYPE_CHECKING:
    import pyarrow

ITEM = (
    "sku",
    "title",
    "variant",
    "category",
    "brand",
    "quantity",
    "unit_price",
    "line_subtotal",
    "line_total",
    "line_tax",
    "line_discount",
)
BETWEEN_ITEMS = re.compile(r";(?=\s*\w+:)")
BETWEEN_FIELDS = re.compile(r"\|(?=\s*\w+:)")
NAMES = {
    "name": "title", "title": "title", "item_name": "title", "sku": "sku", "quantity": "quantity", "qty": "quantity",
    "price": "unit_price", "unit_price": "unit_price", "subtotal": "line_subtotal", "sub_total": "line_subtotal",
    "total": "line_total", "total_tax": "line_tax", "tax": "line_tax", "total_discount": "line_discount",
    "variant_title": "variant", "vendor": "brand", "product_id": "product_id",
}  # fmt: skip

type Item = dict[str, str | None]


def unpacked(columns: "list[pyarrow.Array]") -> "tuple[pyarrow.Array, dict[str, pyarrow.Array]]":
    """For every item the index of its row, and the item's columns; a row without items keeps one empty item."""
    import pyarrow as pa

    rows: list[int] = []
    found: list[Item] = []
    for row, cells in enumerate(zip(*(column.to_pylist() for column in columns), strict=True)):
        items = [item for cell in cells if cell for item in items_in(cell)] or [{}]
        rows.extend([row] * len(items))
        found.extend(items)
    return pa.array(rows, pa.int64()), {
        role: pa.array([item.get(role) for item in found], pa.string()) for role in ITEM
    }


def items_in(cell: str) -> list[Item]:
    """The items that one cell holds."""
    text = cell.strip()
    if text.startswith(("[", "{")):
        try:
            value = json.loads(text, parse_float=str, parse_int=str)
        except (ValueError, RecursionError):
            return [{"title": text}]
        entries = value if isinstance(value, list) else [value]
        return [
            _item((str(name), _plain(inner)) for name, inner in entry.items())
            for entry in entries
            if isinstance(entry, dict)
        ]
    if not re.match(r"\w+:", text):
        return [{"title": text}]
    return [
        _item(
            (name.strip(), inner.strip() or None)
            for name, _, inner in (part.partition(":") for part in BETWEEN_FIELDS.split(entry))
        )
        for entry in BETWEEN_ITEMS.split(text)
        if entry.strip()
    ]


def _item(pairs: Iterable[tuple[str, str | None]]) -> Item:
    item: Item = {}
    for name, value in pairs:
        role = NAMES.get(name.lower()) or headings.role(name, "orders")
        if role and value is not None:
            item.setdefault(role, value)
    if not item.get("sku") and item.get("product_id"):
        item["sku"] = item["product_id"]
    return item


def _plain(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
