"""What is known of a person beside their orders."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from regulars.base.events.models import operation_column


class Profile(models.Model):
    """Name, address and custom fields of one original person.

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
    tags = ArrayField(models.CharField(max_length=120), default=list)
    accepts_email = models.BooleanField(null=True)
    accepts_sms = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    attributes = models.JSONField(default=dict)
    search = models.TextField(blank=True)
    sort_key = models.CharField(max_length=320, blank=True)
    operation = operation_column()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sort_key", "person"], name="profile_by_name")]

    def __str__(self) -> str:
        return self.name or f"person {self.person_id}"
