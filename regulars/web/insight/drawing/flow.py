"""
Bands from where people stood to where they stand: `from_words`, `to_words` and their places, `people`, `is_worse`.

Only those who moved are drawn, so that a band of few is not lost beside the many who stayed.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from regulars.web.components import show
from regulars.web.insight.drawing import theme
from regulars.web.insight.drawing.theme import Sheet
from regulars.web.insight.exhibits import Exhibit, Row

HEIGHT = 360
GAP = 26  # between the stages of one side
BEND = 24  # points of a band's curve
LEGIBLE = 13  # a thinner band carries no number


def drawn(exhibit: Exhibit, sheet: Sheet) -> theme.Drawing:
    moved = [point for point in exhibit.points if point["is_move"]]
    left, right = ends(moved, "from"), ends(moved, "to")
    height = max(end["bottom"] for end in [*left.values(), *right.values()]) + 8 if moved else HEIGHT
    across = alt.Scale(domain=[0, 1], nice=False)
    down = alt.Scale(domain=[height, 0], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=across), alt.Y("y:Q", axis=None, scale=down)
    bands = [band(point, left, right) for point in sorted(moved, key=lambda p: (p["from_place"], p["to_place"]))]
    areas = (
        alt.Chart(theme.data([row for rows in bands for row in rows]))
        .mark_area(fillOpacity=0.45)
        .encode(x=x, y=y, y2="low:Q", detail="band:N", fill=alt.Fill("fill:N", scale=None), href="address:N")
    )
    legible = [rows[1] | {"middle": (rows[1]["y"] + rows[1]["low"]) / 2} for rows in bands if rows[0]["is_legible"]]
    numbers = alt.Chart(theme.data(legible)).mark_text(align="left", dx=4, fontSize=theme.SIZE - 1, fill=theme.INK)
    words = alt.Chart(theme.data([*names(left, 0, sheet), *names(right, 1, sheet)])).encode(x=x, y=y, text="words:N")
    ends_of: list[tuple[str, Any, int]] = [("datum.x == 0", "right", -10), ("datum.x == 1", "left", 10)]
    if sheet.is_narrow:
        ends_of = [("datum.x == 0", "left", 0), ("datum.x == 1", "right", 0)]
    return theme.layers(
        areas,
        numbers.encode(x=x, y=alt.Y("middle:Q", axis=None, scale=down), text="text:N", href="address:N"),
        *(
            words.transform_filter(side).mark_text(align=align, dx=dx, fontSize=theme.SIZE, fill=theme.INK)
            for side, align, dx in ends_of
        ),
        width=sheet.width if sheet.is_narrow else sheet.width - 130,
        height=height,
    )


def ends(moved: Sequence[Row], side: str) -> dict[int, dict[str, Any]]:
    """Where the bands of each stage begin on one side, from the top down."""
    total = sum(point["people"] for point in moved) or 1
    found: dict[int, dict[str, Any]] = {}
    top = 20.0
    for place in sorted({point[f"{side}_place"] for point in moved}):
        mine = [point for point in moved if point[f"{side}_place"] == place]
        size = HEIGHT * sum(point["people"] for point in mine) / total
        found[place] = {
            "words": mine[0][f"{side}_words"], "top": top, "next": top, "bottom": top + max(size, 2), "total": total,
            "people_words": show.number(sum(point["people"] for point in mine)),
        }  # fmt: skip
        top += max(size, 2) + GAP
    return found


def band(point: Row, left: dict[int, dict[str, Any]], right: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    start, end = left[point["from_place"]], right[point["to_place"]]
    size = HEIGHT * point["people"] / start["total"]
    begins, arrives = start["next"], end["next"]
    start["next"] += size
    end["next"] += size
    share = np.linspace(0, 1, BEND)
    middle = begins + (arrives - begins) * share * share * (3 - 2 * share)
    fill = theme.chart_color(2 if point["is_worse"] else 1)
    return [
        {"band": f"{point['from']} {point['to']}", "x": float(x), "y": float(top), "low": float(top + max(size, 1.5)),
         "fill": fill, "address": point["address"], "text": point["people_words"], "is_legible": size >= LEGIBLE}
        for x, top in zip(share, middle, strict=True)
    ]  # fmt: skip


def names(ends: dict[int, dict[str, Any]], x: int, sheet: Sheet) -> list[dict[str, Any]]:
    """What each end is called: beside it, or on a narrow sheet over it."""
    return [
        {"x": x, "y": end["top"] - 8 if sheet.is_narrow else (end["top"] + end["bottom"]) / 2,
         "words": f"{end['words']} · {end['people_words']}"}
        for end in ends.values()
    ]  # fmt: skip
