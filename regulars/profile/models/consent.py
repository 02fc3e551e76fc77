"""What people agreed to, word by word, and the addresses that nobody writes to."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from regulars.base.events.models import CurrentOperation, operation_column
from regulars.base.kit import ids
from regulars.base.workspace.kinds import Language
from regulars.base.workspace.models import Staff
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Person
from regulars.profile.kinds import Manner, Medium, Purpose, Regime, Silence, Word


def consent_id() -> str:
    return ids.public("con")


class Wording(models.Model):
    """What people are shown when they are asked: a text of a version in a language, which never changes."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    store = models.ForeignKey("workspace.Store", models.CASCADE, null=True, related_name="+", db_index=False)
    purpose = models.CharField(max_length=12, choices=Purpose)
    language = models.CharField(max_length=8, choices=Language, blank=True)
    version = models.CharField(max_length=40)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "store", "purpose", "language", "version", "digest"], nulls_distinct=False,
                name="wording_is_kept_once",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(version=""), name="wording_says_something"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def of(self, person: Person) -> Self:
        """Of a human being, the newest word first."""
        mine = self.filter(person__canonical=person.canonical_id)
        return mine.select_related("store", "wording", "by__account").order_by("-said_at", "-id")

    def with_undoing(self) -> Self:
        """Each with whether its operation was undone."""
        return self.annotate(is_undone=Func(F("under"), function="is_undone", output_field=models.BooleanField()))

    def visible_to(self, staff: Staff) -> Self:
        return self.filter(person__canonical__in=Person.objects.visible_to(staff))


class Consent(models.Model):
    """
    One word of a person on one matter, with its proof; rows are added and never changed.

    `medium` is empty where the matter is no way of writing to people; without a store it holds for all of the circle.
    `under` names the operation: a word whose operation was undone counts no longer, and stays to be seen.
    `answers` is the question that a confirmation by link belongs to.
    """

    public_id = models.CharField(max_length=40, unique=True, default=consent_id)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+")
    store = models.ForeignKey("workspace.Store", models.CASCADE, null=True, related_name="+", db_index=False)
    medium = models.CharField(max_length=8, choices=Medium, blank=True)
    purpose = models.CharField(max_length=12, choices=Purpose)
    word = models.CharField(max_length=9, choices=Word)
    said_at = models.DateTimeField()
    written_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    manner = models.CharField(max_length=8, choices=Manner)
    place = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=320, blank=True)
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=300, blank=True)
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="+", db_index=False)
    by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=80)
    under = models.BigIntegerField(db_default=CurrentOperation(), editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(purpose=Purpose.MARKETING) & ~Q(medium="") | ~Q(purpose=Purpose.MARKETING) & Q(medium=""),
                name="consent_to_marketing_names_the_medium",
            ),
            models.UniqueConstraint(fields=["answers"], name="question_is_answered_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["under"], name="consent_by_operation")]

    def __str__(self) -> str:
        return f"{self.word}: {self.purpose} {self.medium}".strip()


class ConsentRules(models.Model):
    """
    On what law a store stands when it writes to people, from a moment on: the newest row counts.

    A store without a row asks everybody first. `valid_months` is how long a word for holds; none means for good.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    set_at = models.DateTimeField()
    regime = models.CharField(max_length=8, choices=Regime, default=Regime.OPT_IN)
    purposes = ArrayField(models.CharField(max_length=12, choices=Purpose), default=list)
    asks_twice = models.BooleanField(default=False)
    valid_months = models.IntegerField(null=True)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_months=None) | Q(valid_months__gte=1), name="consent_holds_a_while"
            )
        ]

    def __str__(self) -> str:
        return f"{self.regime} in store {self.store_id}"


class Suppression(models.Model):
    """An address that nobody writes to, known by its keyed hash alone, so that it outlives the erasure of its owner."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=IdentifierKind)
    digest = models.CharField(max_length=64)
    cause = models.CharField(max_length=10, choices=Silence)
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "kind", "digest"], name="address_is_suppressed_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"
