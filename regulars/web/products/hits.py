"""A few products for the global search and for what was looked at lately."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Product
from regulars.web.layout.hits import Hit

FEW = 8


def hits(typed: str, store: Store | None, staff: Staff) -> Sequence[Hit]:
    """The products whose title or stock code holds all the words; a catalog is small beside its orders."""
    found = Product.objects.visible_to(staff).filter(store=store)
    for word in typed.split():
        found = found.filter(Q(title__icontains=word) | Q(sku__icontains=word))
    return shown(found.order_by("title", "id")[:FEW])


def named(ids: Sequence[str], store: Store | None, staff: Staff) -> Sequence[Hit]:
    """The products of these public ids, as far as they may be seen."""
    return shown(Product.objects.visible_to(staff).filter(public_id__in=ids))


def shown(products: Iterable[Product]) -> list[Hit]:
    return [
        Hit(row.public_id, str(row), reverse("product", args=[row.public_id]), row.sku if row.title else "", "cube")
        for row in products
    ]
