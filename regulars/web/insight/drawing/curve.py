"""A curve: `x` and `y`, and `text` beside the points that are worth a word."""

import altair as alt

from regulars.web.insight.drawing import theme
from regulars.web.insight.drawing.theme import Sheet
from regulars.web.insight.exhibits import Exhibit

AXIS = 34  # the words of the upright axis
HEIGHT = 300


def drawn(exhibit: Exhibit, sheet: Sheet) -> theme.Drawing:
    width = sheet.width - AXIS * sheet.is_narrow
    is_share = max(point["x"] for point in exhibit.points) <= 1
    spec = theme.data(exhibit.points)
    across = alt.Axis(format="%" if is_share else "d", grid=False, tickCount=2 if sheet.is_narrow else 6)
    base = alt.Chart(spec).encode(
        x=alt.X("x:Q", title=exhibit.x, axis=across, scale=alt.Scale(nice=False)),
        y=alt.Y("y:Q", axis=alt.Axis(format="%", titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5),
                title=exhibit.y),
    )  # fmt: skip
    area = base.mark_area(fill=theme.heat_color(2), fillOpacity=0.6)
    line = base.mark_line(stroke=theme.chart_color(1), strokeWidth=2.5)
    linked = base.transform_filter("datum.address != ''")
    dots = linked.mark_circle(size=46, fill=theme.chart_color(1)).encode(href="address:N")
    marked = base.transform_filter("datum.text != ''")
    ring = marked.mark_point(
        size=130, filled=True, fill=theme.PAPER, stroke=theme.chart_color(1), strokeWidth=2.5, opacity=1
    )
    words = marked.mark_text(
        align="right" if sheet.is_narrow else "left", dx=0 if sheet.is_narrow else 14, dy=0 if sheet.is_narrow else 14,
        fontSize=theme.SIZE - sheet.is_narrow, fontWeight="bold", fill=theme.INK,
    )  # fmt: skip
    if sheet.is_narrow:
        # Below the curve, where there is room for a sentence whichever point it is about.
        words = words.encode(x=alt.value(width - 4), y=alt.value(HEIGHT - 16))
    return theme.layers(
        area, line, dots, ring, words.encode(text="text:N"), width=sheet.width - AXIS * sheet.is_narrow, height=300
    )
