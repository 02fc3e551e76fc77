"""Products, orders, lines, returns, and which imports stand behind each row."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Q

from regulars.base.events.models import operation_column
from regulars.base.kit import ids, money
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.kinds import LineKind, MatchedBy, OrderKind, PaymentKind


def order_id() -> str:
    return ids.public("ord")


def product_id() -> str:
    return ids.public("pro")


def amount(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=money.DIGITS, decimal_places=money.DECIMALS, **options)


class ProductQuerySet(models.QuerySet["Product"]):
    def visible_to(self, staff: Staff) -> Self:
        if not staff.may(Act.SEE, Thing.PRODUCTS):
            return self.none()
        return self.filter(store__in=Store.objects.visible_to(staff).values("id"))


class Product(models.Model):
    """Something that a store sells, by its stock code."""

    store = models.ForeignKey("workspace.Store", models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=product_id)
    sku = models.CharField(max_length=200)
    title = models.CharField(max_length=500, blank=True)
    category = models.CharField(max_length=200, blank=True)
    brand = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=LineKind, default=LineKind.MERCHANDISE)
    price = amount(null=True)
    currency = models.CharField(max_length=3, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    image_url = models.CharField(max_length=2000, blank=True)
    is_active = models.BooleanField(default=True)
    attributes = models.JSONField(default=dict)
    operation = operation_column()

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "sku"], name="product_has_its_own_code"),
        ]

    def __str__(self) -> str:
        return self.title or self.sku


class ProductCost(models.Model):
    """What a product costs the store, from a day on (or always, where none is given)."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="costs")
    cost = amount()
    currency = models.CharField(max_length=3)
    from_on = models.DateField(null=True)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product", "from_on"], nulls_distinct=False, name="product_cost_begins_once_a_day"
            ),
            models.CheckConstraint(condition=Q(cost__gte=0), name="product_cost_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.cost} {self.currency}"


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, staff: Staff) -> Self:
        mine = self.filter(store__in=Store.objects.visible_to(staff).values("id"))
        match staff.reach(Act.SEE, Thing.ORDERS):
            case Scope.ALL:
                return mine
            case Scope.BRANCH:
                return mine.filter(branch=staff.branch_id, branch__isnull=False)
            case Scope.OWN:
                return mine.filter(person__canonical__owner=staff)
            case _:
                return self.none()


class Order(models.Model):
    """What was bought, sent back or adjusted under one number, with all its money.

    Goods are before discount. `total` = goods − discount + tax + shipping as the source says it.
    `store_value` is the net sales in the store's currency; null while no rate is known.
    `stated` keeps the amounts that the sources gave for the whole order, from which, with the lines,
    the money is reckoned. `note` came with the order, `staff_note` was written here; imports never touch that.
    """

    store = models.ForeignKey("workspace.Store", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    branch = models.ForeignKey(
        "workspace.Branch", models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        "identity.Person", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    public_id = models.CharField(max_length=40, unique=True, default=order_id)
    number = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=OrderKind)
    placed_at = models.DateTimeField()
    placed_on = models.DateField()
    currency = models.CharField(max_length=3)
    goods = amount(default=0)
    discount = amount(default=0)
    tax = amount(default=0)
    shipping = amount(default=0)
    gift_card = amount(default=0)
    refunded = amount(default=0)
    total = amount(default=0)
    net = amount(default=0)
    store_value = amount(null=True)
    rate = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    rate_on = models.DateField(null=True)
    rate_source = models.CharField(max_length=80, blank=True)
    discount_codes = ArrayField(models.CharField(max_length=120), default=list)
    tags = ArrayField(models.CharField(max_length=120), default=list)
    channel = models.CharField(max_length=120, blank=True)
    payment_state = models.CharField(max_length=40, blank=True)
    parcel_state = models.CharField(max_length=40, blank=True)
    parcel_number = models.CharField(max_length=120, blank=True)
    carrier = models.CharField(max_length=80, blank=True)
    return_reason = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    staff_note = models.TextField(blank=True, db_default="")
    stated = models.JSONField(default=dict)
    ship_name = models.CharField(max_length=320, blank=True)
    ship_street = models.CharField(max_length=500, blank=True)
    ship_city = models.CharField(max_length=200, blank=True)
    ship_region = models.CharField(max_length=200, blank=True)
    ship_postcode = models.CharField(max_length=40, blank=True)
    ship_country = models.CharField(max_length=80, blank=True)
    operation = operation_column()

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "number"], name="order_has_its_own_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "placed_at"], name="order_of_person"),
            models.Index(fields=["branch"], condition=Q(branch__isnull=False), name="order_of_branch"),
            models.Index(fields=["store", "-placed_at", "-id"], name="order_by_time"),
            models.Index(
                fields=["store", "kind", "-placed_at", "-id"], condition=~Q(kind=OrderKind.SALE), name="order_aside"
            ),
            models.Index(fields=["store", "parcel_number"], condition=~Q(parcel_number=""), name="order_by_parcel"),
            GinIndex(fields=["discount_codes"], condition=~Q(discount_codes=[]), name="order_by_code"),
            BrinIndex(fields=["operation"], name="order_by_operation"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.public_id})"


class OrderLine(models.Model):
    """One line of an order; equal lines of an order are told apart by `ordinal`, from 1.

    `content` is a hash of what the line says, so that the same line of an overlapping file is
    known again. Amounts are in the order's currency; returns have a negative quantity.

    Foreign keys checked row by row took two thirds of an import's time, so the database checks
    those of bulk tables for whole statements (`check_key`), but none to stores, which stay forever.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False, db_constraint=False)
    store = models.ForeignKey("workspace.Store", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    content = models.UUIDField()
    ordinal = models.IntegerField()
    kind = models.CharField(max_length=12, choices=LineKind)
    title = models.CharField(max_length=500, blank=True)
    quantity = amount()
    unit_price = amount()
    discount = amount(default=0)
    tax = amount(default=0)
    total = amount()
    unit_cost = amount(null=True)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "content", "ordinal"], name="line_is_kept_once"),
        ]
        indexes: ClassVar = [
            BrinIndex(fields=["operation"], name="line_by_operation"),
            models.Index(fields=["order"], condition=Q(quantity__lt=0), name="line_that_came_back"),
            models.Index(fields=["product"], name="line_of_product"),
            models.Index(fields=["product"], condition=Q(quantity__lt=0), name="line_of_product_come_back"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"


class Merge(models.Model):
    """How far an import has been merged, under which operation, and what came of it.

    `plan` names the last key (an order number, a customer's key) of each part into which the merge is divided, and
    `finished` those of the parts that are done, so that work goes on with the others after whatever stopped it.
    `undoing` is the operation that takes the import back; `withdrawn` counts what that has done so far.
    """

    import_id = models.BigIntegerField(primary_key=True)
    store = models.ForeignKey("workspace.Store", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    under = models.ForeignKey("events.Operation", models.PROTECT, related_name="+")
    plan = ArrayField(models.TextField(), default=list)
    finished = ArrayField(models.TextField(), default=list)
    report = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    undoing = models.ForeignKey("events.Operation", models.PROTECT, null=True, related_name="+")
    withdrawn = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"merge of import {self.import_id}"


class LastSaid(models.Model):
    """
    How new the newest word is that a feed has said of a record; older words that come later are passed over.

    `key` is the feed's own id of the record, `number` what the record is called here.
    """

    feed = models.BigIntegerField()
    key = models.CharField(max_length=320)
    number = models.CharField(max_length=320, blank=True)
    version = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "key"], name="record_has_one_last_word")]

    def __str__(self) -> str:
        return f"{self.key} of feed {self.feed}: {self.version}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def unmatched(self) -> Self:
        return self.filter(order=None)


class Payment(models.Model):
    """
    What a payment provider tells of money: paid, given back, or in dispute; attached to its order once that is found.

    `key` is the provider's id, `parent` that of the payment which a refund or a dispute is about, `reference` the
    number of the order that the shop has written to it. The database itself sets order and person to null when
    they go, which is more than Django is told.
    """

    source = models.ForeignKey("collect.Source", models.CASCADE, related_name="+")
    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="payments")
    person = models.ForeignKey("identity.Person", models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=120)
    parent = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=PaymentKind)
    amount = amount()
    fee = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    matched_by = models.CharField(max_length=8, choices=MatchedBy, blank=True)
    made_at = models.DateTimeField()
    version = models.DateTimeField()

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="payment_is_kept_once")]
        indexes: ClassVar = [
            models.Index(fields=["store", "-made_at"], condition=Q(order=None), name="payment_without_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.amount} {self.currency}"


class ExchangeRate(models.Model):
    """How much of one currency a unit of another was worth on a day, and who says so."""

    from_currency = models.CharField(max_length=3)
    to_currency = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    source = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_currency", "to_currency", "on"], name="rate_is_given_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"1 {self.from_currency} = {self.rate} {self.to_currency} on {self.on}"


class ReturnMatch(models.Model):
    """How many units of a returned line came from which bought line."""

    returned = models.ForeignKey(OrderLine, models.CASCADE, related_name="origins")
    bought = models.ForeignKey(OrderLine, models.CASCADE, related_name="returns")
    quantity = amount()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["returned", "bought"], name="two_lines_are_matched_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="matched_quantity_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.returned_id} from {self.bought_id}: {self.quantity}"


class Cart(models.Model):
    """
    What a visitor has in the cart, as the shop's site told last; one for each original person and store.

    `items` are [{sku, title, quantity, price}]. A change after it was bought, or left behind, begins it anew.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    items = models.JSONField(default=list)
    value = amount(default=0)
    currency = models.CharField(max_length=3, blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    checkout_at = models.DateTimeField(null=True)
    bought_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["store", "person"], name="cart_of_a_person")]
        indexes: ClassVar = [
            models.Index(
                fields=["changed_at"], condition=Q(bought_at=None, abandoned_at=None) & ~Q(items=[]), name="cart_open"
            ),
            models.Index(
                fields=["store", "-abandoned_at"], condition=Q(abandoned_at__isnull=False), name="cart_abandoned"
            ),
        ]

    def __str__(self) -> str:
        return f"cart of person {self.person_id}"
