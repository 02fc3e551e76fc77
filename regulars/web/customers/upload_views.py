"""A list of customers for another program: how many may go, who stays and why, and the file."""

import io
import tempfile
from typing import IO, cast

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from regulars.base.kit import sheets
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Act, Thing
from regulars.contact.uploads import files, leaving
from regulars.contact.uploads.formats import BY_KEY, FORMATS, Format
from regulars.profile import standing
from regulars.profile.kinds import Purpose
from regulars.web.customers import kept, listing, views
from regulars.web.customers.bulk_views import crowd
from regulars.web.layout import exports
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page


class Masked(Refusal):
    message = gettext_lazy("You see contact details in part only, so you cannot take them to another program.")
    status = 403


@require_GET
@for_staff(Act.EXPORT, Thing.PEOPLE)
def customers_upload(request: StaffRequest, kind: str) -> HttpResponse:
    """What a file for another program would hold."""
    chosen, run = fetched(request, kind), views.current_run(request)
    customers = listing.of(request.store, run, request.staff)
    asked = customers.ask(request)
    counted = leaving.count(crowd(request, asked), chosen.aim, store=request.store, at=request.now)
    words = [*kept.of(asked, run, request.store).words.values(), *(each.words for each in asked.conditions)]
    context = {
        "chosen": chosen, "counted": counted, "words": words, "back": customers.address_of(asked),
        "stay": [(reason.label, people) for reason, people in counted.stay.items()],
        "formats": page.links(
            [(each.label, address(each, asked.query)) for each in FORMATS], address(chosen, asked.query)
        ),
        "file": f"{reverse('customers_upload_file', args=[chosen.key])}?{asked.query}",
        "asks_for_sharing": Purpose.SHARING.value in standing.rules(request.store).purposes,
        "is_for_mail": chosen.aim == leaving.Aim.MAIL,
    }  # fmt: skip
    return render(request, "web/customers/upload.html", context)


@require_GET
@for_staff(Act.EXPORT, Thing.PEOPLE)
def customers_upload_file(request: StaffRequest, kind: str) -> FileResponse:
    """The file itself; that it was taken, for what, and how many stayed is kept in the audit."""
    chosen = fetched(request, kind)
    asked = listing.of(request.store, views.current_run(request), request.staff).ask(request)
    people = crowd(request, asked)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    text = io.TextIOWrapper(cast(IO[bytes], file), encoding="utf-8", newline="")
    with transaction.atomic():
        counted = leaving.count(people, chosen.aim, store=request.store, at=request.now)
        going = leaving.leavers(people, chosen.aim, staff=request.staff, store=request.store, at=request.now)
        rows = files.write(text, chosen, going)
    text.flush()
    text.detach()
    file.seek(0)
    exports.note(request, "upload", chosen.program, query=asked.query, people=rows, stayed=counted.stays)
    return FileResponse(file, as_attachment=True, filename=f"customers-{chosen.key}.csv", content_type=sheets.CSV)


def fetched(request: StaffRequest, kind: str) -> Format:
    """
    The format of this name.

    :raises Masked: if whoever asks does not see contact details in full.
    """
    if kind not in BY_KEY:
        raise Http404
    if not request.staff.sees_contact_details:
        raise Masked
    return BY_KEY[kind]


def address(each: Format, query: str) -> str:
    return f"{reverse('customers_upload', args=[each.key])}?{query}"
