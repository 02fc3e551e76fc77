"""Bars that lie: `x` is the words of a bar, `place` its order, `value` its length, `text` what stands at its end."""

import altair as alt

from regulars.web.insight.drawing import theme
from regulars.web.insight.drawing.theme import Sheet
from regulars.web.insight.exhibits import Exhibit

FIGURE = 52  # room for the number at the end of a bar


def drawn(exhibit: Exhibit, sheet: Sheet) -> theme.Drawing:
    order = theme.in_order(exhibit.points, key="x", place="place")
    base = alt.Chart(theme.data(exhibit.points)).encode(
        y=alt.Y(
            "x:N", sort=order, title=exhibit.x, axis=alt.Axis(titleAngle=0, titleAlign="left", titleY=-8, titleX=0)
        ),
        x=alt.X("value:Q", title=None, axis=None),
        href="address:N",
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.72}, fill=theme.chart_color(1))
    words = base.mark_text(align="left", dx=6, fontSize=theme.SIZE, fill=theme.INK).encode(text="text:N")
    width = sheet.width - sheet.labels - FIGURE if sheet.is_narrow else sheet.width
    return theme.layers(bars, words, width=width, height={"step": theme.STEP})
