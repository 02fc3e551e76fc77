"""What came of a form, and whom a survey is due to."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.base.kit import sheets
from regulars.base.workspace.kinds import Act, Thing
from regulars.engage import invitations, results
from regulars.engage.kinds import FormKind
from regulars.engage.models import Form
from regulars.engage.results import Outcome, Said, Scope
from regulars.identity.models import Person
from regulars.insight.models import Run
from regulars.web.components import show
from regulars.web.customers import labels, names, voiced
from regulars.web.forms import shown
from regulars.web.forms.views import address, fetched
from regulars.web.layout import exports
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists.page import Link


@dataclass(frozen=True, slots=True)
class Row:
    """A bar with the way to the people behind it."""

    words: str
    count: int
    share: float
    address: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text with who wrote it, as far as the reader may see them."""

    said: Said
    person: Person | None
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """One question on the page."""

    outcome: Outcome
    lead: str
    rows: list[Row]
    texts: list[Spoken]
    trend: list[tuple[str, str, int]]


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def form_results(request: StaffRequest, id: str) -> HttpResponse:
    """Answers per question; of all, or of those at one stage."""
    found = fetched(request, id)
    stage = request.GET.get("stage") if request.GET.get("stage") in labels.STAGES else None
    run = Run.objects.current(found.store) if request.staff.may(Act.SEE, Thing.INSIGHT) else None
    scope = Scope(request.now, str(found.store.zone), stage if run else None, run.id if run else None)
    told = results.of(found, scope, language=translation.get_language() or "")
    context = {
        "asked": found, "results": told, "parts": parts(request, found, told.outcomes),
        "tabs": shown.tabs(request, found), "stages": stages(request, stage) if run else (),
        "sees_texts": request.staff.sees_contact_details,
    }  # fmt: skip
    return render(request, "web/forms/results.html", context)


def parts(request: StaffRequest, form: Form, outcomes: Sequence[Outcome]) -> list[Part]:
    ids = {said.person for each in outcomes for said in each.texts if said.person is not None}
    may = request.staff.sees_contact_details
    people = Person.objects.visible_to(request.staff).in_bulk(ids) if ids and may else {}
    called = names.of(people.values(), request.staff)
    made = []
    for each in outcomes:
        texts = [Spoken(said, people.get(said.person or 0), called.get(said.person or 0, "")) for said in each.texts]
        rows = [Row(bar.words, bar.count, bar.share, behind(form, each, bar.key)) for bar in each.bars]
        trend = [(show.month(month), value(each, score), count) for month, score, count in each.months]
        made.append(Part(each, lead(each), rows, texts if may else [], trend if len(trend) > 1 else []))
    return made


def behind(form: Form, outcome: Outcome, key: str) -> str:
    """The customers who gave an answer."""
    asked = voiced.value(form.public_id, outcome.question.key, key)
    return f"{reverse('customers')}?{urlencode({'replied': asked})}"


def lead(outcome: Outcome) -> str:
    """What a question says, in words with numbers."""
    if outcome.nps is not None:
        score = outcome.nps
        words = _("NPS %(value)s, between %(low)s and %(high)s at 95 %% certainty.")
        return words % {"value": whole(score.value), "low": whole(score.low), "high": whole(score.high)}
    if outcome.csat is not None:
        given = outcome.csat
        words = _("%(value)s are satisfied (4 or 5 stars), between %(low)s and %(high)s at 95 %% certainty.")
        return words % {"value": show.share(given.value), "low": show.share(given.low), "high": show.share(given.high)}
    return ""


def value(outcome: Outcome, score: float) -> str:
    return whole(score) if outcome.nps is not None else show.share(score)


def whole(score: float) -> str:
    return show.number(round(score))


def stages(request: StaffRequest, current: str | None) -> list[Link]:
    """The stages by which answers can be narrowed down."""
    kinds = [("", _("All")), *((stage.value, str(label.words)) for stage, label in labels.STAGES.items())]
    return [
        Link(words, f"{request.path}?stage={key}" if key else request.path, key == (current or ""))
        for key, words in kinds
    ]


@require_http_methods(["GET", "POST"])
@for_staff(Act.SEE, Thing.PEOPLE)
def form_due(request: StaffRequest, id: str) -> HttpResponse:
    """Whom a survey is due to; by POST their links are taken away as a file, and they are noted as asked."""
    found = fetched(request, id)
    is_asked = found.kind == FormKind.SURVEY and found.is_open
    due = invitations.due(found, staff=request.staff, at=request.now) if is_asked else []
    may_export = request.staff.may(Act.EXPORT, Thing.PEOPLE) and request.staff.sees_contact_details
    called = names.of([each.person for each in due], request.staff)
    if request.method == "POST" and may_export and due:
        return handed_out(request, found, due, called)
    context = {
        "asked": found, "due": [(each, called[each.person.id]) for each in due[:100]], "count": len(due),
        "is_survey": found.kind == FormKind.SURVEY, "tabs": shown.tabs(request, found), "may_export": may_export,
        "after": found.after_days or invitations.AFTER_DAYS, "every": found.every_days or invitations.EVERY_DAYS,
    }  # fmt: skip
    return render(request, "web/forms/due.html", context)


def handed_out(request: StaffRequest, form: Form, due: list[invitations.Due], called: dict[int, str]) -> HttpResponse:
    exports.note(request, "survey_links", "csv", rows=len(due))
    rows = [
        (each.person.public_id, called[each.person.id], each.address, _("yes") if each.has_agreed else _("not asked"),
         address(form, f"?for={token}"))
        for each, token in invitations.hand_out(form, due, by=request.staff, at=request.now)
    ]  # fmt: skip
    headings = [_("Number here"), _("Name"), _("E-mail"), _("Agreed to be written to"), _("Link")]
    answer = HttpResponse("".join(sheets.csv_lines(headings, rows)), content_type=sheets.CSV)
    answer.headers["Content-Disposition"] = 'attachment; filename="survey_links.csv"'
    return answer
