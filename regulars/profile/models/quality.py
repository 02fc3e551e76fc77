"""What is wrong with what is known of people, how that has moved, and the repairs that go on by themselves."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from regulars.base.events.models import operation_column
from regulars.base.kit import ids
from regulars.base.workspace.models import Staff


def repair_id() -> str:
    return ids.public("rep")


class Quality(models.Model):
    """The flaws of a canonical person, by the names of `quality/rules.py`; who has none has no row."""

    person = models.OneToOneField("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_constraint=False)
    score = models.SmallIntegerField()
    flaws = ArrayField(models.CharField(max_length=40))

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["flaws"], name="quality_by_flaw")]

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.score}"


class QualityFigure(models.Model):
    """
    How many rows a rule spoke of on a day, and how many of them failed it: of a circle, of a store, or of a source.

    Sources have those of their last check alone; `source` is as identifiers name it, and empty for all of them.
    """

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    store = models.ForeignKey("workspace.Store", models.CASCADE, null=True, related_name="+", db_index=False)
    source = models.CharField(max_length=64, blank=True)
    day = models.DateField()
    rule = models.CharField(max_length=40)
    applied = models.BigIntegerField()
    failed = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "store", "source", "day", "rule"], nulls_distinct=False, name="figure_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.day}: {self.failed} of {self.applied}"


class StandingRepairQuerySet(models.QuerySet["StandingRepair"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(circle=staff.circle_id)

    def at_work(self) -> Self:
        return self.filter(stopped_at=None)


class StandingRepair(models.Model):
    """A repair that goes on with what arrives, until somebody stops it; `options` are what it was asked for with."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=repair_id)
    repair = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    made_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    operation = operation_column()

    objects = StandingRepairQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "repair", "options"], condition=Q(stopped_at=None), name="repair_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.repair} ({self.public_id})"


class QualityMark(models.Model):
    """Up to which rows the people of a circle have been looked at, and when all of them were."""

    circle = models.OneToOneField("workspace.Circle", models.CASCADE, primary_key=True, related_name="+")
    profile = models.BigIntegerField(default=0)
    identifier = models.BigIntegerField(default=0)
    change = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"circle {self.circle_id}"


class NameUse(models.Model):
    """How often a word is a given name here, and how often a family name; words of five people and more."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=160)
    given = models.IntegerField()
    family = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle", "word"], name="word_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.word}: {self.given}, {self.family}"


class DomainSlip(models.Model):
    """The domain of e-mail addresses that is another one by a slip, such as gmial.com, and how many have it."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    wrong = models.CharField(max_length=255)
    right = models.CharField(max_length=255)
    addresses = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle", "wrong"], name="slip_is_of_one_domain")]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}"
