"""Who stands in whose list of a day, and what came of contacting them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from regulars.base.events.models import CurrentOperation, operation_column
from regulars.base.kit import ids
from regulars.base.workspace.models import Staff
from regulars.contact.kinds import Channel, Outcome, Reason
from regulars.identity.models import Person


def attempt_id() -> str:
    return ids.public("att")


class Draw(models.Model):
    """That the list of a member of staff was made for a day and a store."""

    staff = models.ForeignKey("workspace.Staff", models.CASCADE, related_name="+")
    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    day = models.DateField()
    drawn_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "store", "day"], name="list_is_drawn_once")]
        indexes: ClassVar = [
            models.Index(fields=["store", "seen_at"], condition=Q(seen_at__isnull=False), name="list_was_seen")
        ]

    def __str__(self) -> str:
        return f"list of {self.staff_id} for {self.day}"


class Claim(models.Model):
    """A person stands in a list of a day, and so in no other of their circle's.

    `stake` and `as_of` are of the scores at the time of the draw; all else about the person is looked up live. A claim
    keeps nobody: who goes with the undoing of an import, goes from the list. Where people were put into the list by
    hand, `operation` says by which act, which can be taken back.
    """

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    day = models.DateField()
    staff = models.ForeignKey("workspace.Staff", models.CASCADE, related_name="+", db_index=False)
    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=8, choices=Reason)
    stake = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    as_of = models.DateField(null=True)
    task = models.ForeignKey("profile.Task", models.SET_NULL, null=True, related_name="+", db_index=False)
    place = models.FloatField()
    operation = models.BigIntegerField(null=True, db_default=CurrentOperation(), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "day", "person"], name="person_stands_in_one_list_a_day")
        ]
        indexes: ClassVar = [
            models.Index(fields=["staff", "day", "place"], name="claim_by_staff"),
            models.Index(fields=["operation"], condition=Q(operation__isnull=False), name="claim_by_operation"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} on {self.day}: {self.reason}"


class QuietRule(models.Model):
    """
    For how many days a store leaves in peace whoever was reached, from a moment on: the newest row counts.

    A store without a row keeps the days that `quiet` has.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(days__gte=1, days__lte=365), name="quiet_is_days")]

    def __str__(self) -> str:
        return f"{self.days} quiet days in store {self.store_id}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, person: Person) -> Self:
        mine = self.filter(person__canonical=person.canonical_id).select_related("staff__account")
        return mine.order_by("-at", "-id")

    def visible_to(self, staff: Staff) -> Self:
        return self.filter(person__canonical__in=Person.objects.visible_to(staff))


class Attempt(models.Model):
    """Somebody tried to contact a person, and what came of it."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=attempt_id)
    staff = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel)
    outcome = models.CharField(max_length=8, choices=Outcome)
    until = models.DateField(null=True)
    at = models.DateTimeField()
    operation = operation_column()

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.LATER, until__isnull=False) | ~Q(outcome=Outcome.LATER) & Q(until=None),
                name="later_says_until_when",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["circle", "at"], name="attempt_lately"),
            models.Index(fields=["circle", "until"], condition=Q(outcome=Outcome.LATER), name="attempt_put_off"),
            models.Index(fields=["circle"], condition=Q(outcome=Outcome.NO), name="attempt_refused"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} of person {self.person_id}"
