"""A picture of a page as a file that stands for itself."""

import re

from regulars.web.components.palette import BY_THEME, Palette

ROOM = 30  # at either side, as the letters of a reader's font may be wider than those that were measured
FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans CJK SC', 'PingFang TC', 'Microsoft JhengHei', 'Noto Sans CJK TC', sans-serif"
)


def alone(svg: str, *, look: str = "light") -> str:
    """The picture as a file that stands for itself: with colors, fonts and a ground, without links."""
    palette = BY_THEME[look]
    picture = re.sub(r"var\(--([a-z]+)(?:-(\w+))?\)", lambda match: color(palette, match[1], match[2]), svg)
    picture = re.sub(r"</?a\b[^>]*>", "", picture)
    ground = f'<rect x="{-ROOM}" width="100%" height="100%" fill="{palette.paper}"/>'
    return re.sub(r"(</desc>)", rf"\1{ground}", picture, count=1).replace("<svg ", f'<svg font-family="{FONTS}" ', 1)


def color(palette: Palette, name: str, place: str | None) -> str:
    if name in {"chart", "heat"}:
        ramp: tuple[str, ...] = getattr(palette, name)
        return ramp[int(place or 1) - 1]
    return {"surface": palette.paper, "line": palette.line}.get(name) or (
        palette.ink_soft if place == "soft" else palette.ink
    )
