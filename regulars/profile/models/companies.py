"""Businesses that buy, by what they are known again, and who buys for them."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from regulars.base.events.models import operation_column
from regulars.base.kit import ids
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Staff
from regulars.identity.models import Person
from regulars.profile.kinds import CompanyKeyKind, CompanySize, ContactRole


def company_id() -> str:
    return ids.public("com")


class CompanyQuerySet(models.QuerySet["Company"]):
    def visible_to(self, staff: Staff) -> Self:
        """All of the circle for those who see everybody; else their own, and those of whom they see somebody."""
        mine = self.filter(circle=staff.circle_id)
        match staff.reach(Act.SEE, Thing.PEOPLE):
            case Scope.ALL:
                return mine
            case Scope.NONE:
                return mine.none()
            case _:
                theirs = Contact.objects.live().filter(
                    company=OuterRef("id"), person__canonical__in=Person.objects.visible_to(staff)
                )
                return mine.filter(Q(owner=staff) | Exists(theirs))

    def live(self) -> Self:
        return self.filter(archived_at=None)


class Company(models.Model):
    """A business; its orders and what they earn are those of its contacts. `source` says where it was found first."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=company_id)
    name = models.CharField(max_length=320)
    legal_name = models.CharField(max_length=320, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=300, blank=True)
    street = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=80, blank=True)
    size = models.CharField(max_length=8, blank=True, choices=CompanySize)
    industry = models.CharField(max_length=120, blank=True)
    tags = ArrayField(models.CharField(max_length=120), default=list)
    note = models.TextField(blank=True)
    owner = models.ForeignKey("workspace.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    source = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    operation = operation_column()

    objects = CompanyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="company_has_a_name")]

    def __str__(self) -> str:
        return self.name


class CompanyKey(models.Model):
    """By what a company is known again: its name without legal form, its tax number, domain, or group of a source."""

    circle = models.ForeignKey("workspace.Circle", models.CASCADE, related_name="+", db_index=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=8, choices=CompanyKeyKind)
    value = models.CharField(max_length=320)
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "kind", "value"], name="company_key_is_of_one_company"),
            models.CheckConstraint(condition=~Q(value=""), name="company_key_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class ContactQuerySet(models.QuerySet["Contact"]):
    def live(self) -> Self:
        """Those that nobody has taken back; also of whoever has left since."""
        return self.filter(refused_at=None)

    def present(self) -> Self:
        return self.live().filter(until_on=None)


class Contact(models.Model):
    """
    That a person buys for a company, in which role, since and until when, and why we think so.

    What somebody has taken back stays as refused, so that no rule says it again.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="contacts", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, blank=True, choices=ContactRole)
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    evidence = models.JSONField()
    made_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)
    operation = operation_column()

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "person"], name="contact_of_a_company_once"),
            models.CheckConstraint(
                condition=Q(since_on=None) | Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="contact_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"company {self.company_id}: person {self.person_id}"
