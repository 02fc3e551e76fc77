"""Take people out of every table, as the stages tell (`base/kit/holding`); in the caller's transaction.

The tables `gone_person`, `gone_value` and `gone_order` name them; `gone_row` fills with the rows that were touched, so
that what the change keeper holds of these goes too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from regulars.base.kit import query
from regulars.base.kit.holding import Becomes, Holding

TABLES = "gone_person, gone_value, gone_order, gone_row"
PEOPLE = """
    create temp table gone_person on commit drop as
    select id, public_id, circle_id from identity_person where id = any(%(people)s)
"""
VALUES = r"""
    create temp table gone_value on commit drop as
    select distinct kind, lower(value) as value,
           '(^|[^a-z0-9._%+-])' || regexp_replace(lower(value), '([^a-z0-9])', '\\\1', 'g')
               || '($|[^a-z0-9.-])' as pattern
    from identity_identifier
    where person_id in (select id from gone_person) and kind in ('email', 'phone', 'anonymous', 'whatsapp', 'wechat')
      and length(value) > 5
"""
ORDERS = """
    create temp table gone_order on commit drop as
    select id from commerce_order where person_id in (select id from gone_person)
"""
ROWS = 'create temp table gone_row ("table" text, key bigint) on commit drop'
NOTE = "insert into gone_row select {name}, t.id from {table} t where {whose}"
HAS_KEY = """
    select exists (select from pg_attribute a where a.attrelid = to_regclass(%(table)s) and a.attname = 'id'
                   and a.atttypid = 'bigint'::regtype)
"""
COUNT = "select count(*) from {table} t where {whose}"
REMOVE = "delete from {table} t where {whose}"
BLANK = "update {table} t set {blanks} where {whose}"
# Rows of these people that were removed before live on in what the change keeper holds of that.
REMOVED_BEFORE = """
    insert into gone_row
    select "table", key from events_change
    where kind = 'deleted' and "table" = any(%(tables)s) and exists (
        select from gone_person g
        where g.id in ((old ->> 'person_id')::bigint, (old ->> 'older_id')::bigint, (old ->> 'newer_id')::bigint))
"""
CHANGES_GONE = """
    delete from events_change c
    where c.operation = current_operation()
       or exists (select from gone_row g where g."table" = c."table" and g.key = c.key
                  and (g."table" = any(%(removed)s) or c.kind = 'deleted'))
"""
CHANGES_BLANKED = """
    update events_change c set personal = '{}', old = c.old - 'person_id', new = c.new - 'person_id'
    where exists (select from gone_row g where g."table" = c."table" and g.key = c.key)
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A table, what becomes of the rows of these people there, and how many they are."""

    table: str
    becomes: Becomes
    rows: int


def gather(people: Sequence[int]) -> None:
    """Name the people whom all the rest is about."""
    query.run(f"drop table if exists {TABLES}")
    query.run(PEOPLE, people=list(people))
    query.run(VALUES)
    query.run(ORDERS)
    query.run(ROWS)
    query.run("analyze gone_person, gone_value, gone_order")


def held(holdings: Iterable[Holding]) -> list[Holding]:
    """Those in which rows of people can be."""
    return [holding for holding in holdings if holding.whose]


def count(holdings: Iterable[Holding]) -> list[Place]:
    """How many rows there are in each place, before anything is touched."""
    return [
        Place(
            each.table,
            each.becomes,
            int(query.value(COUNT.format(table=quoted(each.table), whose=each.whose))),
        )
        for each in held(holdings)
    ]


def take(holdings: Iterable[Holding]) -> list[Place]:
    """Remove and blank; what was done where."""
    given = list(holdings)
    done = [Place(each.table, each.becomes, take_from(each)) for each in held(given)]
    removed = [each.table for each in given if each.becomes == Becomes.REMOVED]
    query.run(REMOVED_BEFORE, tables=[each.table for each in held(given)])
    query.run("analyze gone_row")
    query.run(CHANGES_BLANKED)
    changes = query.run(CHANGES_GONE, removed=removed)
    return [*done, Place("events_change", Becomes.REMOVED, changes)]


def take_from(holding: Holding) -> int:
    table, whose = quoted(holding.table), holding.whose
    if query.value(HAS_KEY, table=holding.table):
        query.run(NOTE.format(name=f"'{holding.table}'", table=table, whose=whose))
    if holding.becomes == Becomes.REMOVED:
        return query.run(REMOVE.format(table=table, whose=whose))
    blanks = ", ".join(f"{quoted(column)} = {value}" for column, value in holding.blanks.items())
    return query.run(BLANK.format(table=table, blanks=blanks, whose=whose))


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
