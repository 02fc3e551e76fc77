"""Turn an exhibit into the picture that a page carries, and into files to take away."""

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

import vl_convert

from regulars.web.insight.drawing import bars, beside, curve, flow, heat, ranges, theme
from regulars.web.insight.drawing.theme import Sheet
from regulars.web.insight.exhibits import Exhibit, Picture

DRAWN: Mapping[Picture, Callable[[Exhibit, Sheet], theme.Drawing]] = {
    Picture.BARS: bars.drawn,
    Picture.BESIDE: beside.drawn,
    Picture.CURVE: curve.drawn,
    Picture.FLOW: flow.drawn,
    Picture.HEAT: heat.drawn,
    Picture.RANGES: ranges.drawn,
}
BEGINNING = re.compile(r'<svg [^>]*width="([\d.]+)" height="([\d.]+)"[^>]*>')
NOISE = re.compile(r' (?:class|role|aria-[a-z]+|stroke-miterlimit)="[^"]*"')
"""What Vega says of its marks: the picture has one name for all of them, and its table says the rest."""
ELSEWHERE = "https://vega.github.io/vega-datasets/"  # what Vega puts before an address of our own
SHARP = 2.0  # points of the PNG for one of the SVG
SIGN = "中"


def svg(exhibit: Exhibit, sheet: Sheet = theme.WIDE) -> str:
    """The picture for a page: its words and colors are the page's, its links lead to the people behind it."""
    drawn = vl_convert.vegalite_to_svg(theme.dressed(DRAWN[exhibit.picture](exhibit, sheet), sheet))
    drawn = drawn.replace(f"{ELSEWHERE}/", "/").replace("xlink:href=", 'tabindex="-1" xlink:href=')
    drawn = drawn.replace(f'font-family="{theme.FONT}"', "")
    drawn = NOISE.sub("", drawn)
    return BEGINNING.sub(lambda match: head(exhibit, match, sheet), drawn, count=1)


def head(exhibit: Exhibit, match: re.Match[str], sheet: Sheet) -> str:
    """The beginning of the picture, with what it says to those who do not see it, and room for wider letters."""
    width, height = float(match[1]) + 2 * sheet.room, float(match[2])
    name = f"chart-{exhibit.name}{'-narrow' * sheet.is_narrow}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width:g}" '
        f'height="{height:g}" viewBox="{-sheet.room} 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(exhibit.title)}</title>'
        f'<desc id="{name}-desc">{escape(exhibit.lead)}</desc>'
    )


def png(file: str) -> bytes:
    """The file as points, with the fonts of this machine."""
    return bytes(vl_convert.svg_to_png(file, scale=SHARP))


def writes_chinese() -> bool:
    """Whether a font of this machine has Chinese signs; without one a PNG would show none of its words."""
    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'
    sign = f'<text x="5" y="30" font-size="24" font-family="sans-serif">{SIGN}</text>'
    return bool(vl_convert.svg_to_png(frame.format(sign)) != vl_convert.svg_to_png(frame.format("")))
