"""
Where the global search looks. A source is asked for a few hits of what was typed, and for the names of ids.

An area adds its source to `SOURCES`; the rights of the person who searches are the source's to keep.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.web.customers import finding as people
from regulars.web.layout.hits import Hit
from regulars.web.orders import hits as orders
from regulars.web.products import hits as products

Search = Callable[[str, Store | None, Staff], Sequence[Hit]]
Names = Callable[[Sequence[str], Store | None, Staff], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing that can be found; `kind` is the word under which `seen.note` keeps its public ids."""

    kind: str
    title: str | Promise
    thing: Thing
    search: Search | None
    named: Names | None = None

    def is_open_to(self, staff: Staff) -> bool:
        return staff.may(Act.SEE, self.thing)


SOURCES = (
    Source("person", gettext_lazy("Customers"), Thing.PEOPLE, people.hits, people.named),
    Source("order", gettext_lazy("Orders"), Thing.ORDERS, orders.hits, orders.named),
    Source("product", gettext_lazy("Products"), Thing.PRODUCTS, products.hits, products.named),
)
