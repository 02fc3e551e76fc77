"""Acts on many customers, and the list as a file."""

import tempfile

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from regulars.base.kit import sheets
from regulars.base.workspace.kinds import Act, Thing
from regulars.identity.models import Person
from regulars.profile import export
from regulars.web.customers import answering, bulk, house, index, kept, listing, views
from regulars.web.layout import exports
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import selection
from regulars.web.lists.asked import Asked

FILES = {"csv", "xlsx"}


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def customers_bulk(request: StaffRequest, act: str) -> HttpResponse:
    """Do something with those who were chosen; above a hundred, it is shown first what would happen."""
    if act not in bulk.DOINGS:
        raise Http404
    run = views.current_run(request)
    customers = listing.of(request.store, run, request.staff)
    chosen, form, doing = (
        selection.of(request, customers),
        bulk.form(act, house.of(request.staff), request.POST),
        bulk.DOINGS[act],
    )
    if not form.is_valid():
        return answering.unusable(request, form, chosen.back)
    people = crowd(request, chosen.asked) if chosen.is_everybody else ticked(request, chosen.ids)
    total = people.count()
    if selection.asks_first(request, total):
        words = doing.sentence(form)
        return selection.preview(
            request, customers, chosen, title=doing.title, sentence=words, total=total, most=doing.most,
            kept_words=kept.of(chosen.asked, run, request.store).words,
        )  # fmt: skip
    done = doing.run(people, form, request)
    return selection.done(request, chosen, doing.told(done), undo=answering.begun(request) if done else "")


def ticked(request: StaffRequest, ids: tuple[str, ...]) -> QuerySet[Person]:
    return Person.objects.visible_to(request.staff).canonical_only().filter(public_id__in=ids)


def crowd(request: StaffRequest, asked: Asked) -> QuerySet[Person]:
    """All whom a list shows, those behind a finding or a bar of a chart among them."""
    run = views.current_run(request)
    meant = kept.of(asked, run, request.store)
    return index.crowd(asked, views.reader_of(request, run), meant=meant)


@require_GET
@for_staff(Act.EXPORT, Thing.PEOPLE)
def customers_export(request: StaffRequest, kind: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The whole list as it is asked for, as a file; masked for who sees contact details only in part."""
    if kind not in FILES:
        return redirect("customers")
    run = views.current_run(request)
    asked = listing.of(request.store, run, request.staff).ask(request)
    people = crowd(request, asked)
    headings = [str(column.heading) for column in export.columns(request.staff)]
    rows = export.rows(people, request.staff)
    exports.note(request, "customers", kind, query=asked.query)
    if kind == "csv":
        answer = StreamingHttpResponse(sheets.csv_lines(headings, rows), content_type=sheets.CSV)
        answer.headers["Content-Disposition"] = 'attachment; filename="customers.csv"'
        return answer
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    sheets.write_xlsx(file, headings, rows)
    return FileResponse(file, as_attachment=True, filename="customers.xlsx", content_type=sheets.XLSX)
