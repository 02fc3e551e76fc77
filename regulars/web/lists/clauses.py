"""Conditions as SQL over the columns that their fields name; values always travel as parameters or literals."""

from collections.abc import Iterable
from datetime import date, timedelta

from psycopg import sql

from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import Kind, Op


def of(conditions: Iterable[Condition], *, today: date) -> list[sql.Composable]:
    """One clause for each condition; all must hold. `today` is that of the store."""
    return [clause(condition, today) for condition in conditions]


def clause(condition: Condition, today: date) -> sql.Composable:
    column, values = sql.SQL(condition.field.column), list(condition.values)
    match condition.op:
        case Op.KNOWN | Op.UNKNOWN:
            return known(condition)
        case Op.HAS:
            words = sql.Literal(f"%{escaped(str(values[0]))}%")
            return sql.SQL("lower({}) like lower({})").format(column, words)
        case Op.BETWEEN:
            low, high = values
            ends = [
                *([sql.SQL("{} >= {}").format(column, sql.Literal(low))] if low is not None else []),
                *([sql.SQL("{} <= {}").format(column, sql.Literal(high))] if high is not None else []),
            ]
            return sql.SQL("({})").format(sql.SQL(" and ").join(ends))
        case Op.WITHIN:
            return sql.SQL("{} > {}").format(column, sql.Literal(today - timedelta(days=values[0])))
        case Op.BEYOND:
            return sql.SQL("{} < {}").format(column, sql.Literal(today - timedelta(days=values[0])))
        case _:
            return chosen(condition)


def chosen(condition: Condition) -> sql.Composable:
    """Any of the values, or none of them; a row whose value is not known has none of them."""
    column, values = sql.SQL(condition.field.column), [str(value) for value in condition.values]
    if condition.field.kind == Kind.YESNO:
        return sql.SQL("{} is {}").format(column, sql.SQL("true" if values == ["yes"] else "false"))
    pattern = "{} && {}::text[]" if condition.field.kind == Kind.MANY else "{} = any({}::text[])"
    any_of = sql.SQL(pattern).format(column, sql.Literal(values))
    return any_of if condition.op == Op.IS else sql.SQL("({}) is not true").format(any_of)


def known(condition: Condition) -> sql.Composable:
    column = sql.SQL(condition.field.column)
    empty = {Kind.TEXT: "coalesce({}, '') = ''", Kind.MANY: "coalesce(cardinality({}), 0) = 0"}
    is_empty = sql.SQL(empty.get(condition.field.kind, "{} is null")).format(column)
    return is_empty if condition.op == Op.UNKNOWN else sql.SQL("not ({})").format(is_empty)


def escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
