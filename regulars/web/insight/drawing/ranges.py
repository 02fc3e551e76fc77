"""Dots with their ranges: `y` and its `place`, `value`, `low`, `high`, `text`."""

import altair as alt

from regulars.web.insight.drawing import theme
from regulars.web.insight.exhibits import Exhibit


def drawn(exhibit: Exhibit) -> theme.Drawing:
    base = alt.Chart(theme.data(exhibit.points)).encode(
        y=alt.Y("y:N", sort=theme.in_order(exhibit.points, key="y", place="place"), title=None),
    )
    across = alt.X("low:Q", title=exhibit.x, axis=alt.Axis(format="%", tickCount=6), scale=alt.Scale(zero=True))
    bars = base.mark_bar(height=8, cornerRadius=4, fill=theme.heat_color(3)).encode(x=across, x2="high:Q")
    dots = base.mark_point(filled=True, size=90, fill=theme.chart_color(1), opacity=1).encode(x="value:Q")
    words = base.mark_text(align="right", fontSize=theme.SIZE, fill=theme.INK).encode(
        x=alt.value(theme.WIDTH - 130), text="text:N"
    )
    return theme.layers(bars, dots, words, width=theme.WIDTH - 180, height={"step": theme.STEP})
