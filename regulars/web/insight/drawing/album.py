"""Draw all pictures of a store's current run in one language, and keep them."""

from collections.abc import Iterator

from django.utils import translation

from regulars.base.workspace.kinds import Language
from regulars.base.workspace.models import Store
from regulars.insight.models import Run
from regulars.web.insight import charts, files
from regulars.web.insight.charts import Drawn
from regulars.web.insight.drawing import studio, theme
from regulars.web.insight.exhibits import Exhibit
from regulars.web.insight.questions import QUESTIONS
from regulars.web.insight.source import Source


def draw(store: Store, language: str) -> int:
    """
    Draw what the pages of Insight show.

    :returns: how many pictures there are.
    """
    run = Run.objects.current(store)
    if run is None:
        return 0
    source = Source.of(run, store)
    has_font = language == Language.ENGLISH or studio.writes_chinese()
    with translation.override(language):
        drawn = [picture(exhibit, has_font) for exhibit in exhibits(source)]
    charts.keep(run, language, drawn)
    return len(drawn)


def exhibits(source: Source) -> Iterator[Exhibit]:
    for question in QUESTIONS:
        if source.rows(question.techniques[0]):
            yield from question.answered(source).exhibits


def picture(exhibit: Exhibit, has_font: bool) -> Drawn:
    svg = studio.svg(exhibit)
    png = studio.png(files.alone(svg)) if has_font else None
    return Drawn(exhibit.name, svg, png, studio.svg(exhibit, theme.NARROW))
