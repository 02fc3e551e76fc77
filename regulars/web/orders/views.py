"""The index of orders, and one order."""

from datetime import UTC

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.base.kit.paging import Page
from regulars.base.workspace import seen
from regulars.base.workspace.kinds import Act, Thing
from regulars.commerce import notes
from regulars.commerce.models import Order, Product
from regulars.web.components import show
from regulars.web.customers import names
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page as lists
from regulars.web.lists.columns import Row
from regulars.web.orders import goods, index, labels, listing, payments, record
from regulars.web.orders.forms import NoteForm
from regulars.web.orders.listing import Shown


@require_GET
@for_staff(Act.SEE, Thing.ORDERS)
def orders(request: StaffRequest) -> HttpResponse:
    all_orders = listing.of(request.store, request.staff)
    if moved := lists.unsettled(request, all_orders):
        return moved
    asked, product = all_orders.ask(request), product_of(request)
    today = request.now.astimezone(request.store.zone if request.store else UTC).date()
    found = index.page(
        asked, store=request.store, staff=request.staff, today=today, product=product.id if product else None
    )
    return lists.answer(
        request, all_orders, asked, Page(shown(request, found.rows), found.following),
        template="web/orders/list.html", kept_words={"product": str(product)} if product else None,
        note=looked_to(found, is_turned=asked.is_turned), tabs=goods.tabs(request, "orders"),
        lately=index.lately(request.store, request.staff, now=request.now) if request.store else None,
    )  # fmt: skip


def product_of(request: StaffRequest) -> Product | None:
    asked = request.GET.get("product", "")
    return Product.objects.visible_to(request.staff).filter(public_id=asked).first() if asked else None


def looked_to(found: index.Page, *, is_turned: bool) -> str:
    """What to say where a page is not full although there are more orders."""
    if found.looked_to is None:
        return ""
    words = _("Looked through the orders back to %(moment)s. Go on to look further back.")
    if is_turned:
        words = _("Looked through the orders up to %(moment)s. Go on to look further.")
    return words % {"moment": show.moment(found.looked_to)}


def shown(request: StaffRequest, rows: list[Order]) -> list[Row]:
    """The orders with what their buyers are called."""
    buyers = {row.person.canonical for row in rows if row.person}
    titles = names.of(buyers, request.staff) if request.staff.may(Act.SEE, Thing.PEOPLE) else {}
    return [
        Row(row.public_id, reverse("order", args=[row.public_id]),
            Shown(row, titles.get(row.person.canonical_id, "") if row.person else ""))
        for row in rows
    ]  # fmt: skip


@require_GET
@for_staff(Act.SEE, Thing.ORDERS)
def order(request: StaffRequest, id: str) -> HttpResponse:
    found = get_object_or_404(fetched(request), public_id=id)
    seen.note(request.staff, "order", id, at=request.now)
    lines = record.lines(found)
    [row] = shown(request, [found])
    context = {
        "order": found,
        "person": found.person.canonical if found.person and row.value.name else None,
        "name": row.value.name,
        "kind": labels.kind(found),
        "payment": labels.state(found.payment_state),
        "parcel": labels.state(found.parcel_state),
        "lines": lines,
        "columns": record.extra(lines),
        "place": record.place(found, request.staff),
        "account": payments.of(found),
        "imports": record.imports(found, request.staff),
        "form": NoteForm({"words": found.staff_note}) if request.staff.may(Act.EDIT, Thing.ORDERS) else None,
    }
    return render(request, "web/orders/order.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.ORDERS)
def note(request: StaffRequest, id: str) -> HttpResponse:
    """Write the staff's note."""
    found = get_object_or_404(fetched(request), public_id=id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long."))
    elif (operation := notes.write(found, form.cleaned_data["words"], by=request.staff, at=request.now)) is not None:
        messages.success(request, _("The note is kept."), extra_tags=f"undo:{operation.public_id}")
    return redirect("order", id)


def fetched(request: StaffRequest) -> QuerySet[Order]:
    return Order.objects.visible_to(request.staff).select_related("store", "person__canonical")
