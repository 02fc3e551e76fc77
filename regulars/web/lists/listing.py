"""A list as its area describes it, and how a request asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

from regulars.base.workspace import preferences
from regulars.base.workspace.models import Staff
from regulars.web.lists import conditions
from regulars.web.lists.asked import TURNED, Asked
from regulars.web.lists.columns import Column
from regulars.web.lists.fields import FilterField, Op

LONGEST_SEARCH = 100
Words = str | Promise


@dataclass(frozen=True, slots=True)
class BulkAct:
    """
    Something that can be done with many rows at once: `address` is posted what was chosen (see `selection.py`).

    With a `form`, whose prefix must be the act's key, its fields are asked for in a menu beside the button.
    """

    key: str
    label: Words
    address: str
    icon: str = ""
    tone: str = ""
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the whole list as it is asked for; `address` gets its query."""

    label: Words
    address: str
    is_page: bool = False
    """Whether it leads to a page on which the file is chosen."""


@dataclass(frozen=True, slots=True)
class Listing:
    """
    A list: `name` is the name of its address, under which its saved views and the choice of columns are kept.

    `keeps` are parts of the query that the area reads itself, such as `finding`. `sorts` that no column shows may be
    given beside those of the columns.
    """

    name: str
    title: Words
    address: str
    columns: Sequence[Column]
    fields: Sequence[FilterField] = ()
    default_sort: str = ""
    acts: Sequence[BulkAct] = ()
    downloads: Sequence[Download] = ()
    search_words: Words = ""
    keeps: Sequence[str] = ()
    empty: str = ""

    def field(self, key: str) -> FilterField | None:
        return next((field for field in self.fields if field.key == key), None)

    @property
    def sorts(self) -> dict[str, Column]:
        """The orders that the list knows, by name."""
        return {column.sort: column for column in self.columns if column.sort}

    @property
    def columns_preference(self) -> str:
        return f"columns:{self.name}"

    def chosen_columns(self, staff: Staff) -> list[Column]:
        """The first column, and those that this person wants to see."""
        wanted = preferences.of(staff, self.columns_preference)
        first, *others = self.columns
        if wanted is None:
            return [first, *(column for column in others if column.is_default)]
        return [first, *(column for column in others if column.key in wanted)]

    def ask(self, request: HttpRequest) -> Asked:
        """What a request asks for; see `conditions.py` for how it is written."""
        return self.asked(request.GET)

    def asked(self, given: QueryDict) -> Asked:
        sort = given.get("sort", "")
        asked = Asked(
            search=given.get("q", "").strip()[:LONGEST_SEARCH],
            conditions=tuple(conditions.read(self.fields, given)),
            sort=sort if sort.removeprefix(TURNED) in self.sorts and sort != self.default_sort else "",
            kept=tuple((name, value) for name in self.keeps if (value := given.get(name, "")[:LONGEST_SEARCH])),
            after=given.get("after", ""),
            editing=given.get("edit", "") if self.field(given.get("edit", "")) else "",
        )
        return self.edited(asked, given) if asked.editing and "op" in given else asked

    def edited(self, asked: Asked, given: QueryDict) -> Asked:
        """What the editor of a filter asks for, as it is said everywhere else."""
        field, op = self.field(asked.editing), given.get("op", "")
        if field is None or op not in field.ops:
            return replace(asked, editing="")
        values = [given.get("low", ""), given.get("high", "")] if op == Op.BETWEEN else given.getlist("value")
        if op in (Op.WITHIN, Op.BEYOND):
            values = [given.get("days", "")]
        return asked.with_condition(next(conditions.made(field, Op(op), values), None), key=field.key)

    def is_settled(self, request: HttpRequest) -> bool:
        """Whether the address says what is asked for in the usual way; else lead on to `address_of`."""
        return "op" not in request.GET

    def address_of(self, asked: Asked) -> str:
        return f"{self.address}?{urlencode(asked.pairs)}" if asked.pairs else self.address
