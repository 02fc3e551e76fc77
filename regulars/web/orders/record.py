"""All that the page of one order shows, in a handful of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.db.models.expressions import RawSQL

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.collect.models import Import
from regulars.commerce.models import Order, OrderLine, ReturnMatch

PLACE = ("ship_name", "ship_street", "ship_city", "ship_region", "ship_postcode", "ship_country")
OPEN_PLACE = ("ship_city", "ship_region", "ship_country")
SPEAKING = "select import_id from commerce_order_said where row_id = %s"


@dataclass(frozen=True, slots=True)
class Other:
    """Another order that a line came from or went back with."""

    order: Order
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what came back of it, or, of a return, with the purchases that it came from."""

    line: OrderLine
    returns: Sequence[Other]
    origins: Sequence[Other]

    @property
    def came_back(self) -> Decimal:
        return sum((other.quantity for other in self.returns), Decimal(0))

    @property
    def is_unmatched(self) -> bool:
        return self.line.quantity < 0 and not self.origins


def lines(order: Order) -> list[Line]:
    """The lines in the order of the source; two statements."""
    found = list(OrderLine.objects.filter(order=order).select_related("product").order_by("id"))
    ids = {line.id for line in found}
    matches = ReturnMatch.objects.filter(Q(bought__in=ids) | Q(returned__in=ids))
    returns, origins = defaultdict(list), defaultdict(list)
    for match in matches.select_related("returned__order", "bought__order"):
        if match.bought_id in ids:
            returns[match.bought_id].append(Other(match.returned.order, match.quantity))
        if match.returned_id in ids:
            origins[match.returned_id].append(Other(match.bought.order, match.quantity))
    return [Line(line, returns[line.id], origins[line.id]) for line in found]


def place(order: Order, staff: Staff) -> list[str]:
    """Where the parcel goes, line by line; name, street and code only for those who may see them."""
    fields = PLACE if staff.sees_contact_details else OPEN_PLACE
    return [value for field in fields if (value := getattr(order, field))]


def imports(order: Order, staff: Staff) -> list[Import]:
    """The imports that say something of the order, the first before those after it."""
    if not staff.may(Act.SEE, Thing.IMPORTS):
        return []
    speaking = RawSQL(SPEAKING, [order.id])
    return list(Import.objects.visible_to(staff).filter(id__in=speaking).order_by("id"))


def extra(lines: Sequence[Line]) -> Mapping[str, bool]:
    """Which columns have something to say, so that a table of plain sales stays narrow."""
    return {
        "discount": any(each.line.discount for each in lines),
        "tax": any(each.line.tax for each in lines),
    }
