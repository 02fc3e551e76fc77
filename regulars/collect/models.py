"""Imports with their rejected rows, what people have said about files, and sources with their inbox."""

import secrets
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from regulars.base.kit import ids
from regulars.base.workspace.models import Staff, Store
from regulars.collect.kinds import DateOrder, DecimalMark, DraftState, Fault, Kind, Reason, SourceKind, State, Stream

VALUE_WIDTH = 200


def source_id() -> str:
    return ids.public("src")


def write_key() -> str:
    return f"wk_{secrets.token_urlsafe(24)}"


def draft_id() -> str:
    return ids.public("dra")


def import_id() -> str:
    return ids.public("imp")


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(store__in=Store.objects.visible_to(staff))

    def unfinished(self) -> Self:
        return self.filter(state__in=Import.UNFINISHED)


class Import(models.Model):
    """
    One file on its way into a store; `state` tells how far it has come, the times when it got there.

    `rows_done` of `rows_total` are read, then `steps_done` of `steps_total` batches are merged. `tries` counts how
    often it was begun since it got on last.
    """

    GAVE_UP: ClassVar = "gave_up"
    UNFINISHED: ClassVar = (State.REGISTERED, State.STAGING, State.STAGED, State.MERGING)

    public_id = models.CharField(max_length=40, unique=True, default=import_id)
    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+")
    operation = models.ForeignKey("events.Operation", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    file_name = models.CharField(max_length=255)
    path = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    timezone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    preset = models.CharField(max_length=40, blank=True)
    columns = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    source = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.REGISTERED)
    rows_done = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(null=True)
    steps_done = models.IntegerField(default=0)
    steps_total = models.IntegerField(null=True)
    totals = models.JSONField(default=dict)
    understood = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    problem_code = models.CharField(max_length=60, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    registered_at = models.DateTimeField()
    staging_at = models.DateTimeField(null=True)
    staged_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["store", "-registered_at"], name="import_by_store")]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "kind", "sha256"],
                condition=Q(state__in=["registered", "staging", "staged", "merging"]),
                name="import_of_a_file_runs_once",
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="import_currency_is_iso"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} (#{self.id})"

    @property
    def staging_table(self) -> str:
        """The unlogged table that holds the accepted rows once they are read."""
        return f"staging_{self.id}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED

    @property
    def is_at_work(self) -> bool:
        """Whether the worker has still something to do for it."""
        return (self.is_unfinished or self.state == State.UNDOING) and not self.is_given_up

    @property
    def is_given_up(self) -> bool:
        """Whether whatever was at it was killed so often that it is not begun again by itself."""
        return self.problem_code == self.GAVE_UP


class RejectedRow(models.Model):
    """One row of a file that was not taken over."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="rejected_rows")
    line = models.BigIntegerField()
    column = models.CharField(max_length=VALUE_WIDTH, blank=True)
    value = models.CharField(max_length=VALUE_WIDTH, blank=True)
    reason = models.CharField(max_length=16, choices=Reason)

    class Meta:
        indexes = [models.Index(fields=["imported", "line"], name="rejected_row_by_line")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class FileProfile(models.Model):
    """How the file of an import looked, column by column; `profiling` tells what `columns` hold."""

    imported = models.OneToOneField(Import, models.CASCADE, related_name="profile")
    rows = models.BigIntegerField()
    columns = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rows} rows of import {self.imported_id}"


class DraftQuerySet(models.QuerySet["Draft"]):
    def at_work(self) -> Self:
        """Those that wait to be checked, or are being checked."""
        return self.filter(state__in=Draft.AT_WORK)

    def visible_to(self, staff: Staff) -> Self:
        return self.filter(store__in=Store.objects.visible_to(staff))


class Draft(models.Model):
    """
    A file that somebody is about to import: how it would be read, and what a dry run has found.

    It holds the first rows of the file and some rejected ones, so it goes when the import begins, or after a week.
    `attempt` counts what was said about it: a check that began before the last word writes nothing any more.
    """

    AT_WORK: ClassVar = (DraftState.WAITING, DraftState.READING)

    public_id = models.CharField(max_length=40, unique=True, default=draft_id)
    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    file_name = models.CharField(max_length=255)
    path = models.TextField()
    is_ours = models.BooleanField()
    size = models.BigIntegerField()
    timezone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    columns = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=DraftState, default=DraftState.WAITING)
    attempt = models.IntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(null=True)
    headings = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    found = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    problem_code = models.CharField(max_length=60, blank=True)
    problem_values = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["store", "-made_at"], name="draft_by_store")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.public_id})"

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def is_checked(self) -> bool:
        return self.state == DraftState.CHECKED


class SourceAnswer(models.Model):
    """What a person has said about files with these headings; asked once, then remembered."""

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    source = models.CharField(max_length=64)
    dates = models.CharField(max_length=3, choices=DateOrder, blank=True)
    decimal = models.CharField(max_length=5, choices=DecimalMark, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "source"], name="source_answer_is_given_once")]

    def __str__(self) -> str:
        return f"{self.dates or '-'} {self.decimal or '-'}"


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(store__in=Store.objects.visible_to(staff))

    def open(self) -> Self:
        return self.filter(closed_at=None)


class Source(models.Model):
    """
    Something that sends to a store by itself: a site, an app, a platform.

    `write_key` names it in what it sends. Browsers hold it, so it lets in and lets nothing be read; it is no secret.
    """

    public_id = models.CharField(max_length=40, unique=True, default=source_id)
    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=SourceKind)
    name = models.CharField(max_length=120)
    write_key = models.CharField(max_length=64, unique=True, default=write_key)
    settings = models.JSONField(default=dict)
    made_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "name"], condition=Q(closed_at=None), name="source_has_its_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.public_id})"


class SourceSecret(models.Model):
    """
    A secret that a source signs with, or that we show to it; sealed with the key of the installation.

    When a new one is given, the one before is good until `valid_until`, so that nothing is lost meanwhile.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="secrets")
    name = models.CharField(max_length=20)
    sealed = models.TextField()
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "name"], condition=Q(valid_until=None), name="source_has_one_secret_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.source_id}"


class SourceStream(models.Model):
    """
    How far a source has been asked for orders, customers or products.

    All that had changed there by `complete_to` is in the inbox or beyond. `cursor` names the page at which the asking
    goes on that began at `asked_at`; `problem` is why the last attempt did not end.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="streams")
    stream = models.CharField(max_length=12, choices=Stream)
    complete_to = models.DateTimeField(null=True)
    cursor = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    fetched = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "stream"], name="source_has_one_state_of_a_stream"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} of {self.source_id}: {self.complete_to}"


class SourceCheck(models.Model):
    """What a source says of the orders of one of its days, held against ours; `repaired` were fetched again."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="checks")
    on = models.DateField()
    theirs = models.IntegerField()
    ours = models.IntegerField()
    their_sum = models.DecimalField(max_digits=20, decimal_places=6)
    our_sum = models.DecimalField(max_digits=20, decimal_places=6)
    repaired = models.IntegerField(default=0)
    checked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "on"], name="source_day_is_checked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.theirs} there, {self.ours} here"


class InboxMessage(models.Model):
    """
    A message as it came, until it is an event or is set aside.

    `sender` holds what the request said beside the body: address, browser, signals of privacy, when it was sent.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    kind = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    sender = models.TextField()
    body = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "id"], name="inbox_by_source")]

    def __str__(self) -> str:
        return f"{self.kind} (#{self.id})"


class SetAside(models.Model):
    """A message that did not become an event, and why; it can be mended and sent through again."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    sender = models.TextField()
    body = models.TextField()
    fault = models.CharField(max_length=12, choices=Fault)
    detail = models.TextField(blank=True)
    set_aside_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "-id"], name="set_aside_by_source")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.fault} (#{self.id})"


class SourceDay(models.Model):
    """What became of the messages that a source sent on one day of its store."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="days")
    on = models.DateField()
    taken = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    set_aside = models.BigIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "on"], name="source_day_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.on}: {self.taken}"


class EventShape(models.Model):
    """An event that a source sends, with the properties seen in it and the types of their values."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    properties = models.JSONField(default=dict)
    seen = models.BigIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "name"], name="event_shape_is_kept_once")]

    def __str__(self) -> str:
        return self.name
