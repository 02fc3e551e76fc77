"""The sources of a store, one source, a new one, and a message that was set aside."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Act, Thing
from regulars.collect import drops, inbox
from regulars.collect.kinds import OWN, SourceKind
from regulars.collect.models import SetAside, Source
from regulars.collect.receive.endpoint import REFUSED
from regulars.collect.sources import keyring, register
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.sources import facts
from regulars.web.sources.forms import FIELDS, MessageForm, SourceForm


@require_GET
@for_staff(Act.SEE, Thing.IMPORTS)
def source_list(request: StaffRequest) -> HttpResponse:
    context = {
        "sources": facts.listed(request.store, request.staff, today=request.now.date()),
        "may_edit": request.staff.may(Act.EDIT, Thing.IMPORTS),
    }
    return render(request, "web/sources/list.html", context)


@require_GET
@for_staff(Act.EDIT, Thing.IMPORTS)
def new_source(request: StaffRequest) -> HttpResponse:
    kinds = [(kind, facts.ABOUT[kind]) for kind in SourceKind if kind not in OWN]
    return render(request, "web/sources/kinds.html", {"kinds": kinds})


@never_cache
@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.IMPORTS)
def new_source_of(request: StaffRequest, kind: str) -> HttpResponse:
    """The form of a kind; what it has made is shown on the answer to it, with a secret that is never shown again."""
    if kind not in FIELDS or request.store is None:
        raise Http404
    chosen = SourceKind(kind)
    form = SourceForm(chosen, request.POST or None)
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            made = register.add(request.store, chosen, name=name, **form.told, by=request.staff, at=request.now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if chosen is SourceKind.FOLDER:
                drops.prepare(made)
            return shown(request, made, secret=keyring.read(made).get(keyring.SIGNING, ""))
    return render(request, "web/sources/new.html", {"form": form, "kind": chosen, "about": facts.ABOUT[chosen]})


@require_GET
@for_staff(Act.SEE, Thing.IMPORTS)
def source_page(request: StaffRequest, id: str) -> HttpResponse:
    return shown(request, fetched(request, id))


@never_cache
@require_POST
@for_staff(Act.EDIT, Thing.IMPORTS)
def source_secret(request: StaffRequest, id: str) -> HttpResponse:
    """Another secret to sign with, shown this once."""
    source = fetched(request, id)
    return shown(request, source, secret=keyring.renew(source, by=request.staff, at=request.now))


@require_POST
@for_staff(Act.EDIT, Thing.IMPORTS)
def source_closure(request: StaffRequest, id: str) -> HttpResponse:
    source = fetched(request, id)
    register.close(source, by=request.staff, at=request.now)
    messages.success(request, _("“%(name)s” is closed; what has come from it stays.") % {"name": source.name})
    return redirect("sources")


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.IMPORTS)
def source_message(request: StaffRequest, id: str, number: int) -> HttpResponse:
    """A message that was set aside, to be mended and sent through again."""
    message = set_aside(request, id, number)
    form = MessageForm(request.POST or None, initial={"body": message.body})
    if form.is_valid() and message.kind != REFUSED:
        inbox.send_again(message, body=form.cleaned_data["body"])
        messages.success(request, _("The message goes through again."))
        return redirect("source", id)
    context = {"message": message, "form": form, "why": facts.told_of(message), "is_whole": message.kind != REFUSED}
    return render(request, "web/sources/message.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.IMPORTS)
def source_message_removal(request: StaffRequest, id: str, number: int) -> HttpResponse:
    set_aside(request, id, number).delete()
    messages.success(request, _("The message was thrown away."))
    return redirect("source", id)


def fetched(request: StaffRequest, id: str) -> Source:
    return get_object_or_404(Source.objects.visible_to(request.staff).select_related("store__circle"), public_id=id)


def set_aside(request: StaffRequest, id: str, number: int) -> SetAside:
    """What a message holds may tell of people, so it is shown only to those who may see how to reach them."""
    if not request.staff.sees_contact_details:
        raise Http404
    return get_object_or_404(SetAside.objects.select_related("source"), source=fetched(request, id), id=number)


def shown(request: StaffRequest, source: Source, *, secret: str = "") -> HttpResponse:
    today = request.now.astimezone(ZoneInfo(source.store.timezone)).date()
    context: dict[str, Any] = {
        "source": source,
        "about": facts.ABOUT[SourceKind(source.kind)],
        "secret": secret,
        "may_edit": source.closed_at is None and request.staff.may(Act.EDIT, Thing.IMPORTS),
        "may_mend": request.staff.sees_contact_details and request.staff.may(Act.EDIT, Thing.IMPORTS),
    }
    return render(request, "web/sources/source.html", context | facts.of(source, today=today))
