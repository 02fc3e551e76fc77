"""
The look of every picture: the tokens of the pages, by name.

A picture in a page takes its colors from the page's own custom properties, and so follows light and dark by itself.
"""

from dataclasses import dataclass
from typing import Any

import altair as alt

from regulars.web.insight.files import ROOM

INK, INK_SOFT, LINE, PAPER = "var(--ink)", "var(--ink-soft)", "var(--line)", "var(--surface)"
STEP = 30  # height of a row
SIZE = 13
FONT = "sans-serif"


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    What a picture is drawn on: `width` is that of the marks, `labels` that of the words beside them.

    `room` stands free at either side, as the letters of a reader's font may be wider than those that were measured.
    """

    width: int
    labels: int
    room: int
    is_narrow: bool = False


WIDE = Sheet(width=620, labels=240, room=ROOM)
NARROW = Sheet(width=268, labels=104, room=8, is_narrow=True)
"""For a telephone: with its words not wider than 300 points, so that a page of 320 shows it nearly as it is."""


type Drawing = alt.LayerChart | alt.FacetChart


def chart_color(place: int) -> str:
    """One of the eight colors for series, from 1."""
    return f"var(--chart-{place})"


def heat_color(place: int) -> str:
    """A step of the ramp, from 1 to 7."""
    return f"var(--heat-{place})"


def data(points: Any) -> alt.Data:
    given: alt.Data = alt.Data(values=[dict(point) for point in points])  # type: ignore[no-untyped-call]
    return given


def in_order(points: Any, *, key: str, place: str) -> list[Any]:
    """The words of an axis by their places, each once."""
    return list(dict.fromkeys(point[key] for point in sorted(points, key=lambda point: point[place])))


def layers(*layers: Any, width: Any, height: Any) -> Drawing:
    """The layers over each other, from the lowest; a size may be a number, or `{"step": …}` of each row."""
    drawing: Drawing = alt.layer(*layers).properties(width=width, height=height)
    return drawing


def dressed(chart: Drawing, sheet: Sheet) -> dict[str, Any]:
    """The specification with the house's look; nothing in it is left to Vega's own colors."""
    axis: dict[str, Any] = {
        "domain": False, "ticks": False, "gridColor": LINE, "labelColor": INK_SOFT, "titleColor": INK_SOFT,
        "labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal", "labelPadding": 8,
        "titlePadding": 12, "labelLimit": sheet.labels, "titleLimit": sheet.width + sheet.labels,
    }  # fmt: skip
    legend: dict[str, Any] = {
        "labelColor": INK, "titleColor": INK_SOFT, "labelFontSize": SIZE, "title": None, "orient": "top",
        "direction": "horizontal", "symbolSize": 140, "columnPadding": 12 if sheet.is_narrow else 24,
    }  # fmt: skip
    look = chart.configure(
        aria=False, background="transparent", font=FONT, axis=axis, legend=legend, padding=4,
        view={"stroke": "transparent", "strokeWidth": 0},
    )  # fmt: skip
    spec: dict[str, Any] = look.to_dict()
    return spec
