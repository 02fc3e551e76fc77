"""A few products for the global search and for what was looked at lately."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Product
from regulars.web.layout.hits import Hit
from regulars.web.products import search

FEW = 8


def hits(typed: str, store: Store | None, staff: Staff) -> Sequence[Hit]:
    """The products that are meant by a title, a stock code or a barcode, also with a slip in it."""
    if store is None:
        return []
    ids = search.hits(typed, store=store)[:FEW]
    known = Product.objects.visible_to(staff).in_bulk(ids) if ids else {}
    return shown(known[id] for id in ids if id in known)


def named(ids: Sequence[str], store: Store | None, staff: Staff) -> Sequence[Hit]:
    """The products of these public ids, as far as they may be seen."""
    return shown(Product.objects.visible_to(staff).filter(public_id__in=ids))


def shown(products: Iterable[Product]) -> list[Hit]:
    return [
        Hit(row.public_id, str(row), reverse("product", args=[row.public_id]), row.sku if row.title else "", "cube")
        for row in products
    ]
