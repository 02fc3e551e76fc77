"""
The look of every picture: the tokens of the pages, by name.

A picture in a page takes its colors from the page's own custom properties, and so follows light and dark by itself.
"""

from typing import Any

import altair as alt

INK, INK_SOFT, LINE, PAPER = "var(--ink)", "var(--ink-soft)", "var(--line)", "var(--surface)"
WIDTH = 620
STEP = 30  # height of a row
SIZE = 13
FONT = "sans-serif"


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


def dressed(chart: Drawing) -> dict[str, Any]:
    """The specification with the house's look; nothing in it is left to Vega's own colors."""
    axis: dict[str, Any] = {
        "domain": False, "ticks": False, "gridColor": LINE, "labelColor": INK_SOFT, "titleColor": INK_SOFT,
        "labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal", "labelPadding": 8,
        "titlePadding": 12, "labelLimit": 240,
    }  # fmt: skip
    legend: dict[str, Any] = {
        "labelColor": INK, "titleColor": INK_SOFT, "labelFontSize": SIZE, "title": None, "orient": "top",
        "direction": "horizontal", "symbolSize": 140, "columnPadding": 24,
    }  # fmt: skip
    look = chart.configure(
        aria=False, background="transparent", font=FONT, axis=axis, legend=legend, padding=4,
        view={"stroke": "transparent", "strokeWidth": 0},
    )  # fmt: skip
    spec: dict[str, Any] = look.to_dict()
    return spec
