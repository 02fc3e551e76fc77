"""The tabs of the entry “Orders & products”: what stands in them depends on the reader's rights."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.web.layout.middleware import StaffRequest
from regulars.web.lists.page import Link

TABS = (
    ("orders", gettext_lazy("Orders"), Thing.ORDERS),
    ("products", gettext_lazy("Products"), Thing.PRODUCTS),
    ("categories", gettext_lazy("Categories"), Thing.INSIGHT),
    ("reviews", gettext_lazy("Reviews"), Thing.PRODUCTS),
)


def tabs(request: StaffRequest, current: str) -> list[Link]:
    return [
        Link(label, reverse(name), name == current) for name, label, thing in TABS if request.staff.may(Act.SEE, thing)
    ]
