"""Parts that are reckoned: colors, small pictures, and the forms that widgets make."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from regulars.web.components import marks, palette, show, ui
from regulars.web.components.sheets import SheetFinder
from regulars.web.components.terms import TERMS

CSS = Path(ui.__file__).parent.parent / "static" / "css"
JS = CSS.parent / "js"


@pytest.mark.parametrize("kind", ["chart", "heat"])
def test_charts_drawn_elsewhere_have_the_colors_of_the_pages(kind: str):
    tokens = (CSS / "tokens.css").read_text()
    pairs = re.findall(rf"--{kind}-\d: light-dark\((#\w+), (#\w+)\)", tokens)

    assert tuple(light for light, _ in pairs) == getattr(palette.LIGHT, kind)
    assert tuple(dark for _, dark in pairs) == getattr(palette.DARK, kind)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
def test_a_heat_map_can_be_read_without_color(theme: palette.Palette):
    steps = [luminance(color) for color in theme.heat]

    assert steps in (sorted(steps), sorted(steps, reverse=True))


@pytest.mark.parametrize("theme", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
def test_the_first_lines_of_a_chart_stand_out_from_the_paper(theme: palette.Palette):
    paper = luminance(theme.paper)
    for color in theme.chart:
        lighter, darker = max(luminance(color), paper), min(luminance(color), paper)
        assert (lighter + 0.05) / (darker + 0.05) >= 2.3, color


def test_every_style_sheet_and_every_module_is_linked():
    assert {path.stem for path in CSS.glob("*.css")} == set(ui.STYLES)
    assert {path.stem for path in JS.glob("*.js")} == {*ui.BEHAVIORS, "asks"}  # the pages of forms have their own


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=40))
def test_a_sparkline_stays_in_its_frame(values: list[float | None]):
    line = marks.line(values)

    for point in line.points.split() if line else []:
        x, y = map(float, point.split(","))
        assert 0 <= x <= marks.WIDTH
        assert 0 <= y <= marks.HEIGHT


def test_a_sparkline_rises_where_its_values_do():
    line = marks.line([0, 10])

    assert line is not None
    assert line.points == "2,22 98,2"


def test_bars_are_as_high_as_their_share_of_the_highest():
    assert [bar.height for bar in marks.bars([0, 5, 10])] == [0, 12, 24]


def test_nothing_makes_no_picture():
    assert (marks.line([1]), marks.bars([0, None])) == (None, [])


@pytest.mark.parametrize(
    ("language", "amount", "words"),
    [("en", 4794.246, "£4.8K"), ("zh-hant", 4794.246, "£4794"), ("zh-hans", 62_900.5, "£6.3万"), ("en", 9.5, "£9.5")],
)
def test_a_short_amount_has_no_more_digits_than_it_needs(language: str, amount: float, words: str):
    with translation.override(language):
        assert show.compact(amount, "GBP") == words


@pytest.mark.parametrize(
    ("said", "language", "words"),
    [("Partially paid", "en", "paid in part"), ("paid", "zh-hant", "已付款"), ("货到付款", "en", "货到付款")],
)
def test_the_state_of_a_payment_is_said_in_the_language_of_the_reader(said: str, language: str, words: str):
    with translation.override(language):
        assert show.state(said) == words


def test_every_term_is_said_in_plain_words():
    assert all(len(str(term.meaning).split()) >= 4 for term in TERMS.values())


@pytest.mark.django_db
def test_the_gallery_is_for_developers_alone(at_work: Client, settings: object):
    settings.DEVELOPER = False  # type: ignore[attr-defined]

    assert at_work.get(reverse("components")).status_code == 404


@pytest.mark.django_db
def test_the_gallery_shows_the_errors_of_a_form(at_work: Client, settings: object):
    settings.DEVELOPER = True  # type: ignore[attr-defined]

    page = at_work.post(reverse("components"), {"name": ""}).content.decode()

    assert page.count('class="field__error"') == 3
    assert 'aria-invalid="true"' in page


def test_the_style_sheets_are_served_as_one_in_the_order_of_their_layers():
    [(name, storage)] = SheetFinder().list([])
    together = storage.open(name).read().decode()

    assert together.startswith((CSS / "layers.css").read_text())
    assert all((CSS / f"{sheet}.css").read_text() in together for sheet in ui.STYLES)
