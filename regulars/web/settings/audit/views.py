"""The audit as a page and as a file."""

import tempfile
from datetime import UTC

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from regulars.base.kit import sheets
from regulars.base.kit.paging import Page
from regulars.base.workspace.kinds import Act, Thing
from regulars.web.layout import exports
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page as lists
from regulars.web.lists.columns import Row
from regulars.web.settings.audit import index, listing
from regulars.web.settings.audit.index import Reader


@require_GET
@for_staff(Act.SEE, Thing.AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    kept = listing.of(request.staff)
    if moved := lists.unsettled(request, kept):
        return moved
    asked = kept.ask(request)
    found = index.page(asked, reader_of(request))
    rows = [Row(f"{row.place.table}.{row.place.id}", listing.address(row, request.staff), row) for row in found.rows]
    return lists.answer(request, kept, asked, Page(rows, found.following), template="web/settings/audit/list.html")


@require_GET
@for_staff(Act.EXPORT, Thing.AUDIT)
def audit_export(request: StaffRequest, kind: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The whole list as it is asked for; that it was taken away is kept as well."""
    if kind.upper() not in listing.FILES:
        raise Http404
    asked = listing.of(request.staff).ask(request)
    rows = map(listing.cells, index.everything(asked, reader_of(request)))
    exports.note(request, "audit", kind, query=asked.query)
    if kind == "csv":
        lines = sheets.csv_lines(listing.headings(), rows)
        return StreamingHttpResponse(
            lines, content_type=sheets.CSV, headers={"Content-Disposition": 'attachment; filename="audit.csv"'}
        )
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    sheets.write_xlsx(file, listing.headings(), rows)
    return FileResponse(file, as_attachment=True, filename="audit.xlsx", content_type=sheets.XLSX)


def reader_of(request: StaffRequest) -> Reader:
    zone = request.store.zone if request.store else UTC
    return Reader(request.staff, request.now.astimezone(zone).date(), zone)
