"""Stores: list, one."""

from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import StoreId
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.listing import Window
from regulars.api.stores import shapes
from regulars.base.workspace.kinds import Act, Thing

router = Router(tags=["stores"], auth=ApiKeyWith(Act.SEE, Thing.STORES))


@router.get("", response=shapes.Stores)
def list_stores(request: KeyRequest, window: Query[Window]) -> shapes.Stores:
    """The stores of the circle."""
    rows, following = listing.page(reach.stores(request.auth), window)
    return shapes.Stores(items=[shapes.store(row) for row in rows], next=following)


@router.get("/{id}", response=shapes.Store)
def get_store(request: KeyRequest, id: StoreId) -> shapes.Store:
    """One store."""
    return shapes.store(one(reach.stores(request.auth), id))
