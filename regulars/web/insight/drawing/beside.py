"""Two series side by side: `x` and its `place`, `series` and its `number`, `value`, `text`."""

import altair as alt

from regulars.web.insight.drawing import theme
from regulars.web.insight.exhibits import Exhibit


def drawn(exhibit: Exhibit) -> theme.Drawing:
    domain = theme.in_order(exhibit.points, key="series", place="number")
    order = theme.in_order(exhibit.points, key="x", place="place")
    base = alt.Chart(theme.data(exhibit.points)).encode(
        x=alt.X("x:N", sort=order, title=exhibit.x, axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("series:N", sort=domain),
        y=alt.Y("value:Q", title=None, axis=None),
    )
    # One is an outline, the other is filled, so that they stay apart without color.
    fills = alt.Scale(domain=domain, range=[theme.heat_color(2), theme.chart_color(1)])
    bars = base.mark_bar(cornerRadiusEnd=2, stroke=theme.chart_color(1), strokeWidth=1.5).encode(
        fill=alt.Fill("series:N", scale=fills)
    )
    words = base.mark_text(baseline="bottom", dy=-4, fontSize=theme.SIZE - 1, fill=theme.INK).encode(text="text:N")
    return theme.layers(bars, words, width=theme.WIDTH, height=260)
