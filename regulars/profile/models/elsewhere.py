"""What other programs know of people: their tickets at a help desk, their points at a loyalty program.

Files tell it, and nothing here changes it.
"""

from typing import ClassVar

from django.db import models

from regulars.base.events.models import operation_column
from regulars.profile.kinds import TicketState


class Ticket(models.Model):
    """What a person asked a help desk for; `desk` is the program, empty where the file does not tell."""

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    desk = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=120)
    subject = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=TicketState)
    channel = models.CharField(max_length=60, blank=True)
    priority = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    satisfaction = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "desk", "number"], name="ticket_is_known_once")
        ]

    def __str__(self) -> str:
        return f"{self.desk} {self.number}".strip()


class Balance(models.Model):
    """How many points a person had at a loyalty program at a moment, as its file says."""

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    program = models.CharField(max_length=60, blank=True)
    points = models.DecimalField(max_digits=20, decimal_places=6)
    tier = models.CharField(max_length=120, blank=True)
    expires_on = models.DateField(null=True)
    as_of = models.DateTimeField()
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "program", "person"], name="balance_is_known_once")
        ]

    def __str__(self) -> str:
        return f"{self.program}: {self.points}"
