"""The pages of Insight, their pictures as they come, and their files."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from regulars.base.kit import sheets
from regulars.base.workspace.kinds import Act, Thing
from regulars.commerce.models import Order
from regulars.insight.models import Chart, Run
from regulars.web.insight import charts, files, pages
from regulars.web.insight.exhibits import Answer, Exhibit
from regulars.web.insight.questions import BY_SLUG, Question
from regulars.web.layout import exports
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff

LONGEST_TRY = 3  # digits


@require_GET
@for_staff(Act.SEE, Thing.INSIGHT)
def question(request: StaffRequest, slug: str) -> HttpResponse:
    asked = BY_SLUG[slug]
    run = Run.objects.current(request.store) if request.store else None
    answer = pages.answer(asked, run, request.store) if run and request.store else None
    shown = pages.exhibits(asked, answer, run, may_export=may_export(request)) if answer and run else []
    if run and any(each.waiting for each in shown):
        charts.miss(run, at=request.now)
    context = {
        "question": asked,
        "tabs": pages.tabs(asked),
        "run": run,
        "answer": answer,
        "has_orders": run is not None or Order.objects.filter(store=request.store).exists(),
        "exhibits": shown,
    }
    return render(request, "web/insight/page.html", context)


@require_GET
@for_staff(Act.SEE, Thing.INSIGHT)
def exhibit(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """One exhibit, for the page that waits for its picture."""
    asked, answer, run = answered(request, slug)
    tries = request.GET.get("tries", "")
    count = int(tries) if tries.isdecimal() and len(tries) <= LONGEST_TRY else 0
    shown = pages.exhibits(asked, answer, run, may_export=may_export(request), tries=count)
    found = [each for each in shown if each.exhibit.name == name]
    if not found:
        raise Http404
    return render(request, "web/insight/exhibit.html", {"shown": found[0]})


def may_export(request: StaffRequest) -> bool:
    return request.staff.may(Act.EXPORT, Thing.INSIGHT)


@require_GET
@for_staff(Act.EXPORT, Thing.INSIGHT)
def file(request: StaffRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """The table as CSV, or the picture as SVG or PNG."""
    _asked, answer, run = answered(request, slug)
    found = next((each for each in answer.exhibits if each.name == name), None)
    if found is None or kind not in FILES:
        raise Http404
    given = FILES[kind](found, charts.one(run, name, get_language() or "en"))
    exports.note(request, "insight", kind, name=f"{slug}/{name}")
    given.headers["Content-Disposition"] = f'attachment; filename="{name}-{run.as_of:%Y-%m-%d}.{kind}"'
    return given


def answered(request: StaffRequest, slug: str) -> tuple[Question, Answer, Run]:
    """The question of an address with its answer, where there is one."""
    run = Run.objects.current(request.store) if request.store else None
    asked = BY_SLUG.get(slug)
    answer = pages.answer(asked, run, request.store) if asked and run and request.store else None
    if asked is None or answer is None or run is None:
        raise Http404
    return asked, answer, run


def as_csv(exhibit: Exhibit, chart: Chart | None) -> HttpResponse:
    rows = ([row.get(column.key) for column in exhibit.columns] for row in exhibit.rows)
    lines = sheets.csv_lines([column.label for column in exhibit.columns], rows)
    return HttpResponse("".join(lines), content_type=sheets.CSV)


def as_svg(exhibit: Exhibit, chart: Chart | None) -> HttpResponse:
    if chart is None:
        raise Http404
    return HttpResponse(files.alone(chart.svg), content_type="image/svg+xml")


def as_png(exhibit: Exhibit, chart: Chart | None) -> HttpResponse:
    if chart is None or chart.png is None:
        raise Http404
    return HttpResponse(bytes(chart.png), content_type="image/png")


FILES: dict[str, Callable[[Exhibit, Chart | None], HttpResponse]] = {"csv": as_csv, "svg": as_svg, "png": as_png}
