"""A page of Insight as its template shows it: the answer, and each exhibit with its picture, table and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from regulars.base.workspace.models import Store
from regulars.insight.models import Run
from regulars.web.insight import charts
from regulars.web.insight.charts import Ready
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Row
from regulars.web.insight.questions import QUESTIONS, Question
from regulars.web.insight.source import Source

MOST_TRIES = 40  # a picture that is not there after two minutes will not come while somebody waits
VISITS = gettext_lazy("Visits")
KINDS = ("png", "svg", "csv")


@dataclass(frozen=True, slots=True)
class Link:
    label: object
    address: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    words: str
    address: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """
    An exhibit; `waiting` is where its picture will be, while it is being drawn.

    It has no downloads for who may not export.
    """

    exhibit: Exhibit
    svg: str
    narrow: str
    waiting: str
    downloads: Sequence[Link]
    rows: Sequence[Sequence[Cell]]


def answer(question: Question, run: Run, store: Store) -> Answer | None:
    """None where an older version has learned, which knew nothing of this."""
    source = Source.of(run, store, question.techniques)
    return question.answered(source) if question.techniques[0] in source.results else None


def exhibits(question: Question, answered: Answer, run: Run, *, may_export: bool, tries: int = 0) -> list[Shown]:
    drawn = charts.of(run, [exhibit.name for exhibit in answered.exhibits], get_language() or "en")
    return [shown(question, exhibit, drawn, may_export, tries) for exhibit in answered.exhibits]


def shown(question: Question, exhibit: Exhibit, drawn: Mapping[str, Ready], may_export: bool, tries: int) -> Shown:
    chart = drawn.get(exhibit.name)
    waiting = "" if chart or tries >= MOST_TRIES else f"{address(question, exhibit)}?tries={tries + 1}"
    return Shown(
        exhibit=exhibit,
        svg=chart.svg if chart else "",
        narrow=chart.narrow if chart else "",
        waiting=waiting,
        downloads=downloads(question, exhibit, chart) if may_export else [],
        rows=[[cell(column, row) for column in exhibit.columns] for row in exhibit.rows],
    )


def downloads(question: Question, exhibit: Exhibit, chart: Ready | None) -> list[Link]:
    return [Link(kind.upper(), file_address(question, exhibit, kind)) for kind in kinds(chart)]


def kinds(chart: Ready | None) -> Sequence[str]:
    """The table is always there; a PNG is not where this machine has no font for the language."""
    if chart is None:
        return ("csv",)
    return KINDS if chart.has_png else KINDS[1:]


def cell(column: Column, row: Row) -> Cell:
    value = row.get(column.key)
    words = "" if value is None and column.people else column.shown(value)
    return Cell(words, row.get(column.people) or "" if column.people else "", column.is_figure)


def address(question: Question, exhibit: Exhibit) -> str:
    return reverse("insight_exhibit", args=[question.slug, exhibit.name])


def file_address(question: Question, exhibit: Exhibit, kind: str) -> str:
    return reverse("insight_file", args=[question.slug, exhibit.name, kind])


def page_address(question: Question) -> str:
    return reverse("insight" if question is QUESTIONS[0] else f"insight_{question.slug}")


def tabs(current: Question | None) -> list[Link]:
    """The pages of Insight; none of the questions is the page of visits, which needs no learning."""
    asked = [Link(each.label, page_address(each), each is current) for each in QUESTIONS]
    return [*asked, Link(VISITS, reverse("insight_visits"), current is None)]
