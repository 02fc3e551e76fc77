"""The pictures: their colors, their links, their words, and how they are kept."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import translation

from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Store
from regulars.insight.models import Chart, Run
from regulars.web.components.palette import DARK, LIGHT
from regulars.web.insight import charts, files
from regulars.web.insight.drawing import album, heat, studio, theme
from regulars.web.insight.exhibits import Column, Exhibit, Picture
from regulars.web.insight.source import Source
from tests.make import workspace

pytestmark = pytest.mark.django_db
ADDRESS = "/customers/?behind=recency%3A5+frequency%3A4"
WIDEST = 340  # points: what a page of 390 shows as it is, and one of 320 three quarters as large
EVIL = "<script>alert(1)</script> & Söhne"
BARS = Exhibit(
    name="made_up",
    title="A title",
    lead="What it shows",
    picture=Picture.BARS,
    points=[
        {
            "x": EVIL,
            "place": 0,
            "value": 3,
            "text": "3 people",
            "address": "/customers/?behind=recency%3A5+frequency%3A4",
        }
    ],
    rows=[],
    columns=[Column("x", "Name")],
)


@pytest.fixture(scope="module")
def svg() -> str:
    return studio.svg(BARS)


def test_a_picture_takes_its_colors_from_the_page(svg: str):
    colors = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none", "transparent"}

    assert colors
    assert all(re.fullmatch(r"var\(--(ink|ink-soft|line|surface|chart-\d|heat-\d)\)", color) for color in colors)


def test_a_picture_has_neither_inline_style_nor_script(svg: str):
    assert "style=" not in svg
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).tag.endswith("svg")


def test_a_bar_leads_to_its_people(svg: str):
    links = re.findall(r'xlink:href="([^"]+)"', svg)

    assert set(links) == {ADDRESS}


def test_a_picture_says_what_it_is_to_those_who_do_not_see_it(svg: str):
    assert 'role="img"' in svg
    assert ">A title</title>" in svg
    assert ">What it shows</desc>" in svg


@pytest.mark.parametrize(("look", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_a_file_stands_for_itself(svg: str, look: str, palette):
    file = files.alone(svg, look=look)

    assert "var(" not in file
    assert "href" not in file
    assert palette.chart[0] in file
    assert ElementTree.fromstring(file) is not None


def test_a_png_is_made_of_the_file(svg: str):
    assert studio.png(files.alone(svg)).startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_telephone_shows_every_picture_without_scrolling(language: str, teahouse: Store, learned: Run):
    album.draw(teahouse, language)

    for chart in Chart.objects.filter(run=learned, language=language):
        width = re.search(r'<svg [^>]*width="([\d.]+)"', chart.narrow)
        assert width is not None
        assert float(width[1]) <= WIDEST, chart.name
        ids = set(re.findall(r' id="([^"]+)"', chart.svg))
        assert not ids & set(re.findall(r' id="([^"]+)"', chart.narrow)), chart.name


def test_a_narrow_heat_map_leaves_out_what_has_no_room():
    points = [
        {"x": f"+{month}", "x_place": month, "y": "Mar 2025 (1,234)", "y_place": 0, "heat": 1, "text": "9%",
         "below": "", "address": ""}
        for month in range(1, 13)
    ]  # fmt: skip

    assert len(heat.fitting(points, theme.WIDE)) == 12
    assert 3 <= len(heat.fitting(points, theme.NARROW)) <= 6


def test_the_whole_album_is_drawn_in_the_readers_language(teahouse: Store, learned: Run):
    count = album.draw(teahouse, "zh-hans")

    rows = Chart.objects.filter(run=learned, language="zh-hans")
    names = {exhibit.name for exhibit in album.exhibits(Source.of(learned, teahouse))}
    assert {row.name for row in rows} == names
    assert len(rows) == count >= 9
    with translation.override("zh-hans"):
        title = next(e.title for e in album.exhibits(Source.of(learned, teahouse)) if e.name == "rfm")
    assert f">{title}</title>" in rows.get(name="rfm").svg


def test_what_an_older_version_drew_is_wanting(teahouse: Store, learned: Run):
    olga = workspace.staff(teahouse.circle, Role.OWNER, name="Olga").account
    olga.language = "en"
    olga.save(update_fields=["language"])
    charts.keep(learned, "en", [charts.Drawn("rfm", "<svg/>", None)])

    before = charts.wanting(teahouse)
    Chart.objects.update(code="0")

    assert (before, charts.wanting(teahouse)) == ([], ["en"])
    assert charts.of(learned, ["rfm"], "en") == {}


def test_those_who_leave_the_language_to_the_browser_have_all(teahouse: Store):
    workspace.staff(teahouse.circle, Role.OWNER, name="Olga")

    assert charts.languages(teahouse) == ["en", "zh-hans", "zh-hant"]
