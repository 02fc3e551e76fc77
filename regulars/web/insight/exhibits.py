"""A page of Insight before it is shown: its answer in words, and exhibits, which are pictures with their tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from regulars.insight import behind

type Row = Mapping[str, Any]


class Picture(StrEnum):
    """How an exhibit is drawn; `drawing` has a module for each."""

    BARS = "bars"
    BESIDE = "beside"
    CURVE = "curve"
    FLOW = "flow"
    HEAT = "heat"
    RANGES = "ranges"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: `shown` puts a value into words, `people` is the key of the address of those behind it."""

    key: str
    label: str
    shown: Callable[[Any], str] = str
    people: str = ""
    is_figure: bool = True


@dataclass(frozen=True, slots=True)
class Exhibit:
    """
    One picture and its table.

    `points` are what is drawn, with the keys that the module of `picture` names; `x` and `y` are titles of its axes.
    """

    name: str
    title: str
    lead: str
    picture: Picture
    points: Sequence[Row]
    rows: Sequence[Row]
    columns: Sequence[Column]
    x: str = ""
    y: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page says: the sentence, how it was reckoned, and the exhibits; `unknown` is why there is no answer."""

    sentence: str
    reckoned: Sequence[str]
    exhibits: Sequence[Exhibit] = ()
    unknown: str = ""


def people(**asked: Any) -> str:
    """The address of the customers behind a bar or a cell; `insight.behind` reads it."""
    return f"{reverse('customers')}?{urlencode({'behind': behind.written(**asked)})}"


def number(value: Any) -> float:
    """A number as it comes out of a result, where money is text."""
    return float(value or 0)
