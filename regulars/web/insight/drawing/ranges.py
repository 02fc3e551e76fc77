"""Dots with their ranges: `y` and its `place`, `value`, `low`, `high`, `text`, `address`."""

import altair as alt

from regulars.web.insight.drawing import theme
from regulars.web.insight.drawing.theme import Sheet
from regulars.web.insight.exhibits import Exhibit


def drawn(exhibit: Exhibit, sheet: Sheet) -> theme.Drawing:
    width = sheet.width - (sheet.labels if sheet.is_narrow else 180)
    base = alt.Chart(theme.data(exhibit.points)).encode(
        y=alt.Y("y:N", sort=theme.in_order(exhibit.points, key="y", place="place"), title=None),
        href="address:N",
    )
    ticks = alt.Axis(format="%", tickCount=2 if sheet.is_narrow else 6, titleLimit=sheet.width)
    across = alt.X("low:Q", title=None if sheet.is_narrow else exhibit.x, axis=ticks, scale=alt.Scale(zero=True))
    bars = base.mark_bar(height=8, cornerRadius=4, fill=theme.heat_color(3)).encode(x=across, x2="high:Q")
    dots = base.mark_point(filled=True, size=90, fill=theme.chart_color(1), opacity=1).encode(x="value:Q")
    words = base.mark_text(align="right", fontSize=theme.SIZE, fill=theme.INK).encode(
        x=alt.value(width + (32 if sheet.is_narrow else 50)), text="text:N"
    )
    return theme.layers(bars, dots, words, width=width, height={"step": theme.STEP})
