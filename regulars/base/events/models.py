"""The tables of the log, of its readers, and of operations."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Func, Q

from regulars.base.events.kinds import ChangeKind, OperationKind
from regulars.base.kit import ids
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Staff, Store


def operation_id() -> str:
    return ids.public("ope")


class CurrentOperation(Func):
    """The operation that this transaction works under; a write without one is refused."""

    function = "current_operation"
    template = "%(function)s()"
    output_field = models.BigIntegerField()


def operation_column() -> "models.BigIntegerField[int, int]":
    """The column by which a row names the operation that made it."""
    return models.BigIntegerField(db_default=CurrentOperation(), editable=False)


class OperationQuerySet(models.QuerySet["Operation"]):
    def visible_to(self, staff: Staff) -> Self:
        """What the role reaches, in the stores that the staff is not kept from."""
        open_to = Q(store=None) | Q(store__in=Store.objects.visible_to(staff))
        mine = self.filter(open_to, circle=staff.circle_id)
        match staff.reach(Act.SEE, Thing.OPERATIONS):
            case Scope.ALL:
                return mine
            case Scope.BRANCH:
                return mine.filter(by__branch=staff.branch_id, by__branch__isnull=False)
            case Scope.OWN:
                return mine.filter(by=staff)
            case _:
                return self.none()


class Operation(models.Model):
    """Something that a person, an import or a rule did, and that can be put back; `origin` is from which address."""

    circle = models.ForeignKey("workspace.Circle", models.PROTECT, null=True, related_name="+")
    store = models.ForeignKey("workspace.Store", models.PROTECT, null=True, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=operation_id)
    kind = models.CharField(max_length=16, choices=OperationKind)
    by = models.ForeignKey("workspace.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    origin = models.CharField(max_length=45, blank=True, db_default="")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    begun_at = models.DateTimeField()

    objects = OperationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["circle", "-begun_at"], name="operation_by_time"),
            models.Index(fields=["by", "-begun_at"], name="operation_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Change(models.Model):
    """What an operation changed in one row; made by the triggers of `changes.py` alone."""

    operation = models.BigIntegerField()
    table = models.CharField(max_length=63)
    key = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=ChangeKind)
    old = models.JSONField()
    new = models.JSONField()
    personal = models.JSONField()
    changed_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["operation", "table"], name="change_by_operation"),
            models.Index(fields=["table", "key", "id"], name="change_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key} {self.kind}"


class Subscription(models.Model):
    """How far a reader of the log has come."""

    name = models.CharField(max_length=80, primary_key=True)
    epoch = models.IntegerField(default=0)
    xid = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    replay_epoch = models.IntegerField(default=0)
    replay_xid = models.BigIntegerField(default=0)
    replay_seq = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class ParkedEvent(models.Model):
    """An event that its reader could not take; shown, and replayed when the cause is gone."""

    subscription = models.CharField(max_length=80)
    event = models.UUIDField()
    received_at = models.DateTimeField()
    person = models.BigIntegerField(null=True)
    epoch = models.IntegerField()
    xid = models.BigIntegerField()
    seq = models.BigIntegerField()
    error = models.TextField()
    parked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["subscription", "event"], name="event_is_parked_once")]
        indexes: ClassVar = [models.Index(fields=["subscription", "person"], name="parked_by_person")]

    def __str__(self) -> str:
        return f"{self.subscription}: {self.event}"
