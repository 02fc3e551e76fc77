"""What people say of products, and which they wish for."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from regulars.base.kit import ids
from regulars.base.workspace.models import Staff, Store
from regulars.engage.kinds import ReviewState, WishKind


def review_id() -> str:
    return ids.public("rev")


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(store__in=Store.objects.visible_to(staff))

    def counted(self) -> Self:
        """Those that count in the rating of a product; hidden ones are spam or abuse."""
        return self.exclude(state=ReviewState.HIDDEN)


class Review(models.Model):
    """
    One review of one product by one author; the newest word under a key of its source counts.

    `sku` names the product as the source has it; `product` is ours, once we know it.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey("commerce.Product", models.SET_NULL, null=True, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.SET_NULL, null=True, related_name="+", db_constraint=False)
    public_id = models.CharField(max_length=40, unique=True, default=review_id)
    source = models.CharField(max_length=80)
    key = models.CharField(max_length=320)
    sku = models.CharField(max_length=200)
    rating = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.WAITING)
    reviewed_at = models.DateTimeField()
    settled_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "source", "key"], name="review_has_its_key"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="review_has_one_to_five_stars"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "state", "-reviewed_at"], name="review_by_state"),
            models.Index(fields=["product", "-reviewed_at"], name="review_of_product"),
        ]

    def __str__(self) -> str:
        return f"{self.rating} of 5 for {self.sku}"


class Wish(models.Model):
    """
    That a person wants a product: on the wish list of the shop, or to hear when it is back.

    It ends when they take it off, or buy it; `carted_at` is when they put it into the cart.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey("commerce.Product", models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=4, choices=WishKind)
    sku = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    wished_at = models.DateTimeField()
    carted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "person", "sku", "kind"], name="wish_of_a_person")
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "sku"], condition=Q(ended_at=None), name="wish_open"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} wants {self.sku}"
