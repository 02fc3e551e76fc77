"""Who is compared with whom at all: those who agree in one of several keys that not too many people have.

The pairs of a block grow with the square of its size. So of each key only those values are used that so many people
share as the budget allows; the most common values, which tell nobody apart, are left out.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PAIRS_OF_A_KEY = 50_000
PAIRS_OF_A_PERSON = 2
"""A key gives at most so many pairs per person, or so many in all where people are few."""
LARGEST = 400
KEYS = {
    "email": "email",
    "mailbox": "case when length(mailbox) > 4 then mailbox end",
    "phone": "phone",
    "document": "document",
    "number": "number",
    "names": "both_names",
    "birth_given": "birth || left(given, 2)",
    "birth_family": "birth || left(family, 2)",
    "birth_place": "birth || coalesce(postcode, city)",
    "birth": "birth",
    "initials_day": "left(given, 1) || left(family, 3) || day",
    "initials_year": "left(given, 3) || left(family, 3) || year",
    "initials_place": "left(least(given, family), 3) || left(greatest(given, family), 3) || coalesce(postcode, city)",
    "initials": "left(least(given, family), 4) || left(greatest(given, family), 4)",
    "family_place": "family || coalesce(postcode, city)",
    "given_place": "given || coalesce(postcode, city)",
    "family": "family",
    "given_road": "left(given, 3) || left(road, 6)",
    "family_road": "left(family, 3) || left(road, 6)",
    "house_place": "house || postcode || left(road, 2)",
    "house_road": "house || road",
    "company_given": "company || left(given, 2)",
    "company_family": "company || left(family, 2)",
    "company_place": "case when given is null and family is null then company || coalesce(postcode, city) end",
}
"""The more telling ones first: a pair is found by the first key that it agrees in."""
SIZES = "select count(*) as size from feature where ({key}) is not null group by {key}"
ALLOWED = """
    select coalesce(max(size), 0) from (
        select size, sum(blocks * size * (size - 1) / 2) over (order by size) as pairs
        from (select size, count(*) as blocks from ({sizes}) group by size) counted
    ) running
    where pairs <= {budget} and size <= {largest}
"""
RARE = "case when count(*) over (partition by {key}) <= {allowed} then {key} end as block_{name}"


CHANGED = "(l.is_new or r.is_new)"


def put(engine: "DuckDBPyConnection", *, people: int) -> None:
    """Make the table `person`: features, the keys by which people meet, and whether they are in the table `changed`."""
    budget = max(PAIRS_OF_A_KEY, PAIRS_OF_A_PERSON * people)
    keys = [RARE.format(key=f"({key})", name=name, allowed=allowed(engine, key, budget)) for name, key in KEYS.items()]
    engine.execute(
        f"create or replace table person as select *, {', '.join(keys)}, id in (select id from changed) as is_new"
        " from feature"
    )


def allowed(engine: "DuckDBPyConnection", key: str, budget: int) -> int:
    """The size of the largest blocks of a key that the budget allows."""
    statement = ALLOWED.format(sizes=SIZES.format(key=key), budget=budget, largest=LARGEST)
    [[found]] = engine.execute(statement).fetchall()
    return int(found)


def rules(*, only_changed: bool) -> list[dict[str, str]]:
    """As Splink takes them; of those who have not changed, no two meet if that is wanted."""
    extra = f" and {CHANGED}" if only_changed else ""
    return [{"blocking_rule": f"l.block_{name} = r.block_{name}{extra}", "sql_dialect": "duckdb"} for name in KEYS]
