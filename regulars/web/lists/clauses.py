"""Conditions as SQL over the columns that their fields name; values travel as parameters, never in the text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from psycopg import sql

from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import Kind, Op


@dataclass(slots=True)
class Clauses:
    """The parts of a `where`, all of which must hold, and their values by name."""

    parts: list[sql.Composable] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def given(self, value: Any) -> sql.Composable:
        name = f"asked_{len(self.values)}"
        self.values[name] = value
        return sql.Placeholder(name)


def of(conditions: Iterable[Condition], *, today: date) -> Clauses:
    """One clause for each condition; `today` is that of the store."""
    clauses = Clauses()
    for condition in conditions:
        clauses.parts.append(clause(condition, clauses, today))
    return clauses


def clause(condition: Condition, into: Clauses, today: date) -> sql.Composable:
    column, values = sql.SQL(condition.field.column), condition.values
    match condition.op:
        case Op.KNOWN | Op.UNKNOWN:
            return known(condition)
        case Op.HAS:
            return sql.SQL("lower({}) like lower({})").format(column, into.given(f"%{escaped(str(values[0]))}%"))
        case Op.BETWEEN:
            return between(column, values, into)
        case Op.WITHIN:
            return sql.SQL("{} > {}").format(column, into.given(today - timedelta(days=values[0])))
        case Op.BEYOND:
            return sql.SQL("{} < {}").format(column, into.given(today - timedelta(days=values[0])))
        case _:
            return chosen(condition, into)


def between(column: sql.Composable, ends: tuple[Any, ...], into: Clauses) -> sql.Composable:
    """Both ends count; one of them may be open."""
    parts = [
        sql.SQL(pattern).format(column, into.given(end))
        for pattern, end in zip(("{} >= {}", "{} <= {}"), ends, strict=True)
        if end is not None
    ]
    return sql.SQL("({})").format(sql.SQL(" and ").join(parts))


def chosen(condition: Condition, into: Clauses) -> sql.Composable:
    """Any of the values, or none of them; a row whose value is not known has none of them."""
    column, values = sql.SQL(condition.field.column), [str(value) for value in condition.values]
    if condition.field.kind == Kind.YESNO:
        return sql.SQL("{} is {}").format(column, sql.SQL("true" if values == ["yes"] else "false"))
    pattern = "{} && {}::{}[]" if condition.field.kind == Kind.MANY else "{} = any({}::{}[])"
    any_of = sql.SQL(pattern).format(column, into.given(values), sql.SQL(condition.field.type))
    return any_of if condition.op == Op.IS else sql.SQL("({}) is not true").format(any_of)


def known(condition: Condition) -> sql.Composable:
    column = sql.SQL(condition.field.column)
    empty = {Kind.TEXT: "coalesce({}, '') = ''", Kind.MANY: "coalesce(cardinality({}), 0) = 0"}
    is_empty = sql.SQL(empty.get(condition.field.kind, "{} is null")).format(column)
    return is_empty if condition.op == Op.UNKNOWN else sql.SQL("not ({})").format(is_empty)


def escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
