"""What a key can see: the rows of its circle that its scopes open."""

from django.db.models import QuerySet

from regulars.base.events.models import Operation
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey, Store
from regulars.collect.models import Import
from regulars.commerce.models import Order, Product
from regulars.identity.models import Person
from regulars.insight.models import Run


def stores(key: ApiKey) -> QuerySet[Store]:
    """Every store of the circle: each list is filtered by one, so no scope is asked for."""
    return Store.objects.filter(circle=key.circle_id)


def people(key: ApiKey) -> QuerySet[Person]:
    seen = Person.objects.filter(circle=key.circle_id)
    return seen if key.may(Act.SEE, Thing.PEOPLE) else seen.none()


def orders(key: ApiKey) -> QuerySet[Order]:
    seen = Order.objects.filter(store__circle=key.circle_id)
    return seen if key.may(Act.SEE, Thing.ORDERS) else seen.none()


def products(key: ApiKey) -> QuerySet[Product]:
    seen = Product.objects.filter(store__circle=key.circle_id)
    return seen if key.may(Act.SEE, Thing.PRODUCTS) else seen.none()


def operations(key: ApiKey) -> QuerySet[Operation]:
    seen = Operation.objects.filter(circle=key.circle_id)
    return seen if key.may(Act.SEE, Thing.OPERATIONS) else seen.none()


def imports(key: ApiKey) -> QuerySet[Import]:
    return Import.objects.filter(store__circle=key.circle_id)


def current_runs(key: ApiKey) -> QuerySet[Run]:
    """The run of each store whose numbers are shown now."""
    seen = Run.objects.published().filter(store__circle=key.circle_id).select_related("store")
    latest = seen.order_by("store", "-published_at", "-id").distinct("store")
    return latest if key.may(Act.SEE, Thing.INSIGHT) else seen.none()
