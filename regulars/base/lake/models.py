"""What PostgreSQL remembers of the lake: the batches that were planned, and the keys they carry."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Identity(models.Model):
    """The mark that this database sets on its lake, so that it never writes into another's."""

    mark = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    def __str__(self) -> str:
        return str(self.mark)


class Batch(models.Model):
    """
    A numbered part of the export, fixed before anything of it is written to the lake.

    It carries the events up to its position in the log, and the rows of the keys that are noted under its number.
    """

    number = models.BigIntegerField(primary_key=True)
    epoch = models.IntegerField()
    xid = models.BigIntegerField()
    seq = models.BigIntegerField()
    planned_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"batch {self.number}"


class Standing(models.Model):
    """The batch that a table of the lake is known to hold, so that a lake put back from an old copy is noticed."""

    table = models.CharField(max_length=80, primary_key=True)
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.table}: {self.number}"


class Noted(models.Model):
    """
    A range of keys whose rows changed; written by the triggers of `note_for_lake` alone.

    It has no batch until one is planned. A range may name neighbors that did not change; that does no harm, because
    a batch carries rows as they are when it is written.
    """

    subject = models.CharField(max_length=40)
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    batch = models.BigIntegerField(null=True)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(batch=None), name="noted_and_not_planned"),
            models.Index(fields=["batch"], name="noted_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.low} to {self.high}"
