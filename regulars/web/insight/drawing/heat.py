"""
Cells in rows and columns: `x`, `y` and their places, `heat`, `text`, and perhaps `below`.

The numbers stand in the cells; color only helps to find the large ones.
"""

from collections.abc import Sequence

import altair as alt

from regulars.web.insight.drawing import theme
from regulars.web.insight.drawing.theme import Sheet
from regulars.web.insight.exhibits import Exhibit, Row

CELL = 34  # the narrowest column that holds a number
LETTER = 6  # as wide as a letter is, more or less
RAMP = (1, 2, 3, 4, 6, 7)
"""Without the middle of the ramp, on which neither ink nor paper can be read well."""
PALE = 4  # up to here words are written in ink


def drawn(exhibit: Exhibit, sheet: Sheet) -> theme.Drawing:
    warmest = max((point["heat"] for point in exhibit.points), default=0) or 1
    points = [colored(point, warmest) for point in fitting(exhibit.points, sheet)]
    has_more = any(point["below"] for point in points) and not sheet.is_narrow
    columns = len({point["x"] for point in points})
    base = alt.Chart(theme.data(points)).encode(
        x=alt.X("x:N", sort=theme.in_order(points, key="x", place="x_place"), title=exhibit.x,
                axis=alt.Axis(orient="bottom", labelAngle=0)),
        y=alt.Y("y:N", sort=theme.in_order(points, key="y", place="y_place"), title=exhibit.y,
                axis=alt.Axis(titleAngle=0, titleAlign="left", titleY=-8, titleX=0)),
        href="address:N",
    )  # fmt: skip
    rects = base.mark_rect(stroke=theme.PAPER, strokeWidth=2, cornerRadius=4).encode(
        fill=alt.Fill("fill:N", scale=None)
    )
    words = base.mark_text(
        fontSize=theme.SIZE + 2 if has_more else theme.SIZE - 1, fontWeight="bold" if has_more else "normal",
        dy=-8 if has_more else 0,
    ).encode(text="text:N", fill=alt.Fill("ink:N", scale=None))  # fmt: skip
    below = base.mark_text(fontSize=theme.SIZE - 2, dy=11).encode(text="below:N", fill=alt.Fill("ink:N", scale=None))
    layers = (rects, words, below) if has_more else (rects, words)
    return theme.layers(
        *layers,
        width={"step": max(CELL, min(124, room(points, sheet) // max(columns, 1)))},
        height={"step": 58 if has_more else 28},
    )


def fitting(points: Sequence[Row], sheet: Sheet) -> list[Row]:
    """As many columns as a narrow sheet has room for: the first ones, since the table holds them all."""
    places = sorted({point["x_place"] for point in points})
    shown = places[: room(points, sheet) // CELL] if sheet.is_narrow else places
    return [point for point in points if point["x_place"] in shown]


def room(points: Sequence[Row], sheet: Sheet) -> int:
    """How wide the cells may be together; the words beside them take theirs on a narrow sheet."""
    longest = max((len(point["y"]) for point in points), default=0)
    return sheet.width - (LETTER * longest if sheet.is_narrow else 0)


def colored(point: Row, warmest: float) -> Row:
    step = RAMP[min(int(len(RAMP) * point["heat"] / warmest), len(RAMP) - 1)]
    ink = theme.INK if step <= PALE else theme.PAPER
    return {**point, "fill": theme.heat_color(step), "ink": ink}
