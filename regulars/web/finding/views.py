"""`/find?email=…`: open the person or the order from any other tool."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.base.workspace.kinds import Act, Thing
from regulars.web.customers import names
from regulars.web.finding import keys
from regulars.web.finding.keys import Found
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@require_GET
@for_staff()
def find(request: StaffRequest) -> HttpResponse:
    """One match opens; several are listed; none leads to a search with the words filled in."""
    found = keys.found(request.GET, staff=request.staff, stores=request.stores)
    if found.count == 1:
        return redirect(address(found))
    if found.count == 0 and found.asked:
        return search_for(request, found)
    context = {"found": found, "people": called(request, found), "ways": keys.ways(request.staff).items()}
    return render(request, "web/finding/list.html", context)


def address(found: Found) -> str:
    if found.people:
        return reverse("person", args=[found.people[0].public_id])
    return reverse("order", args=[found.orders[0].public_id])


def search_for(request: StaffRequest, found: Found) -> HttpResponse:
    """The index that may know more by these words: of orders where an order was asked for, else of customers."""
    index = "orders" if found.by in keys.ORDERS and request.staff.may(Act.SEE, Thing.ORDERS) else "customers"
    messages.info(request, _("Nothing is known by exactly “%(words)s”.") % {"words": found.asked})
    return redirect(f"{reverse(index)}?{urlencode({'q': found.asked})}")


def called(request: StaffRequest, found: Found) -> list[dict[str, str]]:
    titles = names.of(found.people, request.staff)
    return [{"name": titles[person.id], "id": person.public_id} for person in found.people]
