"""
What a stage gives to the lake, told in SQL.

A source reads rows from PostgreSQL; its tables are made of them in the engine. In the SQL for PostgreSQL
`{commerce_order.id}` stands for the table `commerce_order`, and where only some keys are asked for, for its rows whose
`id` is one of them. So the same statements serve the first export, the later ones, and the fresh tail of a reader.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

KEYS = "lake_keys"
MONTH = "month"
PLACE = re.compile(r"\{(\w+)\.(\w+)\}")


class Type(StrEnum):
    """The types of columns; money and quantities are decimals of 20 digits, 6 of them after the point."""

    BIGINT = "bigint"
    INT = "int"
    TEXT = "varchar"
    DATE = "date"
    TIMESTAMP = "timestamp"
    DECIMAL = "decimal(20, 6)"


@dataclass(frozen=True)
class Table:
    """
    A table of the lake.

    :param select: over the reads of its source, in the language of the engine.
    :param month: the date by whose month the rows are parted; empty for a table that is not parted.
    """

    name: str
    columns: Mapping[str, Type]
    select: str
    month: str = ""


@dataclass(frozen=True)
class Source:
    """
    Tables whose rows follow those of PostgreSQL, by one key of which each may hold several rows.

    :param notes: for each subject under which keys are noted, the SQL that makes keys of these tables out of the
        noted `ranges (low, high)`; empty where they are the same.
    """

    key: str
    notes: Mapping[str, str]
    reads: Mapping[str, str]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Log:
    """A table that only grows; `read` selects from `events e`, by position, and its columns are the table's."""

    table: Table
    read: str


@dataclass(frozen=True)
class RollUp:
    """
    Sums over another table of the lake, so that readers need not go through all of it.

    The select of its table reads that other table by name, and groups by a day of it.
    """

    table: Table
    over: str


type Given = Source | Log | RollUp


def every_table(given: Iterable[Given]) -> list[Table]:
    """The tables themselves first, the roll-ups over them last."""
    ordered = sorted(given, key=lambda one: isinstance(one, RollUp))
    return [table for one in ordered for table in (one.tables if isinstance(one, Source) else (one.table,))]


def whole(read: str) -> str:
    """The statement that reads every row."""
    return PLACE.sub(r"\1", read)


def changed(read: str) -> str:
    """The statement that reads the rows of the keys in the temporary table `lake_keys`."""
    return PLACE.sub(rf"(select t.* from {KEYS} k join \1 t on t.\2 = k.key)", read)


def shaped(table: Table) -> str:
    """The table's select with its columns in their order and type, and the month of a parted table last."""
    # An amount beyond all reason must not stop every later export: it becomes unknown.
    columns = [
        f"{'try_cast' if kind == Type.DECIMAL else 'cast'}({name} as {kind}) as {name}"
        for name, kind in table.columns.items()
    ]
    if table.month:
        columns.append(f"cast(date_trunc('month', {table.month}) as date) as {MONTH}")
    return f"select {', '.join(columns)} from ({table.select}) as made"


def schema(table: Table) -> "pa.Schema":
    """The columns as Arrow knows them."""
    import pyarrow as pa

    types = {
        Type.BIGINT: pa.int64(),
        Type.INT: pa.int32(),
        Type.TEXT: pa.string(),
        Type.DATE: pa.date32(),
        Type.TIMESTAMP: pa.timestamp("us"),
        Type.DECIMAL: pa.decimal128(20, 6),
    }
    fields = [pa.field(name, types[kind]) for name, kind in table.columns.items()]
    return pa.schema(fields + [pa.field(MONTH, pa.date32())] * bool(table.month))
