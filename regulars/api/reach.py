"""What a key can see: the rows of its circle that its scopes open."""

from django.db.models import QuerySet

from regulars.base.events.models import Operation
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey, Branch, Staff, Store
from regulars.collect.models import Import
from regulars.commerce.models import Order, Product
from regulars.engage.models import Answer, Form, Review, Wish
from regulars.identity.models import Person
from regulars.insight.models import Run
from regulars.profile.models import Company, Field, Note, Tag, Task


def stores(key: ApiKey) -> QuerySet[Store]:
    """Every store of the circle: each list is filtered by one, so no scope is asked for."""
    return Store.objects.filter(circle=key.circle_id)


def people(key: ApiKey) -> QuerySet[Person]:
    seen = Person.objects.filter(circle=key.circle_id)
    return seen if key.may(Act.SEE, Thing.PEOPLE) else seen.none()


def companies(key: ApiKey) -> QuerySet[Company]:
    seen = Company.objects.filter(circle=key.circle_id)
    return seen if key.may(Act.SEE, Thing.PEOPLE) else seen.none()


def staff(key: ApiKey) -> QuerySet[Staff]:
    """Whoever works in the circle now; people and tasks are given to them."""
    return Staff.objects.filter(circle=key.circle_id, left_at=None)


def branches(key: ApiKey) -> QuerySet[Branch]:
    return Branch.objects.filter(circle=key.circle_id)


def tags(key: ApiKey) -> QuerySet[Tag]:
    return Tag.objects.filter(circle=key.circle_id)


def fields(key: ApiKey) -> QuerySet[Field]:
    """The custom fields; masked ones only with `people:export`."""
    seen = Field.objects.filter(circle=key.circle_id)
    return seen if key.may(Act.EXPORT, Thing.PEOPLE) else seen.filter(is_masked=False)


def notes(key: ApiKey) -> QuerySet[Note]:
    return Note.objects.filter(person__in=people(key)).select_related("person__canonical__circle", "author")


def tasks(key: ApiKey) -> QuerySet[Task]:
    return Task.objects.filter(person__in=people(key)).select_related(
        "person__canonical__circle", "assignee", "made_by", "done_by"
    )


def orders(key: ApiKey) -> QuerySet[Order]:
    seen = Order.objects.filter(store__circle=key.circle_id)
    return seen if key.may(Act.SEE, Thing.ORDERS) else seen.none()


def products(key: ApiKey) -> QuerySet[Product]:
    seen = Product.objects.filter(store__circle=key.circle_id)
    return seen if key.may(Act.SEE, Thing.PRODUCTS) else seen.none()


def forms(key: ApiKey) -> QuerySet[Form]:
    return Form.objects.filter(store__circle=key.circle_id).select_related("store")


def answers(key: ApiKey) -> QuerySet[Answer]:
    rows = Answer.objects.filter(store__circle=key.circle_id)
    return rows.select_related("form", "version", "person__canonical").prefetch_related("replies")


def reviews(key: ApiKey) -> QuerySet[Review]:
    rows = Review.objects.filter(store__circle=key.circle_id)
    return rows.select_related("store", "product", "person__canonical")


def wishes(key: ApiKey) -> QuerySet[Wish]:
    rows = Wish.objects.filter(store__circle=key.circle_id)
    return rows.select_related("store", "product", "person__canonical")


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
