"""What is known of a person beside their orders."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Lower

from regulars.base.events.models import operation_column
from regulars.base.kit import ids
from regulars.base.workspace.models import Staff
from regulars.identity.models import Person
from regulars.profile.kinds import FieldKind, TagColor


def tag_id() -> str:
    return ids.public("tag")


def field_id() -> str:
    return ids.public("fld")


def note_id() -> str:
    return ids.public("not")


def task_id() -> str:
    return ids.public("tsk")


class Profile(models.Model):
    """Name and address of one original person, and what files say they agreed to, when and where.

    `search` is the folded text that finds the person: names, addresses, phones and numbers.
    `sort_key` orders by name in the way of the name's script.
    """

    person = models.OneToOneField("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    name = models.CharField(max_length=320, blank=True)
    given_name = models.CharField(max_length=160, blank=True)
    family_name = models.CharField(max_length=160, blank=True)
    company = models.CharField(max_length=320, blank=True)
    street = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=20, blank=True)
    born_on = models.DateField(null=True)
    accepts_email = models.BooleanField(null=True)
    accepts_sms = models.BooleanField(null=True)
    email_consent_at = models.DateTimeField(null=True)
    sms_consent_at = models.DateTimeField(null=True)
    consent_source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    attributes = models.JSONField(default=dict)
    search = models.TextField(blank=True)
    sort_key = models.CharField(max_length=320, blank=True)
    operation = operation_column()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sort_key", "person"], name="profile_by_name")]

    def __str__(self) -> str:
        return self.name or f"person {self.person_id}"


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(circle=staff.circle_id)


class Tag(models.Model):
    """A word that people are marked with; a defined one is offered everywhere, others were made in passing."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=tag_id)
    name = models.CharField(max_length=120)
    color = models.CharField(max_length=8, choices=TagColor, default=TagColor.GRAY)
    is_defined = models.BooleanField(default=False)
    operation = operation_column()

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("circle", Lower("name"), name="tag_name_is_unique_in_its_circle"),
            models.CheckConstraint(condition=~Q(name=""), name="tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """What a tag was called before: files that still say so mean the tag, until another one is called so."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=120)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("circle", Lower("name"), name="former_name_leads_to_one_tag"),
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """That a person bears a tag; rows of their own, so that a million people are tagged and untagged in seconds."""

    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings", db_index=False, db_constraint=False)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "tag"], name="person_bears_a_tag_once")]
        indexes: ClassVar = [models.Index(fields=["tag", "person"], name="tagging_by_tag")]

    def __str__(self) -> str:
        return f"person {self.person_id}: tag {self.tag_id}"


class FieldQuerySet(models.QuerySet["Field"]):
    def visible_to(self, staff: Staff) -> Self:
        mine = self.filter(circle=staff.circle_id)
        return mine if staff.sees_contact_details else mine.filter(is_masked=False)

    def live(self) -> Self:
        return self.filter(archived_at=None)


class Field(models.Model):
    """A custom field of people; masked ones are shown to those alone who see contact details."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=field_id)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    help = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=FieldKind)
    choices = ArrayField(models.CharField(max_length=120), default=list)
    currency = models.CharField(max_length=3, blank=True)
    is_masked = models.BooleanField(default=False)
    place = models.IntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    operation = operation_column()

    objects = FieldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "key"], name="field_key_is_unique_in_its_circle"),
            models.UniqueConstraint("circle", Lower("name"), name="field_name_is_unique_in_its_circle"),
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z][a-z0-9_]*$"), name="field_key_is_plain"),
            models.CheckConstraint(
                condition=Q(kind=FieldKind.MONEY, currency__regex=r"^[A-Z]{3}$")
                | ~Q(kind=FieldKind.MONEY) & Q(currency=""),
                name="field_of_money_has_a_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FieldValue(models.Model):
    """What a custom field says of one original person; its kind tells which column holds it, and yes is 1."""

    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    field = models.ForeignKey(Field, models.CASCADE, related_name="values", db_index=False, db_constraint=False)
    text = models.TextField(blank=True)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    day = models.DateField(null=True)
    words = ArrayField(models.CharField(max_length=120), default=list)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "field"], name="field_has_one_value")]
        indexes: ClassVar = [
            models.Index("field", Left(Lower("text"), 100), "person", condition=~Q(text=""), name="value_by_text"),
            models.Index("field", "number", "person", condition=Q(number__isnull=False), name="value_by_number"),
            models.Index("field", "day", "person", condition=Q(day__isnull=False), name="value_by_day"),
            GinIndex(fields=["words"], condition=~Q(words=[]), name="value_by_words"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id}: field {self.field_id}"


class NoteQuerySet(models.QuerySet["Note"]):
    def of(self, person: Person) -> Self:
        """Of a human being, pinned ones first, then the newest."""
        mine = self.filter(person__canonical=person.canonical_id).select_related("author__account")
        return mine.order_by(F("pinned_at").desc(nulls_last=True), "-id")


class Note(models.Model):
    """What somebody wrote down about a person."""

    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=note_id)
    author = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    operation = operation_column()

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]

    def __str__(self) -> str:
        return self.public_id


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def due(self, day: date) -> Self:
        """Open ones that are due on a day or were before."""
        return self.open().filter(due_on__lte=day)

    def of(self, person: Person) -> Self:
        """Of a human being: open ones by their date, then those done last."""
        mine = self.filter(person__canonical=person.canonical_id).select_related("assignee__account")
        return mine.order_by(F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "id")

    def visible_to(self, staff: Staff) -> Self:
        """Of whom the staff sees as they are now; whoever was merged away counts as who they have become."""
        return self.filter(person__canonical__in=Person.objects.visible_to(staff))


class Task(models.Model):
    """Something to be done for a person, by somebody, until a day."""

    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=task_id)
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    assignee = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    made_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    operation = operation_column()

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title")]
        indexes: ClassVar = [
            models.Index(fields=["assignee", "due_on"], condition=Q(done_at=None), name="task_open_by_assignee")
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, day: date) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < day


class Preference(models.Model):
    """What a customer said they like, such as a size or a diet; never what was inferred."""

    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=60)
    value = models.CharField(max_length=300)
    stated_on = models.DateField()
    source = models.CharField(max_length=80)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="preference_is_stated_once"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(value=""), name="preference_says_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["key", "value", "person"], name="preference_by_value")]

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.key}"
