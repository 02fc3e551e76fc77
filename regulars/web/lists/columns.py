"""The columns of a list, and what stands in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell; with a `tone`, even an empty one, they stand in a badge."""

    words: Words
    tone: str | None = None
    reason: Words = ""
    below: Words = ""
    badges: Sequence[Words] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column: `cell` makes what is shown of a row, as words or as a `Cell`.

    `sort` is the name of the order that its head asks for, and `is_falling` says which end stands first at first; asked
    for once more, it is the other one. The first column of a list names the row, links to its page and always shows.
    """

    key: str
    label: Words
    cell: Callable[[Any], Cell | Words]
    sort: str = ""
    is_falling: bool = True
    is_figure: bool = False
    is_default: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the area found it: its public id, the address of its page, and the values that the columns read."""

    id: str
    address: str
    value: Any
    avatar: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    column: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row ready for the page: what names it, and the other cells."""

    id: str
    address: str
    avatar: str
    name: Cell
    cells: Sequence[ShownCell]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column, with the address that sorts by it."""

    label: Words
    address: str = ""
    is_figure: bool = False
    is_current: bool = False
    is_falling: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that may be shown or not."""

    key: str
    label: Words
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Table:
    """All that the template of the table needs."""

    caption: Words
    heads: Sequence[Head]
    rows: Sequence[ShownRow]
    is_wide: bool = False
    can_choose: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)


def shown(columns: Sequence[Column], rows: Sequence[Row]) -> list[ShownRow]:
    """The rows with what stands in their cells."""
    first, *others = columns
    return [
        ShownRow(
            row.id,
            row.address,
            row.avatar,
            as_cell(first.cell(row.value)),
            [ShownCell(column, as_cell(column.cell(row.value))) for column in others],
        )
        for row in rows
    ]


def as_cell(given: Cell | Words) -> Cell:
    return given if isinstance(given, Cell) else Cell(given)
