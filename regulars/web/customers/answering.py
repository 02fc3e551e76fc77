"""What the pages of one person share: who it is, the parts of the page, and the way back with an undo."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.base.events.models import Operation
from regulars.base.workspace.kinds import Act, Thing
from regulars.identity.models import Person
from regulars.web.customers import record
from regulars.web.customers.record import Rows
from regulars.web.layout.middleware import StaffRequest
from regulars.web.lists.page import Link


def fetched(request: StaffRequest, id: str) -> Person:
    """The person of an address as the human being they are now; the reader must be one who sees both."""
    seen = Person.objects.visible_to(request.staff)
    people = seen.select_related("circle", "owner__account", "branch")
    return get_object_or_404(people, id__in=seen.filter(public_id=id).values("canonical"))


def page(
    request: StaffRequest, person: Person, template: str, *, stored: Rows | None = None, **more: Any
) -> HttpResponse:
    """A part of the page of one person; `stored` is given where it has been read already."""
    context = {
        "person": person,
        "who": record.who(person, stored or record.rows(person), request.staff),
        "tabs": parts(request, person),
        "may_edit": request.staff.may(Act.EDIT, Thing.PEOPLE),
        **more,
    }
    return render(request, template, context)


def parts(request: StaffRequest, person: Person) -> list[Link]:
    """The parts as tabs; what is written about people is for those who see contact details."""
    named = [("person", _("Overview"))]
    if request.staff.sees_contact_details:
        named.append(("person_notes", _("Notes and tasks")))
    named += [
        ("person_details", _("Details")),
        ("person_identity", _("Identity")),
        ("person_consents", _("Consents and rights")),
    ]
    addresses = [(label, reverse(name, args=[person.public_id])) for name, label in named]
    return [Link(label, address, address == request.path) for label, address in addresses]


def back(request: StaffRequest, person: Person, words: str, *, to: str = "person_details") -> HttpResponse:
    """Back to a part of the page, with what was done and the way to take it back."""
    return noted(request, words, to, person.public_id)


def noted(request: StaffRequest, words: str, to: str, *ids: str) -> HttpResponse:
    """On to a page, with what was done and the way to take it back."""
    return noted_at(request, words, reverse(to, args=ids))


def noted_at(request: StaffRequest, words: str, address: str) -> HttpResponse:
    """The same with an address that may ask for something."""
    done = begun(request)
    messages.success(request, words, extra_tags=f"undo:{done}" if done else "")
    return redirect(address)


def told(request: StaffRequest, words: str, to: str, *, undo: str) -> HttpResponse:
    """The same where it is known which operation was begun, or that none was."""
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return redirect(to)


def begun(request: StaffRequest) -> str:
    """The public id of the operation that this request has begun; empty where nothing was to be done."""
    rows = Operation.objects.filter(circle=request.staff.circle_id, by=request.staff, begun_at=request.now)
    return rows.order_by("-id").values_list("public_id", flat=True).first() or ""


def unusable(request: StaffRequest, form: BaseForm, to: str) -> HttpResponse:
    """Back to an address, with what a short form could not use."""
    first = next((str(error) for errors in form.errors.values() for error in errors), "")
    messages.error(request, first)
    return HttpResponseRedirect(to)


def refused(request: StaffRequest, person: Person, form: BaseForm, *, to: str) -> HttpResponse:
    """Back to a part of the page of a person, with what a short form could not use."""
    return unusable(request, form, reverse(to, args=[person.public_id]))
