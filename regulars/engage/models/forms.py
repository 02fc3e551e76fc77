"""Forms and surveys: what is asked, as it was published, and what people answered."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from regulars.base.kit import ids
from regulars.base.workspace.kinds import Language
from regulars.base.workspace.models import Staff, Store
from regulars.engage.kinds import FormKind


def form_id() -> str:
    return ids.public("frm")


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(store__in=Store.objects.visible_to(staff))

    def open(self) -> Self:
        """Those that take answers."""
        return self.filter(published_at__isnull=False, closed_at=None)


class Form(models.Model):
    """
    A form or survey of a store; `draft` is what staff are working on, in the shape of `content.Content`.

    A survey recurs `every_days` after the last answer, or `after_days` after an order was delivered.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=form_id)
    kind = models.CharField(max_length=8, choices=FormKind)
    name = models.CharField(max_length=120)
    draft = models.JSONField()
    every_days = models.PositiveSmallIntegerField(null=True)
    after_days = models.PositiveSmallIntegerField(null=True)
    made_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = FormQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.published_at is not None and self.closed_at is None


class FormVersion(models.Model):
    """
    A form as it was published, which never changes: the proof of a consent refers to it.

    `wordings` has the wording of each consent, by question and language.
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    wordings = models.JSONField(default=dict)
    published_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "number"], name="form_version_has_its_number")]

    def __str__(self) -> str:
        return f"{self.form_id} v{self.number}"


class Answer(models.Model):
    """That somebody has filled in a form; `event` is the event of the log which said so. Nobody is known of some."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="answers", db_index=False)
    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="+", db_index=False)
    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, null=True, related_name="+", db_constraint=False)
    event = models.UUIDField(unique=True)
    language = models.CharField(max_length=8, choices=Language, blank=True)
    is_invited = models.BooleanField(default=False)
    answered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["form", "-answered_at"], name="answer_by_form")]

    def __str__(self) -> str:
        return f"answer to {self.form_id} at {self.answered_at}"


class Reply(models.Model):
    """What an answer says to one question: a number, the keys of what was chosen, or a text."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="replies")
    question = models.CharField(max_length=20)
    number = models.SmallIntegerField(null=True)
    words = ArrayField(models.CharField(max_length=20), default=list)
    text = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["answer", "question"], name="question_has_one_reply")]

    def __str__(self) -> str:
        return f"{self.question}: {self.number if self.number is not None else self.words or '…'}"


class Invitation(models.Model):
    """That somebody was handed a link of their own to a survey, so that they are not asked again too soon."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="invitations", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["form", "person", "-made_at"], name="invitation_lately")]

    def __str__(self) -> str:
        return f"person {self.person_id} to {self.form_id}"


class Pace(models.Model):
    """When an address may send all at once again; it is known by a keyed hash alone, and for a day at most."""

    digest = models.CharField(max_length=64, primary_key=True)
    whole_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(digest=""), name="pace_is_of_an_address")]

    def __str__(self) -> str:
        return self.digest[:8]
