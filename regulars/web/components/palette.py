"""The colors of charts, for what is drawn outside the browser; `tokens.css` has the same, and a test compares them.

Eight colors that differ in lightness as well as in hue, so that they stay apart without color, and a ramp of seven for
heat maps. Values are sRGB.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """What a chart is drawn with in one theme."""

    paper: str
    ink: str
    ink_soft: str
    line: str
    chart: tuple[str, ...]
    heat: tuple[str, ...]


LIGHT = Palette(
    paper="#ffffff",
    ink="#18211f",
    ink_soft="#4c5653",
    line="#e1e0da",
    chart=("#0b6a52", "#d9772b", "#3d6fb4", "#8f2f5b", "#c9a227", "#6f5bb5", "#4a9d9c", "#5c6360"),
    heat=("#eef5f1", "#cfe6db", "#a9d3c1", "#7bbba3", "#4c9d82", "#217a60", "#06543f"),
)
DARK = Palette(
    paper="#181f1d",
    ink="#e9ede9",
    ink_soft="#b6bfba",
    line="#313b38",
    chart=("#7fd8b8", "#f0a35f", "#8db6ee", "#e58cb3", "#e8cf6a", "#b5a5ef", "#6cc3c1", "#aab3af"),
    heat=("#1f2b27", "#1d3d33", "#1f5343", "#2a6d57", "#41907a", "#6bb79c", "#a3dfc8"),
)
BY_THEME = {"light": LIGHT, "dark": DARK}
# Beside its color, each series has a dash and a mark of its own.
DASHES = ((), (6, 3), (2, 2), (8, 3, 2, 3), (1, 3), (10, 4), (4, 2, 1, 2), (3, 5))
MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
