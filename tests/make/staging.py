"""Staged imports of a few rows, as file reading leaves them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from regulars.base.workspace.models import Staff, Store

ORDERS = """
    line_no bigint, order_number text, order_kind text, placed_at timestamptz, placed_on date, user_id text, email text,
    phone text, name text, company text, street text, city text, region text, postcode text, country text, sku text,
    title text, category text, brand text, line_kind text, quantity numeric(20,6), unit_price numeric(20,6),
    line_discount numeric(20,6), line_tax numeric(20,6), unit_cost numeric(20,6), currency text,
    order_subtotal numeric(20,6), order_discount numeric(20,6), order_tax numeric(20,6), order_shipping numeric(20,6),
    order_gift_card numeric(20,6), order_refunded numeric(20,6), order_total numeric(20,6), discount_codes text[],
    channel text, payment_state text, parcel_state text, parcel_number text, parcel_carrier text, return_reason text,
    order_tags text[], note text, accepts_marketing bool,
    cancelled_at timestamptz
"""
CUSTOMERS = """
    line_no bigint, user_id text, email text, phone text, given_name text, family_name text, name text, company text,
    street text, city text, region text, postcode text, country text, language text, born_on date, tags text[],
        note text,
    accepts_email bool, accepts_sms bool, email_consent_at timestamptz, sms_consent_at timestamptz,
    consent_source text, consent_ip text, consent_list text, consent_reason text, email_suppressed text,
    email_suppressed_at timestamptz, created_at timestamptz, extra jsonb
"""
PRODUCTS = """
    line_no bigint, sku text, title text, category text, brand text, price numeric(20,6), currency text,
    cost numeric(20,6), url text, image_url text, is_active bool, extra jsonb
"""
COSTS = "line_no bigint, sku text, cost numeric(20,6), currency text, from_on date"
TICKETS = """
    line_no bigint, user_id text, email text, phone text, name text, desk text, ticket_number text, subject text,
    ticket_state text, ticket_channel text, priority text, opened_at timestamptz, changed_at timestamptz,
    closed_at timestamptz, satisfaction text, ticket_url text
"""
POINTS = """
    line_no bigint, user_id text, email text, phone text, program text, points numeric(20,6), tier text,
    expires_on date, as_of timestamptz
"""
COLUMNS = {
    "orders": ORDERS,
    "customers": CUSTOMERS,
    "products": PRODUCTS,
    "costs": COSTS,
    "tickets": TICKETS,
    "points": POINTS,
}

PLACED = "2026-03-01 10:00+00"
LINE = {
    "order_kind": "sale", "placed_at": PLACED, "placed_on": "2026-03-01", "sku": "CUP", "title": "Tea cup",
    "line_kind": "merchandise", "quantity": 1, "unit_price": 5, "currency": "GBP",
}  # fmt: skip


@dataclass(frozen=True)
class StagedImport:
    id: int
    kind: str
    store: Store
    by: Staff | None = None


def staged(number: int, store: Store, rows: list[dict[str, Any]], *, kind: str = "orders") -> StagedImport:
    """An import whose staging table holds the rows; what a row of an order does not say is as in LINE."""
    with connection.cursor() as cursor:
        cursor.execute(f"create unlogged table if not exists staging_{number} ({COLUMNS[kind]})")
        cursor.execute(f"truncate staging_{number}")
        for line_no, given in enumerate(rows, 1):
            row = {"line_no": line_no} | (LINE if kind == "orders" else {}) | given
            names = ", ".join(row)
            cursor.execute(
                f"insert into staging_{number} ({names}) values ({', '.join(['%s'] * len(row))})", list(row.values())
            )
    return StagedImport(number, kind, store)


def unstage(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists staging_{number}, trace_{number}")
