"""The index of orders, and one order."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.commerce import notes
from regulars.commerce.models import Order
from regulars.web.customers import names
from regulars.web.layout.answers import page_or_part
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.orders import choices, index, labels, record
from regulars.web.orders.forms import FilterForm, NoteForm


@require_GET
@for_staff(Act.SEE, Thing.ORDERS)
def orders(request: StaffRequest) -> HttpResponse:
    form = FilterForm.of(request.GET, choices.of(request.store))
    asked, product = form.asked(request.staff)
    page = index.page(asked, store=request.store, staff=request.staff, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "page": page,
        "rows": shown(request, page.rows),
        "product": product,
        "lead": index.lately(request.store, request.staff, now=request.now) if request.store else None,
        "is_filtered": asked.is_filtered,
    }
    return page_or_part(request, "web/orders/list.html", "rows", context)


def shown(request: StaffRequest, rows: list[Order]) -> list[dict[str, Any]]:
    """The orders with the words that stand in the table."""
    titles = names.of({row.person.canonical for row in rows if row.person}, request.staff)
    sees_people = request.staff.may(Act.SEE, Thing.PEOPLE)
    return [
        {
            "order": row,
            "person": row.person.canonical if row.person and sees_people else None,
            "name": titles.get(row.person.canonical_id, "") if row.person else "",
            "kind": labels.kind(row),
            "payment": labels.state(row.payment_state),
            "parcel": labels.state(row.parcel_state),
        }
        for row in rows
    ]


@require_GET
@for_staff(Act.SEE, Thing.ORDERS)
def order(request: StaffRequest, id: str) -> HttpResponse:
    found = get_object_or_404(fetched(request), public_id=id)
    lines = record.lines(found, request.staff)
    [words] = shown(request, [found])
    context = words | {
        "lines": lines,
        "columns": record.extra(lines),
        "place": record.place(found, request.staff),
        "imports": record.imports(found, request.staff),
        "form": NoteForm({"words": found.staff_note}) if request.staff.may(Act.EDIT, Thing.ORDERS) else None,
        "sees_details": request.staff.sees_contact_details,
    }
    return render(request, "web/orders/order.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.ORDERS)
def note(request: StaffRequest, id: str) -> HttpResponse:
    """Write the staff's note."""
    found = get_object_or_404(fetched(request), public_id=id)
    form = NoteForm(request.POST)
    if form.is_valid():
        notes.write(found, form.cleaned_data["words"], by=request.staff, at=request.now)
        messages.success(request, _("The note is kept."))
    else:
        messages.error(request, _("The note is too long."))
    return redirect("order", id)


def fetched(request: StaffRequest) -> Any:
    return Order.objects.visible_to(request.staff).select_related("store", "person__canonical")
