"""The unlogged tables between reading and merging, one per import, filled by COPY."""

import io
from typing import TYPE_CHECKING

from django.db import connection
from psycopg import sql

from regulars.base.kit import query
from regulars.collect.models import Import
from regulars.collect.reading import cells, shapes

if TYPE_CHECKING:
    import pyarrow

PURCHASES = sql.SQL("""
    with orders as (
        select coalesce(user_id, email, phone) as buyer, order_number, count(*) as lines,
               sum(quantity * unit_price) as money
        from {}
        where coalesce(user_id, email, phone) is not null and order_kind <> 'cancelled'
          and order_number is not null and quantity > 0 and unit_price > 0
        group by 1, 2
    ),
    buyers as (
        select buyer, sum(lines) as lines, count(*) as orders, sum(money) as money from orders group by buyer
    )
    select coalesce(sum(lines), 0)::bigint, coalesce(sum(orders), 0)::bigint, count(*),
           trim_scale(coalesce(sum(money), 0)), count(*) filter (where orders = 1), count(*) filter (where orders > 1)
    from buyers
""")

STAGED = r"""
    select substring(tablename from '\d+$')::bigint from pg_tables
    where schemaname = current_schema() and tablename ~ '^staging_\d+$' order by 1
"""


def create(import_: Import) -> None:
    """An empty staging table; one that an interrupted attempt has left behind is dropped first."""
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists {import_.staging_table}")
        cursor.execute(f"create unlogged table {import_.staging_table} ({shapes.definition(import_.kind)})")


def add(import_: Import, rows: "pyarrow.RecordBatch") -> None:
    """Copy accepted rows into the staging table, without the columns in which they hold nothing."""
    if not len(rows):
        return
    held = rows.select([name for name in rows.schema.names if rows.column(name).null_count < len(rows)])
    statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(
        sql.Identifier(import_.staging_table), sql.SQL(", ").join(map(sql.Identifier, held.schema.names))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(_as_csv(held))


def count(import_: Import) -> int | None:
    """How many rows are staged; None without a staging table."""
    [known] = query.row("select to_regclass(%s) is not null", [import_.staging_table])
    return int(query.value(f"select count(*) from {import_.staging_table}")) if known else None


def drop(import_id: int) -> bool:
    """Remove the staging table, if it is there and nobody reads it; `imports.sweep` removes it otherwise."""
    return query.drop(table(import_id))


def all_staged() -> list[int]:
    """The numbers of the imports whose staging tables are there."""
    return [number for (number,) in query.rows(STAGED)]


def table(import_id: int) -> str:
    return f"staging_{import_id:d}"


def _as_csv(rows: "pyarrow.RecordBatch") -> memoryview:
    """CSV as COPY reads it: nothing for NULL, lists as PostgreSQL array literals."""
    import pyarrow as pa
    from pyarrow import csv

    columns = [_literals(column) if pa.types.is_list(column.type) else _plain(column) for column in rows.columns]
    buffer = io.BytesIO()
    options = csv.WriteOptions(include_header=False, batch_size=len(rows))
    csv.write_csv(pa.RecordBatch.from_arrays(columns, rows.schema.names), buffer, options)
    return buffer.getbuffer()


def _plain(column: "pyarrow.Array") -> "pyarrow.Array":
    """Moments and amounts as text, each distinct one written once: Arrow takes long over time zones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_decimal(column.type):
        return cells.distinctly(column, lambda amounts: amounts.cast(pa.string()))
    if pa.types.is_timestamp(column.type):
        clock = column.cast(pa.timestamp("us"))
        return cells.distinctly(clock, lambda at: pc.binary_join_element_wise(at.cast(pa.string()), "Z", ""))
    return column


def _literals(column: "pyarrow.ListArray") -> "pyarrow.Array":
    """Text lists as `{"a","b"}`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    escaped = pc.replace_substring_regex(column.values, r'(["\\])', r"\\\1")
    lists = pa.ListArray.from_arrays(column.offsets, escaped, mask=column.is_null())
    joined = pc.binary_join(lists, '","')
    return pc.binary_join_element_wise('{"', joined, '"}', "")


def purchases(import_: Import) -> dict[str, int | str]:
    """What the staged rows hold of purchases: lines of known buyers, not cancelled, quantity and price above 0."""
    [counts] = query.rows(PURCHASES.format(sql.Identifier(import_.staging_table)))
    names = ("purchase_lines", "purchase_orders", "purchase_buyers", "purchase_money", "bought_once", "bought_again")
    return {name: str(value) if name == "purchase_money" else value for name, value in zip(names, counts, strict=True)}
