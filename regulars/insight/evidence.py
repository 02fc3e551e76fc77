"""
The people behind a finding, as a filter that can be kept in JSON.

Keys are columns of the scores with a lookup as Django writes it (`orders__gte`); the same filter counts in the engine
and finds the people in the database.
"""

import re
from collections.abc import Mapping
from typing import Any

OPERATORS = {"exact": "=", "gte": ">=", "gt": ">", "lte": "<=", "lt": "<"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")

type Filter = Mapping[str, Any]


def where(people: Filter) -> str:
    """The filter as a condition in SQL. Values come from rules of ours, never from outside."""
    return " and ".join(_clause(key, value) for key, value in people.items()) or "true"


def _clause(key: str, value: Any) -> str:
    column, _, lookup = key.partition("__")
    if lookup == "in":
        return f"{column} in ({', '.join(_literal(item) for item in value)})"
    return f"{column} {OPERATORS[lookup or 'exact']} {_literal(value)}"


def _literal(value: Any) -> str:
    if isinstance(value, str):
        quoted = "'" + value.replace("'", "''") + "'"
        return f"cast({quoted} as date)" if DAY.fullmatch(value) else quoted
    return repr(value)
