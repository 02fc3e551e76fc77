"""What people ask for by law: to see what is kept of them, and to be forgotten; and how long things are kept."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from regulars.base.events.models import operation_column
from regulars.base.kit import ids
from regulars.base.workspace.kinds import Language
from regulars.base.workspace.models import Staff
from regulars.identity.models import Person
from regulars.profile.kinds import Kept, RequestKind, RequestState


def disclosure_id() -> str:
    return ids.public("dis")


def erasure_id() -> str:
    return ids.public("era")


def request_id() -> str:
    return ids.public("req")


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(person__canonical__in=Person.objects.visible_to(staff))


class Disclosure(models.Model):
    """Everything about one person in one file, made when asked for, and gone when it expires."""

    public_id = models.CharField(max_length=40, unique=True, default=disclosure_id)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+")
    by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=80)
    language = models.CharField(max_length=8, choices=Language)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)

    objects = DisclosureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id

    def is_open(self, at: datetime) -> bool:
        return self.made_at is not None and self.expires_at is not None and at < self.expires_at


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(circle=staff.circle_id)

    def unfinished(self) -> Self:
        return self.filter(done_at=None)


class Erasure(models.Model):
    """
    That a human being was erased, and from where; of them it knows nothing but the numbers they had here.

    `people` are the public ids of all who were that one, by which a restored backup is cleared again. `places` and
    `lake` count what went; from the lake's files it is gone for good on `final_on`.
    """

    circle = models.ForeignKey("workspace.Circle", models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=erasure_id)
    people = models.JSONField(default=list)
    numbers = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    final_on = models.DateField(null=True)
    places = models.JSONField(default=dict)
    lake = models.JSONField(default=dict)
    problem = models.TextField(blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(done_at=None), name="erasure_under_way"),
        ]

    def __str__(self) -> str:
        return self.public_id


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def visible_to(self, staff: Staff) -> Self:
        seen = Q(person__canonical__in=Person.objects.visible_to(staff)) | Q(person=None)
        return self.filter(seen, circle=staff.circle_id)

    def open(self) -> Self:
        return self.filter(state=RequestState.OPEN)

    def in_order(self) -> Self:
        """Open ones by their day, then those answered last."""
        return self.order_by(F("answered_at").desc(nulls_first=True), "due_on", "id")


class RightsRequest(models.Model):
    """Somebody asked for what the law grants them; due within a month."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    public_id = models.CharField(max_length=40, unique=True, default=request_id)
    person = models.ForeignKey("identity.Person", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=RequestKind)
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.OPEN)
    received_on = models.DateField()
    due_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    operation = operation_column()

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="request_is_due_after_it_came"),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, answered_at=None)
                | ~Q(state=RequestState.OPEN) & Q(answered_at__isnull=False),
                name="answered_request_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["circle", "due_on"], condition=Q(state=RequestState.OPEN), name="request_open_by_day")
        ]

    def __str__(self) -> str:
        return self.public_id


class Retention(models.Model):
    """For how many days a kind of data is kept, from a moment on: the newest row counts; none keeps it for good."""

    kind = models.CharField(max_length=12, choices=Kept)
    days = models.IntegerField(null=True)
    set_at = models.DateTimeField()
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days=None) | Q(days__gte=1), name="retention_is_days")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"
