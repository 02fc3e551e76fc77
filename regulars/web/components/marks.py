"""Points of small pictures inside text: sparklines and bars. The templates draw them; nothing here knows of HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Value = Decimal | float | int | None
WIDTH, HEIGHT, EDGE = 100.0, 24.0, 2.0
GAP = 0.25


@dataclass(frozen=True, slots=True)
class Line:
    """A sparkline: the points of its line, those of the area below it, and its last point."""

    points: str
    area: str
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A column, measured from the top left."""

    x: float
    y: float
    width: float
    height: float
    is_last: bool


def line(values: Sequence[Value]) -> Line | None:
    """A line over equal steps, between the least and the greatest value; None for fewer than two."""
    known = [(place, float(value)) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    low, high = min(value for _, value in known), max(value for _, value in known)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [(round(EDGE + place * step, 1), level(value, low, high)) for place, value in known]
    outline = " ".join(f"{x:g},{y:g}" for x, y in points)
    area = f"{points[0][0]:g},{HEIGHT:g} {outline} {points[-1][0]:g},{HEIGHT:g}"
    return Line(outline, area, points[-1])


def bars(values: Sequence[Value]) -> list[Bar]:
    """Columns from zero; the smallest that is not nothing is still seen."""
    heights = [max(float(value or 0), 0.0) for value in values]
    highest = max(heights, default=0.0)
    if highest == 0:
        return []
    step = WIDTH / len(heights)
    tall = [max(height / highest * HEIGHT, 1.0) if height else 0.0 for height in heights]
    return [
        Bar(round(place * step, 1), round(HEIGHT - up, 1), round(step * (1 - GAP), 1), round(up, 1), up is tall[-1])
        for place, up in enumerate(tall)
    ]


def level(value: float, low: float, high: float) -> float:
    """How far from the top a value lies; a flat line runs through the middle."""
    if high == low:
        return HEIGHT / 2
    return round(HEIGHT - EDGE - (value - low) / (high - low) * (HEIGHT - 2 * EDGE), 1)
