"""Two series side by side: `x` and its `place`, `series` and its `number`, `value`, `text`, `address`."""

from typing import Any

import altair as alt

from regulars.web.insight.drawing import theme
from regulars.web.insight.drawing.theme import Sheet
from regulars.web.insight.exhibits import Exhibit


def drawn(exhibit: Exhibit, sheet: Sheet) -> theme.Drawing:
    domain = theme.in_order(exhibit.points, key="series", place="number")
    order = theme.in_order(exhibit.points, key="x", place="place")
    base = alt.Chart(theme.data(exhibit.points)).encode(
        x=alt.X("x:N", sort=order, title=exhibit.x, axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("series:N", sort=domain),
        y=alt.Y("value:Q", title=None, axis=None),
        href="address:N",
    )
    # One is an outline, the other is filled, so that they stay apart without color.
    fills = alt.Scale(domain=domain, range=[theme.heat_color(2), theme.chart_color(1)])
    bars = base.mark_bar(cornerRadiusEnd=2, stroke=theme.chart_color(1), strokeWidth=1.5).encode(
        fill=alt.Fill("series:N", scale=fills)
    )
    # Side by side there is no room for words on a narrow sheet, so they stand upright.
    upright: dict[str, Any] = {"angle": 270, "align": "left", "baseline": "middle", "dx": 4}
    level: dict[str, Any] = {"baseline": "bottom", "dy": -4}
    place = upright if sheet.is_narrow else level
    words = base.mark_text(fontSize=theme.SIZE - 1, fill=theme.INK, **place).encode(text="text:N")
    return theme.layers(bars, words, width=sheet.width, height=260)
