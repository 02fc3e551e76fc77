"""Imports: hand a file in, watch it, answer for it, cancel it, take it back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy
from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import ImportId
from regulars.api.idempotency import once
from regulars.api.imports import picture, shapes, upload
from regulars.api.imports.shapes import ImportsWindow, Upload
from regulars.api.keys import ApiKeyWith, KeyRequest, sees_contact_details
from regulars.base.kit import clock, money
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Store
from regulars.collect import imports, rejects, requests
from regulars.collect.models import Import
from regulars.collect.reading.plan import Answers, Terms
from regulars.profile import arrivals

router = Router(tags=["imports"], auth=ApiKeyWith(Act.SEE, Thing.IMPORTS))
EDIT = ApiKeyWith(Act.EDIT, Thing.IMPORTS)
LARGEST_REHEARSAL = 64 << 20
ASK_AGAIN_AFTER = "1"


class TooLargeToRehearse(Refusal):
    message = gettext_lazy(
        "Files of more than %(most)s bytes cannot be tried out here. Import it, as that can be undone."
    )
    status = 413


@router.get("", response=shapes.Imports)
def list_imports(request: KeyRequest, window: Query[ImportsWindow]) -> shapes.Imports:
    """Imports into the circle's stores."""
    rows = reach.imports(request.auth).select_related("store")
    if window.store is not None:
        rows = rows.filter(store=one(reach.stores(request.auth), window.store))
    if window.kind is not None:
        rows = rows.filter(kind=window.kind)
    if window.state is not None:
        rows = rows.filter(state=window.state)
    found, following = listing.page(rows, window)
    return shapes.Imports(items=picture.of(found), next=following)


@router.post("", auth=EDIT, response={202: shapes.Import}, openapi_extra=upload.BODY)
@once(status=202)
def import_file(request: KeyRequest, given: Query[Upload]) -> shapes.Import:
    """
    Hand in a file of orders, customers, products or costs: as the body itself, or as the part `file` of a form.

    The answer comes as soon as the file is stored; the import goes on by itself. Handing in a file whose import has
    not finished yet leads to that same import.
    """
    store = one(reach.stores(request.auth), given.store)
    with taken(request, given) as file:
        row = requests.hand_in(
            file.path, store, given.kind, actor=request.auth.public_id, by=request.auth.made_by, at=request.now,
            file_name=file.name, timezone=given.timezone, currency=given.currency, preset=given.preset,
            columns=given.columns, answers=answers(given),
        )  # fmt: skip
        if row.path != str(file.path.resolve()):
            file.path.unlink(missing_ok=True)
    return picture.of([row])[0]


@router.post("/rehearsal", auth=EDIT, response=shapes.Rehearsal, openapi_extra=upload.BODY)
@once(status=200)
def rehearse_import(request: KeyRequest, given: Query[Upload]) -> shapes.Rehearsal:
    """Read a file of at most 64 MiB as an import would, say what would come of it, and keep nothing."""
    store = one(reach.stores(request.auth), given.store)
    with taken(request, given) as file:
        try:
            if file.path.stat().st_size > LARGEST_REHEARSAL:
                raise TooLargeToRehearse(most=LARGEST_REHEARSAL)
            found = imports.dry_run(file.path, store, terms(given, store, request))
            return picture.rehearsal(found, with_values=sees_contact_details(request.auth))
        finally:
            file.path.unlink(missing_ok=True)


@router.get("/{id}", response=shapes.Import)
def get_import(request: KeyRequest, id: ImportId, response: HttpResponse) -> shapes.Import:
    """One import. While it is at work, `Retry-After` says when to ask again."""
    row = fetched(request, id)
    if row.is_at_work:
        response.headers["Retry-After"] = ASK_AGAIN_AFTER
    return picture.of([row])[0]


@router.get("/{id}/rejected", auth=ApiKeyWith(Act.EXPORT, Thing.IMPORTS), openapi_extra=upload.CSV)
def get_rejected_rows(request: KeyRequest, id: ImportId) -> StreamingHttpResponse:
    """The rejected rows as CSV, with line number, column, value and reason; values only with `people:export`."""
    row = fetched(request, id)
    name = f'attachment; filename="{row.public_id}-rejected.csv"'
    lines = rejects.as_csv(row, with_values=sees_contact_details(request.auth))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


@router.post("/{id}/answers", auth=EDIT, response={202: shapes.Import})
@once(status=202)
def answer_import(request: KeyRequest, id: ImportId, given: shapes.Answer) -> shapes.Import:
    """Say what a refused file left open (see its `problem`), and try it again."""
    said = Answers(given.dates, given.decimal, given.encoding)
    row = fetched(request, id)
    row = requests.answer(row, said, columns=given.columns, actor=request.auth.public_id, at=request.now)
    return picture.of([row])[0]


@router.post("/{id}/cancellation", auth=EDIT, response=shapes.Import)
@once(status=200)
def cancel_import(request: KeyRequest, id: ImportId) -> shapes.Import:
    """Stop an import that is not being merged yet; nothing of it is kept."""
    row = fetched(request, id)
    imports.cancel(row, at=request.now)
    return picture.of([row])[0]


@router.post("/{id}/undo", auth=ApiKeyWith(Act.UNDO, Thing.IMPORTS), response={202: shapes.Import})
@once(status=202)
def undo_import(request: KeyRequest, id: ImportId) -> shapes.Import:
    """
    Take back what only this import has brought; what other imports also say stays.

    The answer comes at once; the undoing goes on by itself, and takes about as long as merging took. Watch the import
    until its `state` is `undone`.
    """
    row = fetched(request, id)
    row = arrivals.ask_back(row, by=request.auth.made_by, actor=request.auth.public_id, at=request.now)
    return picture.of([row])[0]


def fetched(request: KeyRequest, id: str) -> Import:
    return one(reach.imports(request.auth).select_related("store__circle"), id)


@contextmanager
def taken(request: KeyRequest, given: Upload) -> Iterator[upload.Received]:
    """The file of the call; it is removed again if what follows fails."""
    file = upload.received(request, name=given.file_name)
    try:
        yield file
    except BaseException:
        file.path.unlink(missing_ok=True)
        raise


def answers(given: Upload) -> Answers:
    return Answers(given.dates, given.decimal, given.encoding)


def terms(given: Upload, store: Store, request: KeyRequest) -> Terms:
    return Terms(
        given.kind,
        clock.zone(given.timezone or store.timezone).key,
        money.checked_currency(given.currency or store.currency),
        request.now,
        preset=given.preset,
        columns=given.columns or {},
        answers=answers(given),
    )
