"""Products: list, one."""

from django.db.models import Q, QuerySet
from ninja import Query, Router

from regulars.api import listing, reach, updates
from regulars.api.fetching import one
from regulars.api.fields import ProductId
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.products import shapes
from regulars.api.products.shapes import ProductsWindow
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey
from regulars.commerce.models import Product, ProductCost

router = Router(tags=["products"], auth=ApiKeyWith(Act.SEE, Thing.PRODUCTS))


@router.get("", response=shapes.Products)
def list_products(request: KeyRequest, window: Query[ProductsWindow]) -> shapes.Products:
    """Products of the circle's stores."""
    fitting = found(window, key=request.auth).select_related("store").prefetch_related("costs")
    rows, following = listing.page(fitting, window)
    return shapes.Products(items=[shapes.product(row) for row in rows], next=following)


@router.get("/{id}", response=shapes.Product)
def get_product(request: KeyRequest, id: ProductId) -> shapes.Product:
    """One product."""
    rows = reach.products(request.auth).select_related("store").prefetch_related("costs")
    return shapes.product(one(rows, id))


def found(asked: ProductsWindow, *, key: ApiKey) -> QuerySet[Product]:
    """
    Every product that fits all that is asked.

    :raises NotFound: if a store is named that the key does not see.
    """
    rows = reach.products(key)
    if asked.store is not None:
        rows = rows.filter(store=one(reach.stores(key), asked.store))
    if asked.sku is not None:
        rows = rows.filter(sku=asked.sku)
    if asked.search is not None:
        rows = rows.filter(Q(title__icontains=asked.search) | Q(sku__icontains=asked.search))
    if asked.category is not None:
        rows = rows.filter(category=asked.category)
    if asked.is_active is not None:
        rows = rows.filter(is_active=asked.is_active)
    if asked.updated_since is not None:
        lately = updates.written(Product.objects.all(), asked.updated_since, key=key)
        costed = updates.written(ProductCost.objects.all(), asked.updated_since, key=key)
        rows = rows.filter(Q(id__in=lately.values("id")) | Q(id__in=costed.values("product")))
    return rows
