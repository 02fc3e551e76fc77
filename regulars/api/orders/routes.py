"""Orders: list, one."""

from ninja import Query, Router

from regulars.api import reach
from regulars.api.fetching import one
from regulars.api.fields import OrderId
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.orders import finding, picture, shapes
from regulars.base.workspace.kinds import Act, Thing

router = Router(tags=["orders"], auth=ApiKeyWith(Act.SEE, Thing.ORDERS))


@router.get("", response=shapes.Orders)
def list_orders(request: KeyRequest, window: Query[shapes.OrdersWindow]) -> shapes.Orders:
    """Orders, returns and adjustments of the circle's stores."""
    rows, following = finding.page(window, key=request.auth)
    return shapes.Orders(items=picture.of(rows, key=request.auth, lines=window.lines), next=following)


@router.get("/{id}", response=shapes.Order)
def get_order(request: KeyRequest, id: OrderId) -> shapes.Order:
    """One order with its lines."""
    row = one(reach.orders(request.auth).select_related("store", "person__canonical"), id)
    [shown] = picture.of([row], key=request.auth, lines=True)
    return shown
