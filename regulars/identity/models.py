"""People, identifiers, links."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Right

from regulars.base.events.models import operation_column
from regulars.base.kit import ids
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Staff
from regulars.identity.kinds import SHARED_KINDS, IdentifierKind


def person_id() -> str:
    return ids.public("per")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, staff: Staff) -> Self:
        mine = self.filter(circle=staff.circle_id)
        match staff.reach(Act.SEE, Thing.PEOPLE):
            case Scope.ALL:
                return mine
            case Scope.BRANCH:
                return mine.filter(branch=staff.branch_id, branch__isnull=False)
            case Scope.OWN:
                return mine.filter(owner=staff)
            case _:
                return self.none()

    def canonical_only(self) -> Self:
        """One row per human being, as far as the live links tell."""
        return self.filter(canonical=F("id"))


class Person(models.Model):
    """Anyone we know something of: visitor, prospect or customer.

    `canonical` is derived from the live links (the oldest person of the component) and is the
    only thing a merge changes; everything else keeps pointing to its original person.

    The database checks the keys of bulk tables for whole statements, by `check_key`.
    """

    circle = models.ForeignKey(
        "workspace.Circle", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    public_id = models.CharField(max_length=40, unique=True, default=person_id)
    canonical = models.ForeignKey("self", models.DO_NOTHING, related_name="originals", db_constraint=False)
    branch = models.ForeignKey(
        "workspace.Branch", models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False
    )
    owner = models.ForeignKey(
        "workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False
    )
    first_seen_at = models.DateTimeField()
    operation = operation_column()

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["circle", "-id"], name="person_of_circle"),
            models.Index(fields=["canonical"], condition=~Q(canonical=F("id")), name="person_merged_away"),
            models.Index(fields=["branch"], condition=Q(branch__isnull=False), name="person_of_branch"),
            models.Index(fields=["owner"], condition=Q(owner__isnull=False), name="person_of_owner"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Identifier(models.Model):
    """A typed key of a person; claimed when somebody typed it, verified when it was proven."""

    circle = models.ForeignKey(
        "workspace.Circle", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers", db_constraint=False)
    kind = models.CharField(max_length=12, choices=IdentifierKind)
    scope = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=320)
    source = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "kind", "scope", "value"], name="identifier_is_of_one_person"),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(SHARED_KINDS)) | Q(scope=""),
                name="shared_identifier_has_no_scope",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="identifier_is_not_empty"),
        ]
        indexes: ClassVar = [
            models.Index("circle", Right("value", 4), condition=Q(kind=IdentifierKind.PHONE), name="phone_by_tail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Link(models.Model):
    """A merge: two people are the same, because of the evidence; undone by a date, never removed."""

    circle = models.ForeignKey("workspace.Circle", models.PROTECT, related_name="+")
    older = models.ForeignKey(Person, models.CASCADE, related_name="+")
    newer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    evidence = models.JSONField()
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(older__lt=F("newer")), name="link_names_the_older_first"),
            models.UniqueConstraint(
                fields=["older", "newer"], condition=Q(undone_at=None), name="two_people_are_linked_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["newer"], name="link_by_newer")]

    def __str__(self) -> str:
        return f"{self.older_id} = {self.newer_id}"


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def open(self) -> Self:
        """Those whose two people are not one yet, by other links."""
        return self.exclude(older__canonical=F("newer__canonical"))

    def visible_to(self, staff: Staff) -> Self:
        seen = Person.objects.visible_to(staff)
        return self.filter(circle=staff.circle_id, older__canonical__in=seen, newer__canonical__in=seen)

    def in_order(self) -> Self:
        """The likeliest first, then those that share an identifier; what was put off comes last."""
        return self.order_by(F("later_at").asc(nulls_first=True), F("probability").desc(nulls_last=True), "id")


class Suggestion(models.Model):
    """
    Two people who may be the same, until a person settles it.

    `probability` is empty where nothing but a shared identifier speaks for it; `later_at` says when it was put off.
    """

    circle = models.ForeignKey("workspace.Circle", models.PROTECT, related_name="+")
    older = models.ForeignKey(Person, models.CASCADE, related_name="+")
    newer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    evidence = models.JSONField()
    probability = models.FloatField(null=True)
    made_at = models.DateTimeField()
    later_at = models.DateTimeField(null=True)
    operation = operation_column()

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["older", "newer"], name="two_people_are_suggested_once"),
            models.CheckConstraint(condition=Q(older__lt=F("newer")), name="suggestion_names_the_older_first"),
            models.CheckConstraint(
                condition=Q(probability=None) | Q(probability__gte=0, probability__lte=1),
                name="suggestion_probability_is_a_share",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["circle", "-probability"], name="suggestion_by_probability")]

    def __str__(self) -> str:
        return f"{self.older_id} ~ {self.newer_id}"


class Apart(models.Model):
    """Two people whom somebody has found to be two; they are not suggested again."""

    circle = models.ForeignKey("workspace.Circle", models.PROTECT, related_name="+")
    older = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    newer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+")
    evidence = models.JSONField(default=dict, db_default={})
    found_at = models.DateTimeField()
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["older", "newer"], name="two_people_are_told_apart_once"),
            models.CheckConstraint(condition=Q(older__lt=F("newer")), name="apart_names_the_older_first"),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} ≠ {self.newer_id}"


class BlockedValue(models.Model):
    """
    A value that too many people share, such as a marketplace's address; it identifies nobody.

    A customer number is blocked in its own store, under which too many addresses came.
    """

    circle = models.ForeignKey("workspace.Circle", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=IdentifierKind)
    scope = models.CharField(max_length=64, blank=True, db_default="")
    value = models.CharField(max_length=320)
    people = models.IntegerField()
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "kind", "scope", "value"], name="value_is_blocked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class DuplicateRules(models.Model):
    """
    From which probability on two people are suggested as one, and merged without asking; the newest row counts.

    A circle without a row has the limits that `rules` has.
    """

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+")
    set_at = models.DateTimeField()
    suggest_from = models.FloatField()
    merge_from = models.FloatField()
    merges_alone = models.BooleanField()
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(suggest_from__gt=0, suggest_from__lte=F("merge_from"), merge_from__lte=1),
                name="duplicate_limits_are_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"from {self.suggest_from}"


class Compared(models.Model):
    """How somebody looked when they were compared last, as a number; `id` is theirs."""

    id = models.BigIntegerField(primary_key=True)
    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+")
    looks = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.id}: {self.looks}"


class DuplicateRun(models.Model):
    """
    One comparison of a circle's people: what it learned, by which version of the code, and what came of it.

    One that is not `is_whole` compared with everybody only the `changed` people, by what a whole one had learned.
    """

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+")
    version = models.IntegerField()
    weights = models.JSONField()
    decisions = models.IntegerField()
    people = models.IntegerField()
    is_whole = models.BooleanField(default=True, db_default=True)
    changed = models.IntegerField(default=0, db_default=0)
    compared = models.IntegerField()
    found = models.IntegerField()
    merged = models.IntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.found} pairs of {self.people} people"


class ForgottenValue(models.Model):
    """The keyed hash of an identifier whose owner was erased: what older files say under it stays out."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=IdentifierKind)
    scope = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    forgotten_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "kind", "scope", "digest"], name="value_is_forgotten_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"
