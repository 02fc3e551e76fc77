# ruff: noqa: E501
"""The columns of the staging tables, one list per kind of import; `imports` makes tables of them and `commerce` reads them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow

ORDERS = (
    ("line_no", "bigint"), ("order_number", "text"), ("order_kind", "text"), ("placed_at", "timestamptz"), ("placed_on", "date"),
    ("user_id", "text"), ("email", "text"), ("phone", "text"), ("name", "text"), ("company", "text"), ("street", "text"),
    ("city", "text"), ("region", "text"), ("postcode", "text"), ("country", "text"), ("sku", "text"), ("title", "text"),
    ("category", "text"), ("brand", "text"), ("line_kind", "text"), ("quantity", "numeric"), ("unit_price", "numeric"),
    ("line_discount", "numeric"), ("line_tax", "numeric"), ("unit_cost", "numeric"), ("currency", "text"),
    ("order_subtotal", "numeric"), ("order_discount", "numeric"), ("order_tax", "numeric"), ("order_shipping", "numeric"),
    ("order_gift_card", "numeric"), ("order_refunded", "numeric"), ("order_total", "numeric"), ("discount_codes", "text[]"),
    ("channel", "text"), ("payment_state", "text"), ("parcel_state", "text"), ("parcel_number", "text"),
    ("parcel_carrier", "text"), ("return_reason", "text"), ("order_tags", "text[]"), ("note", "text"),
    ("accepts_marketing", "boolean"), ("cancelled_at", "timestamptz"),
)  # fmt: skip
CUSTOMERS = (
    ("line_no", "bigint"), ("user_id", "text"), ("email", "text"), ("phone", "text"), ("given_name", "text"),
    ("family_name", "text"), ("name", "text"), ("company", "text"), ("street", "text"), ("city", "text"), ("region", "text"),
    ("postcode", "text"), ("country", "text"), ("language", "text"), ("born_on", "date"), ("tags", "text[]"), ("note", "text"),
    ("accepts_email", "boolean"), ("accepts_sms", "boolean"), ("email_consent_at", "timestamptz"), ("sms_consent_at", "timestamptz"),
    ("consent_source", "text"), ("consent_ip", "text"), ("consent_list", "text"), ("consent_reason", "text"),
    ("email_suppressed", "text"), ("email_suppressed_at", "timestamptz"), ("created_at", "timestamptz"), ("extra", "jsonb"),
)  # fmt: skip
PRODUCTS = (
    ("line_no", "bigint"), ("sku", "text"), ("title", "text"), ("category", "text"), ("brand", "text"), ("price", "numeric"),
    ("currency", "text"), ("cost", "numeric"), ("url", "text"), ("image_url", "text"), ("is_active", "boolean"),
    ("extra", "jsonb"),
)  # fmt: skip
COSTS = (("line_no", "bigint"), ("sku", "text"), ("cost", "numeric"), ("currency", "text"), ("from_on", "date"))
TICKETS = (
    ("line_no", "bigint"), ("user_id", "text"), ("email", "text"), ("phone", "text"), ("name", "text"), ("desk", "text"),
    ("ticket_number", "text"), ("subject", "text"), ("ticket_state", "text"), ("ticket_channel", "text"), ("priority", "text"),
    ("opened_at", "timestamptz"), ("changed_at", "timestamptz"), ("closed_at", "timestamptz"), ("satisfaction", "text"),
    ("ticket_url", "text"),
)  # fmt: skip
POINTS = (
    ("line_no", "bigint"), ("user_id", "text"), ("email", "text"), ("phone", "text"), ("program", "text"),
    ("points", "numeric"), ("tier", "text"), ("expires_on", "date"), ("as_of", "timestamptz"),
)  # fmt: skip

COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "orders": ORDERS,
    "customers": CUSTOMERS,
    "products": PRODUCTS,
    "costs": COSTS,
    "tickets": TICKETS,
    "points": POINTS,
}


def schema(kind: str) -> "pyarrow.Schema":
    """The Arrow schema of the accepted rows of a kind."""
    import pyarrow as pa

    types = {
        "bigint": pa.int64(),
        "text": pa.string(),
        "timestamptz": pa.timestamp("us", "UTC"),
        "date": pa.date32(),
        "numeric": pa.decimal128(20, 6),
        "text[]": pa.list_(pa.string()),
        "boolean": pa.bool_(),
        "jsonb": pa.string(),
    }
    return pa.schema([(name, types[type_]) for name, type_ in COLUMNS[kind]])


def definition(kind: str) -> str:
    """The column list of the staging table in PostgreSQL."""
    types = {"numeric": "numeric(20,6)", "text": 'text collate "C"'}
    return ", ".join(f"{name} {types.get(type_, type_)}" for name, type_ in COLUMNS[kind])
